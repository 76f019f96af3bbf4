import Bytes
import Files
import Grading

/// Grades the rows of a JSON Lines file, on several threads.
package struct RowGrader: Sendable {
    /// The names of the fields of a row.
    package struct Fields: Sendable {
        /// The field with the reference.
        package let reference: String
        /// The field with the response.
        package let response: String
        /// The field that says whether the response is right; nil if labels are not read.
        package let label: String?

        /// Creates the names of fields.
        package init(reference: String, response: String, label: String? = nil) {
            self.reference = reference
            self.response = response
            self.label = label
        }
    }

    private let grader: Grader
    private let fields: Fields

    /// The longest row that is read, in bytes.
    package static let longestRow = 1 << 28

    /// Creates a grader of rows.
    package init(_ grader: Grader, fields: Fields) {
        self.grader = grader
        self.fields = fields
    }

    /// Some whole lines and the number of the first.
    private struct Lines: Sendable {
        let bytes: [UInt8]
        let range: Range<Int>
        let first: Int
    }

    /// Reads a file and passes on the grades of its rows, in their order.
    ///
    /// Throws `FileError` for a row that is no JSON object, that lacks a field, or whose label is no truth value.
    package func read(_ path: String, threads: Int, consume: ([GradedRow]) throws -> Void) throws {
        let buffers = BufferPool()
        let reader = RowBlockReader(
            try InputFile(path), LineSplitter(), buffers: buffers, longestRow: RowGrader.longestRow)
        try run(path, threads, consume) {
            guard let block = try reader.next() else { return nil }
            if let fault = block.fault {
                throw FileError(.notThisFormat, "read", path, cause: "line \(block.position.lines + 1): \(fault)")
            }
            return Lines(bytes: block.buffer, range: block.range, first: block.position.lines + 1)
        } giveBack: {
            buffers.give($0)
        }
    }

    /// Does the same for a text in memory, called `name` in errors.
    package func read(
        _ text: [UInt8], named name: String, threads: Int, consume: ([GradedRow]) throws -> Void
    ) throws {
        var (start, line) = (0, 1)
        try run(name, threads, consume) {
            guard start < text.count else { return nil }
            let end = text.withByteView { $0.firstIndex(of: 0x0A, from: min(start + 1 << 18, text.count)) }
            let lines = Lines(bytes: text, range: start..<(end.map { $0 + 1 } ?? text.count), first: line)
            line += text.withByteView { $0[lines.range].count(of: 0x0A) }
            start = lines.range.upperBound
            return lines
        } giveBack: { _ in
        }
    }

    private func run(
        _ name: String, _ threads: Int, _ consume: ([GradedRow]) throws -> Void, next: @escaping () throws -> Lines?,
        giveBack: @escaping ([UInt8]) -> Void
    ) throws {
        try Pipeline<Lines, [GradedRow]>(threads: threads).run(
            producers: [next],
            makeWorker: {
                let worker = RowGradingWorker(grader, fields, file: name)
                return { lines in
                    defer { giveBack(lines.bytes) }
                    return try lines.bytes.withByteView { try worker.grade($0[lines.range], first: lines.first) }
                }
            },
            consume: consume)
    }
}

/// Grades rows on one thread.
private final class RowGradingWorker {
    private let grader: Grader
    private let fields: RowGrader.Fields
    private let file: String
    private let arena = Arena()
    private var index = JSONIndex(takesNonFinite: true)

    init(_ grader: Grader, _ fields: RowGrader.Fields, file: String) {
        self.grader = grader
        self.fields = fields
        self.file = file
    }

    func grade(_ lines: ByteView, first: Int) throws(FileError) -> [GradedRow] {
        var rows: [GradedRow] = []
        var (start, line) = (0, first)
        while start < lines.count {
            let end = lines.firstIndex(of: 0x0A, from: start) ?? lines.count
            let row = lines[start..<end]
            if !row.trimmed.isEmpty {
                arena.reset()
                rows.append(try grade(row, line))
            }
            (start, line) = (end + 1, line + 1)
        }
        return rows
    }

    private func grade(_ row: ByteView, _ line: Int) throws(FileError) -> GradedRow {
        do throws(JSONError) {
            try index.index(row)
        } catch {
            throw fault(line, "byte \(error.offset): \(error.reason)")
        }
        guard index.root.kind == .object else { throw fault(line, "the row is not an object") }
        let reference = try text(fields.reference, line)
        let response = try text(fields.response, line)
        var label: Bool?
        if let name = fields.label { label = try truth(name, line) }
        return GradedRow(
            line: line, grade: grader.grade(response: response, reference: reference), label: label)
    }

    private func value(_ name: String, _ line: Int) throws(FileError) -> FieldValue {
        guard let value = name.withByteView({ index.value(named: $0) }) else {
            throw fault(line, "the row has no field \"\(name)\"")
        }
        return value
    }

    // The text of a field; null has none, and a number is as it is written.
    private func text(_ name: String, _ line: Int) throws(FileError) -> [UInt8] {
        let value = try value(name, line)
        return value.kind == .null ? [] : arena.text(of: value).array
    }

    private func truth(_ name: String, _ line: Int) throws(FileError) -> Bool? {
        let value = try value(name, line)
        if value.kind == .null { return nil }
        switch arena.text(of: value).text.lowercased() {
        case "true", "1", "1.0": return true
        case "false", "0", "0.0": return false
        default: throw fault(line, "the field \"\(name)\" is neither true, false, 1, 0 nor null")
        }
    }

    private func fault(_ line: Int, _ cause: String) -> FileError {
        FileError(.notThisFormat, "read", file, cause: "line \(line): \(cause)")
    }
}
