"""Makes a set of hostile names and labels and reads its dataset card as renderers and the hub do.

    check_hostile_card.py CURATE

CURATE is the program. The names hold Markdown, HTML, addresses, YAML, controls and bidirectional overrides, the labels
whatever a random mixture of these gives. The front matter must load with PyYAML and give the very names back; the body,
read by markdown-it (with links of bare addresses) and by GitHub's own cmark-gfm, must show every name character by
character, with no link, no image, no HTML and no style in it. Ends with status 0 when all holds.
"""

import json
import os
import random
import re
import subprocess
import sys
import tempfile
from html.parser import HTMLParser

import cmarkgfm
import yaml
from markdown_it import MarkdownIt

curate = os.path.realpath(sys.argv[1])

STOCK = [
    "[a](https://example.org)", "![b](x.png)", "<script>alert(1)</script>", "<b>", "</details>", "<!--", "-->",
    "<?x", "&lt;", "&#60;", "&", "`", "``", "```", "|", "\\", "\\|", "*", "**", "_", "__", "_a_", "__a__", "*a*",
    "~~", "~", "#", "# ", "[^1]", "[x]: http://y.org", "https://example.org/a", "http://localhost", "//localhost/",
    "www.example.org", "example.org", "a@example.org", "mailto:a@b.org", "javascript:alert(1)", "ftp://x.org",
    "xmpp:a@b.org", "@someone", ":smile:", "$x$", "$$", "\\(x\\)", "==a==", "---", "- ", "1. ", "> ", "{{ x }}",
    "{.c}", "\"", "'", ": ", "? ", "!!python/object:x", "%", "!", "a", "B7", " ", "  ", "\n", "\r", "\n---\n",
    "\n\n# H\n\n", "\t", "\x00", "\x07", "\x1b[31m", "\x7f", "\x85", "\x9b", "\u2028", "\u2029", "\u202e", "\u2066",
    "\u200b", "\ufeff", "\ufffe", "\uffff", "\U000e0041", "\U000e0100", "\ufe0f", "\ue000", "\u00a0", "é", "数学",
    "😀", "е\u0301", "。", "．",
]
HIDDEN = {*range(0x20), *range(0x7F, 0xA0)}
HIDDEN |= {0x2028, 0x2029, 0x202E, 0x2066, 0x200B, 0xFEFF, 0xFFFE, 0xFFFF, 0xFE0F, 0xE000}
HIDDEN |= {0xE0041, 0xE0100}


def shown(text):
    """A text as people are shown it."""
    special = {"\n": "⏎", "\t": " "}
    return "".join(special.get(c) or (f"\\u{{{ord(c):x}}}" if ord(c) in HIDDEN else c) for c in text)


def mixture(generator, most):
    return "".join(generator.choice(STOCK) for _ in range(generator.randrange(1, most))) or "x"


class Body(HTMLParser):
    """The cells of all tables, the items of lists, and every tag of a page."""

    def __init__(self, page):
        super().__init__(convert_charrefs=True)
        self.cells, self.tags, self.open = [], {}, 0
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.tags[tag] = self.tags.get(tag, 0) + 1
        if tag in ("td", "li"):
            self.cells.append("")
            self.open = 1

    def handle_endtag(self, tag):
        if tag in ("td", "li"):
            self.open = 0

    def handle_data(self, data):
        if self.open:
            self.cells[-1] += data

    def handle_comment(self, data):
        self.tags["comment"] = 1

    handle_pi = handle_decl = unknown_decl = handle_comment


# Unicode's property White_Space: labels are kept without such characters around them.
WHITE = "".join(map(chr, [*range(9, 14), 0x20, 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000]))

OWN = {"h1", "h2", "p", "table", "thead", "tbody", "tr", "th", "td", "code", "pre", "ul", "li", "details", "summary"}


