import Bytes
import Files
import Shapes

/// The elements of one list of a JSON document, or objects that follow one another.
struct JSONListFormat: InputFormat {
    private static let recordKey = SettingKey<String?>.text(
        "record", .fieldPath, "the names that lead to the list of rows")

    static let definition = FormatDefinition(
        "json", "the elements of a list in a JSON document, or objects one after another, over several lines or not",
        options: ObjectShape(keys: [recordKey.key]),
        signs: FormatSigns(
            endings: ["json"],
            likeness: { head in
                let first = FormatSigns.textStart(of: head).first
                return first == UInt8(ascii: "[") || first == UInt8(ascii: "{") ? .possible : .none
            }, options: possibleOptions)
    ) {
        JSONListFormat(record: $0[recordKey]?.split(separator: ".").map(String.init) ?? [])
    }

    /// The names that lead to the list; empty if the document is the list.
    let record: [String]

    func reader(of file: InputFile, _ order: ReadingOrder) throws -> any FormatReader {
        if record.isEmpty, try beginsWithObject(ContentReader(file, order.codec)) {
            return BlockReader(file, JSONSequenceSplitter(), order) { JSONSequenceBatch(block: $0) }
        }
        return BlockReader(file, JSONListSplitter(path: record), order) { JSONListBatch(block: $0) }
    }

    /// The largest document in which the list of rows is looked for.
    private static let largest = 64 << 20

    /// Returns the place of the first list of objects in a document that is one object, which is where its rows are.
    @Sendable
    private static func possibleOptions(for file: FileStart) throws -> [JSONObject] {
        guard let names = file.document(atMost: largest)?.pathToRows() else { return [[:]] }
        return [[recordKey.key.name: .string(names.joined(separator: "."))], [:]]
    }

    /// Returns whether the first byte that is neither white space nor part of a byte order mark opens an object.
    private func beginsWithObject(_ content: ContentReader) throws -> Bool {
        let between: Set<UInt8> = [0x20, 0x09, 0x0A, 0x0D, 0, 0xEF, 0xBB, 0xBF, 0xFE, 0xFF]
        while true {
            let head = try content.bytes(atMost: 4096)
            if let first = head.first(where: { !between.contains($0) }) { return first == UInt8(ascii: "{") }
            if head.isEmpty { return false }
        }
    }

    func advice(forFields names: [String]) -> String? {
        record.isEmpty ? "; \"record\" names the place of a list within a document" : nil
    }
}

/// A batch of consecutive elements of the list, from one comma to another.
struct JSONListBatch: BlockBatch {
    static var unit: Origin.Unit { .row }

    let block: RowBlock

    func forEachRow(in row: Row, with workspace: JSONWorkspace, _ body: RowVisitor.Body) throws {
        try workspace.withIndex { index in
            try withRows(body) { try visitElements($0, row, &index, body) }
        }
    }

    private func visitElements(
        _ bytes: ByteView, _ row: Row, _ index: inout JSONIndex, _ body: RowVisitor.Body
    ) throws {
        var splitter = JSONListSplitter.insideList(at: block.position)
        var start = 0
        while let end = splitter.endOfElement(in: bytes, from: start) {
            var text = bytes[start..<end - 1]
            var offset = start
            start = end
            while let first = text.first, first.isASCIIWhiteSpace {
                text = text[1...]
                offset += 1
            }
            // The bracket of an empty list does not end an element, nor does one after a comma.
            if text.isEmpty, bytes[end - 1] == UInt8(ascii: "]") { return }
            let origin = Origin(unit: .row, number: splitter.boundary.rows, offset: block.place(of: offset))
            try row.visit(json: text, origin, of: block, &index, body)
        }
    }
}

extension JSON {
    /// Returns the names that lead from an object to the list of objects in it, or nil if there is none.
    ///
    /// A list of messages is a part of a row and no list of rows, so that a single object that has one is a row.
    fileprivate func pathToRows(depth: Int = 0) -> [String]? {
        guard let object, depth < 3 else { return nil }
        for member in object.members where !member.name.contains(".") && !member.name.isEmpty {
            if let list = member.value.list, let first = list.first?.object, !first.isMessage { return [member.name] }
            if let rest = member.value.pathToRows(depth: depth + 1) { return [member.name] + rest }
        }
        return nil
    }
}

extension JSONObject {
    /// Whether it is a turn of a conversation.
    fileprivate var isMessage: Bool {
        self["role"] != nil && self["content"] != nil || self["from"] != nil && self["value"] != nil
    }
}
