"""How fast Python's tokenizers and tiktoken count a field of a JSONL file, beside `curate tokens`.

    tokens_peers.py --tokenizer DIR --field NAME [--threads N] [--megabytes N] FILE [CURATE]

DIR has Qwen2.5's vocab.json and merges.txt. The texts are read beforehand; what is timed is the encoding alone, in
batches, on N threads. With CURATE, the path of the built program, its time over the whole file is taken too, reading
included, and its counts are compared with those of both.
"""

import argparse
import json
import os
import subprocess
import sys
import time

PATTERN = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*"
    r"|\s*[\r\n]+|\s+(?!\S)|\s+"
)

parser = argparse.ArgumentParser()
parser.add_argument("--tokenizer", required=True)
parser.add_argument("--field", required=True)
parser.add_argument("--threads", type=int, default=2)
parser.add_argument("--megabytes", type=float, default=40, help="how much text the Python packages are given")
parser.add_argument("file")
parser.add_argument("curate", nargs="?")
arguments = parser.parse_args()
os.environ["RAYON_NUM_THREADS"] = str(arguments.threads)
os.environ["TOKENIZERS_PARALLELISM"] = "true"


def byte_of():
    printable = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    others = [byte for byte in range(256) if byte not in printable]
    return {chr(byte): byte for byte in printable} | {chr(256 + k): byte for k, byte in enumerate(others)}


def with_tokenizers():
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

    folder = arguments.tokenizer
    tokenizer = Tokenizer(models.BPE.from_file(folder + "/vocab.json", folder + "/merges.txt"))
    tokenizer.normalizer = normalizers.NFC()
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(PATTERN), behavior="isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    return lambda texts: [len(encoding.ids) for encoding in tokenizer.encode_batch(texts, add_special_tokens=False)]


def with_tiktoken():
    import tiktoken

    byte = byte_of()
    vocabulary = json.load(open(arguments.tokenizer + "/vocab.json", encoding="utf-8"))
    ranks = {bytes(byte[character] for character in token): rank for token, rank in vocabulary.items()}
    encoding = tiktoken.Encoding("qwen2.5", pat_str=PATTERN, mergeable_ranks=ranks, special_tokens={})
    return lambda texts: [
        len(tokens) for tokens in encoding.encode_ordinary_batch(texts, num_threads=arguments.threads)
    ]


texts, whole, size = [], 0, 0
for line in open(arguments.file, encoding="utf-8"):
    value = json.loads(line)[arguments.field]
    text = value if isinstance(value, str) else "\n".join(value or [])
    whole += len(text.encode())
    if size < arguments.megabytes * 1e6:
        size += len(text.encode())
        texts.append(text)
print(f"{whole / 1e6:.1f} MB of text; the Python packages get the first {size / 1e6:.1f} MB", flush=True)

counts = {}
for name, make in [("tokenizers", with_tokenizers), ("tiktoken", with_tiktoken)]:
    try:
        count = make()
    except ImportError:
        print(f"{name:<12} is not installed")
        continue
    begun = time.perf_counter()
    counts[name] = [length for start in range(0, len(texts), 1000) for length in count(texts[start : start + 1000])]
    seconds = time.perf_counter() - begun
    print(f"{name:<12} {size / 1e6 / seconds:8.1f} MB/s", flush=True)

if arguments.curate:
    command = [arguments.curate, "tokens", "--tokenizer", arguments.tokenizer, "--field", arguments.field]
    begun = time.perf_counter()
    command += ["--threads", str(arguments.threads), arguments.file]
    output = subprocess.run(command, capture_output=True, check=True).stdout
    seconds = time.perf_counter() - begun
    print(f"{'curate':<12} {whole / 1e6 / seconds:8.1f} MB/s, reading and loading included")
    found = [int(line) for line in output.split()]
    for name, expected in counts.items():
        different = sum(a != b for a, b in zip(found, expected))
        print(f"curate and {name} differ in {different} of {len(expected)} counts")
        if different:
            sys.exit(1)
