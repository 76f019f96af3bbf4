import Bytes
import Files

/// The files of a pool that is being written, each of which is opened on the first write.
final class PoolFiles {
    private struct Open {
        let file: OutputFile
        var rows = 0
        var footer: StaticString = ""
    }

    private let folder: String
    private var files: [String: Open] = [:]
    private var tables: [String: SQLiteTableWriter] = [:]

    /// Creates files in an existing folder.
    init(in folder: String) {
        self.folder = folder
    }

    /// Appends bytes to a line-based file.
    func write(_ bytes: [UInt8], to path: String) throws {
        var open = try files[path] ?? Open(file: OutputFile(Folder.join(folder, path), digest: .xxh64))
        try open.file.write(bytes)
        open.rows += 1
        files[path] = open
    }

    /// Appends rows to a file whose format may have a header and a footer.
    func write(_ fields: FieldWriter, _ format: RowFormat, to path: String) throws {
        if case .sqlite = format { return try insert(fields, to: path) }
        guard fields.rows > 0 else { return }
        var open = try files[path] ?? begin(path, format, names: fields.names)
        if case .jsonList = format, open.rows > 0 { try open.file.write(ByteView(",\n")) }
        try open.file.write(fields.bytes)
        open.rows += fields.rows
        files[path] = open
    }

    private func begin(_ path: String, _ format: RowFormat, names: [String]) throws -> Open {
        var open = Open(file: try OutputFile(Folder.join(folder, path), digest: .xxh64))
        switch format {
        case .jsonl, .sqlite: break
        case .jsonList:
            try open.file.write(ByteView("[\n"))
            open.footer = "\n]\n"
        case .xml:
            try open.file.write(ByteView("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<crossword>\n"))
            open.footer = "</crossword>\n"
        case .csv: try open.file.write(Array((names.joined(separator: ",") + "\r\n").utf8))
        case .tsv: try open.file.write(Array((names.joined(separator: "\t") + "\n").utf8))
        }
        return open
    }

    private func insert(_ fields: FieldWriter, to path: String) throws {
        guard fields.rows > 0 else { return }
        let table =
            try tables[path] ?? SQLiteTableWriter(Folder.join(folder, path), table: "problems", columns: fields.names)
        tables[path] = table
        for row in 0..<fields.rows {
            let width = fields.names.count
            try table.insert(fields.cells[row * width..<(row + 1) * width].lazy.map(\.bytes))
        }
    }

    /// Completes all files and returns them.
    func commit() throws -> [FileRecord] {
        var whole: [FileRecord] = []
        for path in files.keys.sorted() {
            guard let open = files[path] else { continue }
            try open.file.write(ByteView(open.footer))
            let (size, digest) = try open.file.commit()
            whole.append(FileRecord(path: path, size: size, digest: digest))
        }
        for path in tables.keys.sorted() {
            try tables[path]?.commit()
            let file = try InputFile(Folder.join(folder, path))
            whole.append(FileRecord(path: path, size: file.size, digest: try file.digest(.xxh64)))
        }
        return whole
    }
}
