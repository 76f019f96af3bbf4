"""Turns HTML into plain text by the tree that html5lib makes of it, by the rules of HTMLText and with code of its own.

Texts come as a line of hexadecimal digits each, and go as a JSON string each.

usage: html_witness.py < TEXTS > ANSWERS
"""
import json
import re
import sys

import html5lib

LINES = {name: 2 for name in "p h1 h2 h3 h4 h5 h6 ul ol dl dir menu table blockquote form fieldset hr".split()}
LINES |= {
    name: 1
    for name in "address article aside caption center dd details dialog div dt figcaption figure footer header hgroup "
    "legend li main nav optgroup option search section summary tbody tfoot thead tr".split()
}


class Writer:
    def __init__(self):
        self.parts, self.breaks, self.is_space_due = [], 0, False

    def write(self, text):
        if self.parts and self.breaks:
            self.parts.append("\n" * min(2, self.breaks))
        elif self.parts and self.is_space_due and self.parts[-1][-1] not in " \n\t":
            self.parts.append(" ")
        self.breaks, self.is_space_due = 0, False
        self.parts.append(text)

    def characters(self, text):
        for part in re.split("([ \t\n\f\r]+)", text or ""):
            if part.strip(" \t\n\f\r"):
                self.write(part)
            elif part:
                self.is_space_due = True

    def walk(self, element):
        name = element.tag
        if not isinstance(name, str) or name in ("script", "style", "title"):
            return
        if name == "br":
            self.breaks += 1
        if name in ("td", "th") and not self.breaks and self.parts:
            self.write("\t")
        self.breaks = max(self.breaks, LINES.get(name, 0))
        if mark := {"li": "- ", "sup": "^", "sub": "_"}.get(name):
            self.write(mark)
        if name == "img":
            self.write(f"![Image]({element.get('src', '')})")
        self.characters(element.text)
        for child in element:
            self.walk(child)
            self.characters(child.tail)
        self.breaks = max(self.breaks, LINES.get(name, 0))


for line in sys.stdin:
    document = html5lib.parse(bytes.fromhex(line).decode(), namespaceHTMLElements=False)
    writer = Writer()
    writer.walk(document.find("body"))
    print(json.dumps("".join(writer.parts).rstrip(" \t\n\v\f\r")))
