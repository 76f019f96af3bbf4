"""Makes an SQLite database of hard values, and says what Python reads of it.

    sqlite_witness.py ENCODING SEED DATABASE > ROWS

ENCODING is UTF-8, UTF-16le or UTF-16be. ROWS gets a JSON document a line, for each row of the table `t` in the order of
its keys: a list of a pair for each column, the type and the value, or the text "invalid UTF-8" or "invalid UTF-16". A
text's bytes are decoded here, by Python, which takes no surrogate without its partner; where they are well-formed they
must be what SQLite makes of them, too.
"""

import json
import random
import sqlite3
import struct
import sys

ROWS = 1000
REALS = [
    0.0, -0.0, 1.0, -1.0, 1.5, 0.1, 1e15, 1e16, 1e17, 123456789012345680.0, 1e21, 1e22, 1e300, 1e-4, 1e-5, 5e-324,
    2.0**53, 2.0**53 + 2, 2.0**63, -(2.0**63), 1.7976931348623157e308, float("inf"), float("-inf"), float("nan"),
]
INTEGERS = [0, 1, -1, 127, 128, 2**31, 2**53 + 1, 2**63 - 1, -(2**63)]
RANGES = [(0x20, 0x7F), (0x00, 0x20), (0x80, 0x800), (0x800, 0xD800), (0xE000, 0x10000), (0x10000, 0x110000)]
LENGTHS = [0, 1, 1, 2, 3, 5, 7, 15, 16, 17, 40] * 20 + [1023, 1024, 1025, 5000]


def text(draw):
    first, end = draw.choice(RANGES)
    others = draw.choice(RANGES)
    length = draw.choice(LENGTHS)
    return "".join(
        chr(draw.randrange(*(others if draw.random() < 0.1 else (first, end)))) for _ in range(length)
    )


def broken(draw, codec):
    """The bytes of a text with a fault in it, in the database's encoding."""
    whole = text(draw)[:50]
    place = draw.randrange(len(whole) + 1)
    before, after = whole[:place].encode(codec), whole[place:].encode(codec)
    if codec == "utf-8":
        fault = draw.choice([b"\xff", b"\xc3", b"\xe2\x82", b"\xed\xa0\x80", b"\xc0\x80", b"\xf4\x90\x80\x80"])
    else:
        units = draw.choice([[0xD800], [0xDC00], [0xDBFF], [0xDFFF], [0xDC00, 0xD800], [0xD83D, 0xD83D]])
        fault = struct.pack(("<" if codec == "utf-16-le" else ">") + "%dH" % len(units), *units)
    return before + fault + after


def value(draw, codec):
    """A value, and whether it is the bytes of a text."""
    kind = draw.randrange(12)
    if kind < 5:
        return text(draw), False
    if kind < 6:
        return draw.choice(INTEGERS), False
    if kind < 8:
        return draw.choice(REALS) if draw.random() < 0.7 else draw.uniform(-1, 1) * 10.0 ** draw.randrange(-20, 20), False
    if kind < 9:
        return None, False
    if kind < 10:
        return text(draw).encode(), False
    if kind < 11:
        return (draw.randbytes(draw.randrange(20)) if draw.random() < 0.3 else b""), False
    return (broken(draw, codec), True) if draw.random() < 0.3 else (text(draw).encode(codec), True)


def described(kind, value, raw, codec):
    """The pair of a value, or None for a text that is not well-formed; `value` is of type bytes for a text, too."""
    if kind == "text":
        try:
            decoded = raw.decode(codec)
        except UnicodeDecodeError:
            return None
        assert value == decoded.encode(), "SQLite and Python read %r alike" % raw
        return ["text", decoded]
    if kind == "real":
        return ["real", repr(value), struct.pack(">d", value).hex()]
    return [kind, value.hex() if kind == "blob" else value if value is None else str(value)]


def main():
    encoding, seed, path = sys.argv[1:]
    codec = {"UTF-8": "utf-8", "UTF-16le": "utf-16-le", "UTF-16be": "utf-16-be"}[encoding]
    draw = random.Random(int(seed))
    connection = sqlite3.connect(path)
    connection.execute('PRAGMA encoding = "%s"' % encoding)
    # Columns of every affinity: some of them change what is put in.
    connection.execute('CREATE TABLE t (k INTEGER PRIMARY KEY, a, b TEXT, c REAL, d NUMERIC, "é😀" BLOB)')
    for _ in range(ROWS):
        row = [value(draw, codec) for _ in range(5)]
        # A literal's bytes are taken for the database's encoding, those of a parameter for UTF-8.
        places = ", ".join("CAST(x'%s' AS TEXT)" % value.hex() if is_text else "?" for value, is_text in row)
        connection.execute("INSERT INTO t VALUES (NULL, %s)" % places, [v for v, is_text in row if not is_text])
    connection.commit()
    connection.text_factory = bytes
    names = ["k", "a", "b", "c", "d", '"é😀"']
    columns = ", ".join("typeof({0}), {0}, CAST({0} AS BLOB)".format(name) for name in names)
    for row in connection.execute("SELECT %s FROM t ORDER BY k" % columns):
        pairs = [
            described(row[k].decode(), row[k + 1], row[k + 2], codec) for k in range(0, len(row), 3)
        ]
        if None in pairs:
            print(json.dumps("invalid UTF-8" if codec == "utf-8" else "invalid UTF-16"))
        else:
            print(json.dumps(pairs))


main()
