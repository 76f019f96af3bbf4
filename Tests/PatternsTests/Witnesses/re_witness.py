"""Makes patterns and texts, and says where Python's `re` finds the one in the other.

    re_witness.py SEED > CASES

CASES gets a JSON list a line: a pattern in the language of Patterns, a text, and the offsets of the first match in the
text's UTF-8, or null.
"""

import json
import random
import re
import sys

CASES = 3000
LETTERS = ["a", "b", "c", "_", "0", " ", "\n", "é", "ß", "中", "😀"]
SETS = ["[ab]", "[^a]", "[a-c0-9]", "[^é中]", "[é-中]", r"[\s_]", r"[^\w]", ".", r"\d", r"\w", r"\s", r"\D", r"\W", r"\S"]
PLACES = ["^", "$", r"\b", r"\B", r"\A", r"\Z"]


def pattern(draw, depth):
    """A pattern, as here and as in Python, and whether it may be found without taking a character."""
    kind = draw.randrange(10) if depth else draw.randrange(4)
    if kind < 3:
        letter = draw.choice(LETTERS)
        return letter, re.escape(letter), False
    if kind == 3:
        one = draw.choice(SETS)
        return one, one, False
    if kind == 4:
        place = draw.choice(PLACES)
        return place, r"\Z" if place == "$" else place, True
    if kind in (5, 6):
        parts = [pattern(draw, depth - 1) for _ in range(draw.randrange(1, 4))]
        return "".join(p[0] for p in parts), "".join(p[1] for p in parts), all(p[2] for p in parts)
    if kind == 7:
        parts = [pattern(draw, depth - 1) for _ in range(draw.randrange(2, 4))]
        return tuple("(" + "|".join(p[i] for p in parts) + ")" for i in (0, 1)) + (any(p[2] for p in parts),)
    inner = pattern(draw, depth - 1)
    # What is found without a character and repeated is found differently by every engine.
    if inner[2]:
        return inner
    count = draw.choice(["*", "+", "?", "{2}", "{1,}", "{1,3}", "{0,2}"])
    lazy = draw.choice(["", "", "?"])
    empty = count[0] in "*?" or count.startswith("{0")
    return "(?:" + inner[0] + ")" + count + lazy, "(?:" + inner[1] + ")" + count + lazy, empty


def main():
    draw = random.Random(int(sys.argv[1]))
    for _ in range(CASES):
        ours, theirs, _ = pattern(draw, 3)
        # Under re.ASCII the case of ASCII's letters alone is ignored; a range of others would show it.
        flags = draw.choice(["", "", "(?s)", "(?s)" if "é-" in ours else "(?i)"])
        text = "".join(draw.choice(LETTERS + ["A", "B"]) for _ in range(draw.randrange(0, 12)))
        if not text and r"\B" in ours:
            continue  # Python finds \B in the empty text from 3.14 on only.
        found = re.compile(flags + theirs, re.ASCII).search(text)
        span = found and [len(text[:place].encode()) for place in found.span()]
        print(json.dumps([flags + ours, text, span]))


main()
