import Bytes
import Files

@testable import Messages

/// SQLite files: opening them and reading a table, by its name and by a query.
struct SQLiteSubject: Subject {
    private let file = ScratchFile()

    func read(_ bytes: [UInt8]) {
        file.write(bytes)
        let inputs: [JSON] = [
            ["format": "sqlite", "query": "SELECT * FROM cards"],
            ["format": "sqlite", "query": "SELECT * FROM sqlite_schema"], ["format": "sqlite", "table": "cards"],
        ]
        for input in inputs {
            do {
                for row in try rows(of: file, input) {
                    if case .fault(_, _, let reason) = row { demand(!reason.isEmpty, "a fault is told") }
                }
            } catch let error as CurationError {
                // What a view calls may show only when it is read, and is the recipe's matter.
                demand(error.status == 2, "\(error)")
            } catch {
                fatalError("\(error)")
            }
        }
        demand(Folder.names(in: file.folder) == [file.name], "nothing is written beside the file")
    }
}