def check(seed):
    generator = random.Random(seed)
    labels = STOCK + [mixture(generator, 9) for _ in range(1500)]
    # By the label that is kept, the one that is written.
    labels = {label.strip(WHITE): label for label in reversed(labels) if label.strip(WHITE)}
    source, benchmark, solver = (mixture(generator, 9) for _ in range(3))
    tags = [mixture(generator, 9) for _ in range(9)] + STOCK
    languages, license = [mixture(generator, 4)], mixture(generator, 9)
    paths = [mixture(generator, 6).replace("/", "_").replace("\0", "0").replace("*", "x").strip() for _ in range(2)]
    paths = [re.sub(r"[?\[\\]", "x", path) + f"_{k}" for k, path in enumerate(paths)]
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, paths[0]), "w", encoding="utf-8", newline="") as file:
            for number, label in enumerate(labels.values()):
                row = {"question": f"Question {number}?", "domain": label, "outcomes": {solver: False}}
                row |= {"trace_tokens": 5, "thinking_trajectories": ["t"]}
                file.write(json.dumps(row, ensure_ascii=False) + "\n")
        with open(os.path.join(folder, paths[1]), "w", encoding="utf-8") as file:
            file.write('{"q":"An item"}\n')
        recipe = {
            "name": "n",
            "sources": [{"name": source, "format": "jsonl", "path": paths[0]}],
            "benchmarks": [{"name": benchmark, "format": "jsonl", "path": paths[1], "question": "{q}"}],
            "quality": {"require": []}, "difficulty": {"solvers": [solver]}, "classify": {"taxonomy": None},
            "decontaminate": {"across_sources": False}, "sample": {"target": len(labels) - 1},
            "export": {"license": license, "language": languages, "tags": tags},
        }
        with open(os.path.join(folder, "recipe.json"), "w", encoding="utf-8") as file:
            json.dump(recipe, file)

        def run(*words):
            done = subprocess.run([curate, *words], cwd=folder, capture_output=True)
            assert done.returncode == 0, (words, done.stderr[-2000:])
            return done.stdout.decode("utf-8")

        run("--config", "recipe.json", "--run", "run", "--quiet")
        dropped = json.loads(run("inspect", "sample", "--dropped", "--run", "run", "--json"))["rows"][0]
        chosen = json.loads(run("inspect", "sample", "--run", "run", "--json"))["rows"][0]
        assert {dropped["domain"], chosen["domain"]} <= set(labels), "--json gives other labels"
        reason = mixture(generator, 9).replace("\0", "0")
        run("amend", "--drop", chosen["id"], "--reason", reason, "--run", "run", "--config", "recipe.json")
        card = open(os.path.join(folder, "run/export/README.md"), encoding="utf-8", newline="").read()

    _, front, body = card.split("---\n", 2)
    data = yaml.safe_load(front)
    assert data["tags"] == ["reasoning", "curate"] + tags, "tags"
    assert "source_datasets" not in data and data["license"] == license and data["language"] == languages
    assert not any(ord(c) in HIDDEN and c != "\n" for c in card), "the card hides something"

    left = [label for label in labels if label != chosen["domain"]]
    expected = [shown(name).strip() for name in left + [source, *paths, reason]]
    pages = {
        "cmark-gfm": cmarkgfm.github_flavored_markdown_to_html(body, options=cmarkgfm.cmark.Options.CMARK_OPT_UNSAFE),
        "markdown-it": MarkdownIt("gfm-like", {"html": True, "linkify": True, "typographer": False}).render(body),
    }
    for parser, page in pages.items():
        found = Body(page)
        assert set(found.tags) <= OWN, f"{parser}: {set(found.tags) - OWN}"
        assert found.tags["details"] == 2 and found.tags["table"] == 6 and found.tags["h1"] == 1, (parser, found.tags)
        cells = {cell.strip() for cell in found.cells}
        for name in expected:
            assert name in cells, f"{parser}: {name!r} is not shown as it is"
        sentences = [cell for cell in found.cells if len(cell) > 60]
        for name in (shown(benchmark).strip(), shown(solver).strip()):
            assert any(name in sentence for sentence in sentences), f"{parser}: {name!r} is not in its sentence"
        # The recipe in its block is the recipe.
        blocks = re.findall(r"<pre[^>]*><code[^>]*json[^>]*>(.*?)</code>", page, re.S) or re.findall(
            r'<pre lang="json"><code>(.*?)</code>', page, re.S
        )
        texts = []
        for text in blocks:
            for entity, character in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
                text = text.replace(entity, character)
            texts.append(json.loads(text))
        example, written = texts
        assert example["source"] == source[:200] + "…" * (len(source) > 200), parser
        assert written["export"]["tags"] == tags, parser
    return len(expected) + len(tags)


print(f"{sum(check(seed) for seed in range(4))} hostile names and labels in dataset cards are shown as what they are")
