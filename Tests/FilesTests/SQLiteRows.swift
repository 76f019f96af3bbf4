import Bytes

@testable import Files

/// The rows of an SQLite file, all read.
struct SQLiteRows {
    /// A row's fields by their kinds and texts, or what is wrong with it.
    enum Row: Equatable {
        case fields([(name: String, kind: FieldValue.Kind, text: String)])
        case fault(String)

        static func == (a: Row, b: Row) -> Bool {
            switch (a, b) {
            case (.fields(let a), .fields(let b)): a.elementsEqual(b) { $0 == $1 }
            case (.fault(let a), .fault(let b)): a == b
            default: false
            }
        }
    }

    private(set) var rows: [Row] = []
    /// How many pages of the file have been read.
    let pagesRead: Int

    init(
        _ path: String, _ selection: SQLiteSelection, fields: UsedFields = .all, steps: Int = 1 << 40,
        longestRow: Int = .max
    ) throws {
        let cursor = try SQLiteCursor(path, selection, fields: fields, steps: steps, longestRow: longestRow)
        var batch = CellBatch(firstRow: 0, buffer: [])
        let names = batch.takeNames(cursor.columns)
        while try cursor.next(into: &batch, names: names) {}
        pagesRead = cursor.database.pagesRead
        batch.forEachRow { _, result in
            switch result {
            case .success(let fields):
                rows.append(.fields(fields.map { ($0.name.text, $0.value.kind, $0.value.bytes.text) }))
            case .failure(let fault): rows.append(.fault(fault.reason))
            }
        }
    }

    /// The rows with their numbers, a text each.
    var texts: [String] {
        rows.enumerated().map { number, row in
            switch row {
            case .fields(let fields):
                "\(number + 1) " + fields.map { "\($0.name)=\($0.kind):\($0.text)" }.joined(separator: " ")
            case .fault(let reason): "\(number + 1) \(reason)"
            }
        }
    }

    /// What the rows have in one column, or what is wrong with them.
    func column(_ name: String) -> [String] {
        rows.map { row in
            switch row {
            case .fields(let fields): fields.first { $0.name == name }?.text ?? "no such field"
            case .fault(let reason): reason
            }
        }
    }
}

extension UsedFields {
    init(_ names: String..., includesRest: Bool) {
        self.init(Set(names.map { Array($0.utf8) }), includesRest: includesRest)
    }
}
