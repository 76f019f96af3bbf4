import Bytes
import Files

@testable import Curation

/// SQLite files: opening them and reading a table.
struct SQLiteSubject: Subject {
    private let file = ScratchFile()

    func read(_ bytes: [UInt8]) {
        file.write(bytes)
        do {
            for query in ["SELECT * FROM cards", "SELECT * FROM sqlite_schema"] {
                for row in try rows(of: file, ["format": "sqlite", "query": .string(query)]) {
                    if case .fault(_, _, let reason) = row { demand(!reason.isEmpty, "a fault is told") }
                }
            }
        } catch {
            fatalError("\(error)")
        }
        demand(Folder.names(in: file.folder) == [file.name], "nothing is written beside the file")
    }
}
