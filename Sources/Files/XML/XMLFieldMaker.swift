import Bytes

/// Converts records of XML files to fields, one after the other.
package struct XMLFieldMaker: ~Copyable {
    /// The name or value of a field: a view of the tape, or a range of the bytes built for the row.
    enum Part {
        case view(ByteView)
        case made(Range<Int>)
    }

    private(set) var tree = XMLElementTree()
    var parts: [(name: Part, kind: FieldValue.Kind, value: Part)] = []
    var made = ByteWriter()
    /// The maximum number of bytes in a field.
    private(set) var longest = Int.max
    /// The elements whose contents are also made fields as markup, at the end of the others.
    package var wholeTexts: [XMLWholeText] = []

    /// Creates a maker.
    package init() {}

    /// Creates fields from the attributes and children of the record in a range of a tape.
    ///
    /// The fields are valid until the next call, and no longer than the maker and the unchanged tape. Returns false if
    /// one of them exceeds the maximum number of bytes.
    mutating func make(
        _ fields: inout [Field], of range: Range<Int>, on tape: borrowing XMLTape, atMost longest: Int
    ) -> Bool {
        fields.removeAll(keepingCapacity: true)
        self.longest = longest
        // Frees memory that a single huge record needed.
        parts.removeAll(keepingCapacity: parts.capacity <= 1 << 16)
        made.empty(keepingRoomFor: 1 << 24)
        tree.read(tape, range)
        if tree.elements.count == 0 { return true }
        tree.forEachAttribute(of: 0) { attribute in
            let start = made.count
            made.append("@")
            attribute.name.append(to: &made)
            parts.append((.made(start..<made.count), .plain, .view(attribute.value)))
        }
        var child = tree.elements[0].firstNamed
        while child >= 0 {
            guard appendPart(ofAllNamedAs: child) else { return false }
            child = tree.elements[child].nextNamed
        }
        if !tree.elements[0].hasChildren || tree.hasText(0) {
            parts.append((.view(ByteView("#text")), .plain, text(of: 0)))
        }
        if !wholeTexts.isEmpty, !appendWholeTexts(of: range, on: tape) { return false }
        for part in parts {
            fields.append(Field(name: view(part.name), value: FieldValue(part.kind, view(part.value))))
        }
        return true
    }

    /// Appends the field for all children of one name; returns false if it is too long.
    private mutating func appendPart(ofAllNamedAs first: Int32) -> Bool {
        let element = tree.elements[first]
        var start = made.count
        element.name.append(to: &made)
        let name = Part.made(start..<made.count)
        if element.nextAlike < 0, tree.isLeaf(first) {
            parts.append((name, .plain, text(of: first)))
            return true
        }
        start = made.count
        var room = Room(end: start + min(longest, .max - start))
        tree.appendJSON(ofAllNamedAs: first, to: &made, &room)
        parts.append((name, element.nextAlike < 0 ? .object : .list, .made(start..<made.count)))
        return !room.isExceeded && made.count <= room.end
    }

    /// Returns an element's own text: a view of the tape, unless children split it.
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

/// The limit on the bytes of a field, and whether it was exceeded.
private struct Room {
    let end: Int
    var isExceeded = false
}

extension XMLElementTree {
    /// Appends the JSON for all children of one name: a list if there is more than one.
    ///
    /// Stops when the limit is exceeded.
    fileprivate func appendJSON(ofAllNamedAs first: Int32, to bytes: inout ByteWriter, _ room: inout Room) {
        guard elements[first].nextAlike >= 0 else { return appendJSON(of: first, to: &bytes, &room) }
        var (child, mark) = (first, UInt8(ascii: "["))
        while child >= 0, !room.isExceeded, bytes.count <= room.end {
            bytes.append(mark)
            appendJSON(of: child, to: &bytes, &room)
            (child, mark) = (elements[child].nextAlike, UInt8(ascii: ","))
        }
        bytes.append(UInt8(ascii: "]"))
    }

    private func appendJSON(of index: Int32, to bytes: inout ByteWriter, _ room: inout Room) {
        if isLeaf(index) { return appendQuotedText(of: index, to: &bytes, &room) }
        // A name contains no character that JSON would escape.
        var mark = UInt8(ascii: "{")
        forEachAttribute(of: index) { attribute in
            bytes.append(mark)
            bytes.append("\"@")
            attribute.name.append(to: &bytes)
            bytes.append("\":\"")
            append(attribute.value, to: &bytes, &room)
            bytes.append(UInt8(ascii: "\""))
            mark = UInt8(ascii: ",")
        }
        forEachName(of: index) { first in
            bytes.append(mark)
            bytes.append(UInt8(ascii: "\""))
            elements[first].name.append(to: &bytes)
            bytes.append("\":")
            appendJSON(ofAllNamedAs: first, to: &bytes, &room)
            mark = UInt8(ascii: ",")
        }
        if !elements[index].hasChildren || hasText(index) {
            bytes.append(mark)
            bytes.append("\"#text\":")
            appendQuotedText(of: index, to: &bytes, &room)
        }
        bytes.append(UInt8(ascii: "}"))
    }

    private func appendQuotedText(of index: Int32, to bytes: inout ByteWriter, _ room: inout Room) {
        bytes.append(UInt8(ascii: "\""))
        forEachPiece(of: index) { append($0, to: &bytes, &room) }
        bytes.append(UInt8(ascii: "\""))
    }

    /// Appends text as the contents of a JSON string, if there is room for it.
    @inline(__always)
    private func append(_ text: ByteView, to bytes: inout ByteWriter, _ room: inout Room) {
        // The escaped length is computed only if it could matter, and before memory is allocated.
        let rest = room.end - bytes.count
        let fits = text.count <= rest / ByteView.mostEscaped || text.escapedCount <= rest
        if fits { bytes.append(escaped: text) } else { room.isExceeded = true }
    }
}
