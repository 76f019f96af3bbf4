import Bytes

/// Makes fields of the records of XML files, one after the other.
package struct XMLFieldMaker: ~Copyable {
    /// A name or value of a field: where it stands, or among the bytes that were made for the row.
    private enum Part {
        case view(ByteView)
        case made(Range<Int>)
    }

    private var tree = XMLElementTree()
    private var parts: [(name: Part, kind: FieldValue.Kind, value: Part)] = []
    private var made = ByteWriter()

    /// A maker that has made nothing yet.
    package init() {}

    /// Makes fields of the attributes and children of the record that stands between two places of a tape.
    ///
    /// They are valid until the next ones are made, and no longer than the maker and the tape as it is.
    mutating func make(_ fields: inout [Field], of range: Range<Int>, on tape: borrowing XMLTape) {
        fields.removeAll(keepingCapacity: true)
        // Memory that a single huge record needed is let go of.
        parts.removeAll(keepingCapacity: parts.capacity <= 1 << 16)
        made.empty(keepingRoomFor: 1 << 24)
        tree.read(tape, range)
        if tree.elements.count == 0 { return }
        tree.forEachAttribute(of: 0) { attribute in
            let start = made.count
            made.append("@")
            attribute.name.append(to: &made)
            parts.append((.made(start..<made.count), .plain, .view(attribute.value)))
        }
        var child = tree.elements[0].firstNamed
        while child >= 0 {
            appendPart(ofAllNamedAs: child)
            child = tree.elements[child].nextNamed
        }
        if !tree.elements[0].hasChildren || tree.hasText(0) {
            parts.append((.view(ByteView("#text")), .plain, text(of: 0)))
        }
        for part in parts {
            fields.append(Field(name: view(part.name), value: FieldValue(part.kind, view(part.value))))
        }
    }

    /// Appends what children of one name become.
    private mutating func appendPart(ofAllNamedAs first: Int32) {
        let element = tree.elements[first]
        var start = made.count
        element.name.append(to: &made)
        let name = Part.made(start..<made.count)
        if element.nextAlike < 0, tree.isLeaf(first) { return parts.append((name, .plain, text(of: first))) }
        start = made.count
        tree.appendJSON(ofAllNamedAs: first, to: &made)
        parts.append((name, element.nextAlike < 0 ? .object : .list, .made(start..<made.count)))
    }

    /// An element's own text: where it stands, unless children part it.
    private mutating func text(of index: Int32) -> Part {
        let first = tree.elements[index].firstPiece
        if first < 0 { return .view(.empty) }
        if tree.pieces[first].next < 0 { return .view(tree.pieces[first].text) }
        let start = made.count
        tree.forEachPiece(of: index) { made.append($0) }
        return .made(start..<made.count)
    }

    private func view(_ part: Part) -> ByteView {
        switch part {
        case .view(let view): view
        case .made(let range): made.bytes[range]
        }
    }
}

extension XMLElementTree {
    /// Appends what children of one name become: a list, where there is more than one.
    fileprivate func appendJSON(ofAllNamedAs first: Int32, to bytes: inout ByteWriter) {
        guard elements[first].nextAlike >= 0 else { return appendJSON(of: first, to: &bytes) }
        var (child, mark) = (first, UInt8(ascii: "["))
        while child >= 0 {
            bytes.append(mark)
            appendJSON(of: child, to: &bytes)
            (child, mark) = (elements[child].nextAlike, UInt8(ascii: ","))
        }
        bytes.append(UInt8(ascii: "]"))
    }

    private func appendJSON(of index: Int32, to bytes: inout ByteWriter) {
        if isLeaf(index) { return appendQuotedText(of: index, to: &bytes) }
        // A name has no character that JSON would escape.
        var mark = UInt8(ascii: "{")
        forEachAttribute(of: index) { attribute in
            bytes.append(mark)
            bytes.append("\"@")
            attribute.name.append(to: &bytes)
            bytes.append("\":")
            bytes.append(quoted: attribute.value)
            mark = UInt8(ascii: ",")
        }
        forEachName(of: index) { first in
            bytes.append(mark)
            bytes.append(UInt8(ascii: "\""))
            elements[first].name.append(to: &bytes)
            bytes.append("\":")
            appendJSON(ofAllNamedAs: first, to: &bytes)
            mark = UInt8(ascii: ",")
        }
        if !elements[index].hasChildren || hasText(index) {
            bytes.append(mark)
            bytes.append("\"#text\":")
            appendQuotedText(of: index, to: &bytes)
        }
        bytes.append(UInt8(ascii: "}"))
    }

    private func appendQuotedText(of index: Int32, to bytes: inout ByteWriter) {
        bytes.append(UInt8(ascii: "\""))
        forEachPiece(of: index) { bytes.append(escaped: $0) }
        bytes.append(UInt8(ascii: "\""))
    }
}
