"""What Hugging Face's tokenizers makes of texts.

    tokenizers_witness.py FOLDER < TEXTS > IDS

FOLDER has vocab.json and merges.txt. TEXTS has a JSON string a line; IDS gets a JSON list a line. With
`tokenizers_witness.py --fixtures FOLDER` it trains the small vocabulary of the tests on texts of its own, writes it in
the three formats, and beside it texts with what they are encoded to. It ends with status 77 when the Python package
`tokenizers` is missing.
"""

import base64
import json
import sys

try:
    from tokenizers import AddedToken, Regex, Tokenizer, models, normalizers, pre_tokenizers, trainers
except ImportError:
    sys.exit(77)

PATTERN = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*"
    r"|\s*[\r\n]+|\s+(?!\S)|\s+"
)


def pipeline(model):
    tokenizer = Tokenizer(model)
    tokenizer.normalizer = normalizers.NFC()
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(PATTERN), behavior="isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    return tokenizer


def encode(folder):
    tokenizer = pipeline(models.BPE.from_file(folder + "/vocab.json", folder + "/merges.txt"))
    texts = [json.loads(line) for line in sys.stdin]
    for encoding in tokenizer.encode_batch(texts, add_special_tokens=False):
        print(json.dumps(encoding.ids, separators=(",", ":")))


WORDS = (
    "let the number of points be even and find all solutions of this equation where both sides agree so we have "
    "to prove that there is no such triangle but then it follows from the lemma above wait we should check again "
    "thinking answer question because therefore however maybe actually hmm don't can't we'll they're I've he'd"
).split()

TEXTS = [
    "", " ", "  ", "\n", "\r\n\r\n", "\t\n x", "a", "the", " the", "  the", "the ", "the  end", "we'll", "WE'LL see",
    "don'T stop", "it'ſ", "'sup", "x=12345+6", "f(x) = x^2 + 2x\n\nso  x", "caf\u00e9", "cafe\u0301 na\u00efve",
    "\u1100\u1161\u11a8 \ud55c\uae00", "\u1e0b\u0323 \u0344", "\u4e2d\u6587\u5b57 \u65e5\u672c", "\u0661\u0662 \u2167 \u00bd",
    "\U0001f600\U0001f468\u200d\U0001f469", "\u00a0\u2003x\u3000\u2028y", "...!!!\n\n?", "{\"a\": [1, 2]}\r\n",
    "\x00\x01\x7f", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "    if x:\n        y()\n",
    "<|im_start|>user\nhi<|im_end|>\n", "\u0301\u0323a", "\ufffd\ufeff", "the number of solutions", " " * 70 + "x",
]


def fixtures(folder):
    state = 12345
    lines = []
    for _ in range(400):
        line = []
        for _ in range(12):
            state = (state * 1103515245 + 12345) % 2**31
            line.append(WORDS[state // 65536 % len(WORDS)])
        lines.append(" ".join(line) + (".\n" if state // 65536 % 2 else ", 17 + 4 = 21\n\n    return aaaa;\n"))
    tokenizer = pipeline(models.BPE())
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    trainer = trainers.BpeTrainer(vocab_size=256 + 300, initial_alphabet=alphabet, show_progress=False)
    tokenizer.train_from_iterator(lines, trainer)
    tokenizer.model.save(folder)
    control = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]
    expected = []
    for text in TEXTS:
        expected.append({"text": text, "ids": tokenizer.encode(text).ids})
    tokenizer.add_special_tokens([AddedToken(text, special=True, normalized=False) for text in control])
    tokenizer.save(folder + "/tokenizer.json")
    with open(folder + "/expected.json", "w") as file:
        json.dump(expected, file, indent=0)
    # The alphabet of bytes is that of the trained vocabulary: one character a byte, printable ones first.
    printable = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    others = [byte for byte in range(256) if byte not in printable]
    byte_of = {chr(byte): byte for byte in printable} | {chr(256 + k): byte for k, byte in enumerate(others)}
    with open(folder + "/small.tiktoken", "w") as file:
        for token, rank in sorted(tokenizer.get_vocab(with_added_tokens=False).items(), key=lambda item: item[1]):
            file.write(base64.b64encode(bytes(byte_of[c] for c in token)).decode() + f" {rank}\n")


if sys.argv[1] == "--fixtures":
    fixtures(sys.argv[2])
else:
    encode(sys.argv[1])
