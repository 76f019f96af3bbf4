"""Says what expat finds in XML documents: of each a line of JSON, a list with a text for each element <a>.

An element is written as its attributes, `@name=value`, and its own text, `#text=...`, with a bar between each, or the
document is null where expat does not take it for XML. The documents come as a line of hexadecimal digits each.

usage: expat_witness.py < DOCUMENTS > ANSWERS
"""
import json
import sys
from xml.parsers import expat


def records(document):
    found, stack = [], []
    parser = expat.ParserCreate()
    parser.ordered_attributes = True

    def start(name, attributes):
        stack.append((name, [f"@{k}={v}" for k, v in zip(attributes[::2], attributes[1::2])], []))

    def end(_):
        name, cells, texts = stack.pop()
        if name == "a":
            found.append("|".join(cells + ["#text=" + "".join(texts)]))

    def characters(text):
        if stack:
            stack[-1][2].append(text)

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = characters
    try:
        parser.Parse(document, True)
    except expat.ExpatError:
        return None
    return found


for line in sys.stdin:
    print(json.dumps(records(bytes.fromhex(line))))
