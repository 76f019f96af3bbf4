import Bytes
import Files

/// Counts or encodes one field of every row of a JSON Lines file, on several threads.
///
/// A text is used unchanged; a list of texts is joined with line breaks, as in training files with traces; null has no
/// tokens. Other values are an error.
package struct FieldTokens {
    /// The tokenizer.
    package let tokenizer: Tokenizer
    /// The name of the field; names separated by dots lead into objects.
    package let field: String
    /// Whether to write the tokens instead of their number.
    package let wantsTokens: Bool
    /// Whether text that is spelled like a control token is encoded as that token.
    package let special: Bool

    /// Whether the tokens of a row are written as a JSON list.
    package let writesLists: Bool

    /// Creates a counter of one field's tokens.
    package init(_ tokenizer: Tokenizer, field: String, wantsTokens: Bool, special: Bool, writesLists: Bool = false) {
        self.writesLists = writesLists
        self.tokenizer = tokenizer
        self.field = field
        self.wantsTokens = wantsTokens
        self.special = special
    }

    /// Some whole lines and the number of the first.
    private struct Lines: Sendable {
        let bytes: [UInt8]
        let range: Range<Int>
        let first: Int
    }

    /// Reads a file and writes a line for each of its rows, in order: the count, or the tokens separated by commas.
    ///
    /// Throws `FileError` for a row that is not a JSON object, lacks the field, or has a value other than text in it.
    package func read(_ path: String, threads: Int, write: ([UInt8]) throws -> Void) throws {
        let buffers = BufferPool()
        let reader = RowBlockReader(
            try InputFile(path), LineSplitter(), buffers: buffers, longestRow: TokenEncoder.longestText)
        try run(path, threads, write) {
            guard let block = try reader.next() else { return nil }
            if let fault = block.fault {
                throw FileError(
                    .notThisFormat, "read", path, cause: "line \(block.position.lines + 1): \(fault)")
            }
            return Lines(bytes: block.buffer, range: block.range, first: block.position.lines + 1)
        } giveBack: {
            buffers.give($0)
        }
    }

    /// Does the same for a text in memory, called `name` in errors.
    package func read(_ text: [UInt8], named name: String, threads: Int, write: ([UInt8]) throws -> Void) throws {
        var (start, line) = (0, 1)
        try run(name, threads, write) {
            guard start < text.count else { return nil }
            let end = text.withByteView { $0.firstIndex(of: 0x0A, from: min(start + 1 << 20, text.count)) }
            let lines = Lines(bytes: text, range: start..<(end.map { $0 + 1 } ?? text.count), first: line)
            line += text.withByteView { $0[lines.range].count(of: 0x0A) }
            start = lines.range.upperBound
            return lines
        } giveBack: { _ in
        }
    }

    private func run(
        _ name: String, _ threads: Int, _ write: ([UInt8]) throws -> Void, next: @escaping () throws -> Lines?,
        giveBack: @escaping ([UInt8]) -> Void
    ) throws {
        try Pipeline<Lines, [UInt8]>(threads: threads).run(
            producers: [next],
            makeWorker: {
                let worker = FieldWorker(self, name)
                return { lines in
                    defer { giveBack(lines.bytes) }
                    return try lines.bytes.withByteView { try worker.read($0[lines.range], first: lines.first) }
                }
            },
            consume: write)
    }
}

/// Counts a field on one thread.
private final class FieldWorker {
    private let settings: FieldTokens
    private let file: String
    private let names: [[UInt8]]
    private let encoder: TokenEncoder
    private let arena = Arena()
    private var index = JSONIndex(takesNonFinite: true)
    private var inner = JSONIndex(takesNonFinite: true)
    private var joined: [UInt8] = []
    private var tokens: [UInt32] = []

    init(_ settings: FieldTokens, _ file: String) {
        self.settings = settings
        self.file = file
        encoder = TokenEncoder(settings.tokenizer)
        names = settings.field.split(separator: ".", omittingEmptySubsequences: false).map { Array($0.utf8) }
    }

    func read(_ lines: ByteView, first: Int) throws(FileError) -> [UInt8] {
        var output: [UInt8] = []
        var (start, line) = (0, first)
        while start < lines.count {
            let end = lines.firstIndex(of: 0x0A, from: start) ?? lines.count
            let row = lines[start..<end]
            if row.count > TokenEncoder.longestText {
                throw fault(line, "longer than \(TokenEncoder.longestText) bytes")
            }
            if !row.trimmed.isEmpty {
                arena.reset()
                append(try text(of: row, line), to: &output)
            }
            (start, line) = (end + 1, line + 1)
        }
        return output
    }

    private func append(_ text: ByteView, to output: inout [UInt8]) {
        if settings.wantsTokens {
            tokens.removeAll(keepingCapacity: true)
            encoder.encode(text, special: settings.special, into: &tokens)
            if settings.writesLists { output.append(UInt8(ascii: "[")) }
            output.append(tokens: tokens)
            if settings.writesLists { output.append(UInt8(ascii: "]")) }
        } else {
            output.append(decimal: encoder.count(text, special: settings.special))
        }
        output.append(0x0A)
    }

    /// Returns the text of the field.
    private func text(of row: ByteView, _ line: Int) throws(FileError) -> ByteView {
        let value = try value(of: row, line)
        switch value.kind {
        case .null: return .empty
        case .string, .plain: return arena.text(of: value)
        case .list:
            try? inner.index(value.bytes)
            guard inner.fields.allSatisfy({ $0.value.kind == .string }) else { break }
            joined.removeAll(keepingCapacity: true)
            for (number, element) in inner.fields.enumerated() {
                if number > 0 { joined.append(0x0A) }
                joined.append(text: element.value)
            }
            return joined.withByteView { arena.copy($0) }
        default: break
        }
        throw fault(line, "the field \"\(settings.field)\" is neither a text, a list of texts nor null")
    }

    private func value(of row: ByteView, _ line: Int) throws(FileError) -> FieldValue {
        do throws(JSONError) {
            try index.index(row)
        } catch {
            throw fault(line, "byte \(error.offset): \(error.reason)")
        }
        guard index.root.kind == .object else { throw fault(line, "the row is not an object") }
        if let value = settings.field.withByteView({ index.value(named: $0) }) { return value }
        guard var value = names[0].withByteView({ index.value(named: $0) }) else { throw lacksField(line) }
        for name in names.dropFirst() {
            try? inner.index(value.bytes)
            guard value.kind == .object, let member = name.withByteView({ inner.value(named: $0) }) else {
                throw lacksField(line)
            }
            value = member
        }
        return value
    }

    private func lacksField(_ line: Int) -> FileError { fault(line, "the row has no field \"\(settings.field)\"") }

    private func fault(_ line: Int, _ cause: String) -> FileError {
        FileError(.notThisFormat, "read", file, cause: "line \(line): \(cause)")
    }
}

extension Array where Element == UInt8 {
    /// Appends tokens in decimal digits, separated by commas.
    package mutating func append(tokens: [UInt32]) {
        for (place, token) in tokens.enumerated() {
            if place > 0 { append(UInt8(ascii: ",")) }
            append(decimal: Int(token))
        }
    }
}
