import Bytes
import Files

#if canImport(Darwin)
import Darwin
#else
import Glibc

@testable import Rows
@testable import Shapes
#endif

/// Something that reads bytes of unknown origin, and what must hold for whatever it is given.
///
/// A crash, a trap, a leak, a hang or too much memory is found by libFuzzer; `demand` finds the rest.
protocol Subject {
    init()
    func read(_ bytes: [UInt8])
}

/// All subjects by the names under which they are run.
let subjects: [(name: String, make: @Sendable () -> any Subject)] = [
    ("json", { JSONSubject() }), ("csv", { CSVSubject() }), ("recipe", { RecipeSubject() }),
    ("template", { TemplateSubject() }), ("html", { HTMLSubject() }), ("xml", { XMLSubject() }),
    ("sqlite", { SQLiteSubject() }), ("parquet", { ParquetSubject() }), ("pages", { PageSubject() }),
    ("gzip", { CodecSubject(.gzip) }), ("zstd", { CodecSubject(.zstd) }), ("snappy", { CodecSubject(.snappy) }),
    ("lz4", { CodecSubject(.lz4) }), ("hadoop", { CodecSubject(.lz4Hadoop) }),
]

/// Stops the fuzzer when something does not hold.
func demand(_ condition: Bool, _ what: String) {
    if !condition { fatalError("this does not hold: \(what)") }
}

/// One file in memory that is written anew for every input.
final class ScratchFile {
    /// Where files are made, if not in the folder that CURATE_FUZZ_SCRATCH names.
    @TaskLocal static var parent: String?

    let folder: String
    let name = "input"
    private let descriptor: Int32

    init() {
        guard let parent = Self.parent ?? getenv("CURATE_FUZZ_SCRATCH").map({ String(cString: $0) }) else {
            fatalError("CURATE_FUZZ_SCRATCH names no folder")
        }
        folder = parent
        descriptor = open(folder + "/" + name, O_RDWR | O_CREAT | O_TRUNC, 0o600)
        demand(descriptor >= 0, "\(folder) can be written")
    }

    var path: String { folder + "/" + name }

    func write(_ bytes: [UInt8]) {
        demand(ftruncate(descriptor, 0) == 0, "the file can be emptied")
        demand(pwrite(descriptor, bytes, bytes.count, 0) == bytes.count, "the file can be written")
    }
}

/// A row as a reader gave it, in a form that outlives it.
enum ReadRow: Equatable {
    case row(number: Int, offset: Int?, json: [UInt8])
    case fault(number: Int, offset: Int?, reason: String)
}

/// All rows of a file, read as an input of a recipe is read.
func rows(of file: ScratchFile, _ settings: JSON) throws -> [ReadRow] {
    var settings = settings.object ?? JSONObject()
    settings["name"] = "s"
    settings["path"] = .string(file.name)
    settings["where"] = []
    let limits = LimitsRecipe(
        CheckedObject(["rejected": 0, "row_bytes": 65_536, "sqlite_steps": 200_000]))
    let input = InputRecipe(CheckedObject(.object(settings)))
    let reader = try InputReader(file.name, of: input, in: file.folder, limits: limits, buffers: BufferPool())
    let visitor = RowVisitor(tables: [:], longestText: limits.rowBytes)
    var rows: [ReadRow] = []
    while let batch = try reader.next() {
        try visitor.visit(batch) { rows.append(ReadRow($0, $1)) }
    }
    _ = try reader.readFile()
    return rows
}

extension ReadRow {
    init(_ origin: Origin, _ result: Result<Row, RowFault>) {
        switch result {
        case .failure(let fault): self = .fault(number: origin.number, offset: origin.offset, reason: fault.reason)
        case .success(let row):
            var text: [UInt8] = []
            text.append(UInt8(ascii: "["))
            for field in row.fields {
                text.append(quoted: field.name)
                text.append(UInt8(ascii: ":"))
                text.append(json: field.value)
            }
            text.append(json: row.root)
            demand(text.withByteView { UTF8Check.firstFault($0) } == nil, "a row is UTF-8")
            self = .row(number: origin.number, offset: origin.offset, json: text)
        }
    }

}

extension RowVisitor {
    /// Visits without the excerpt.
    func visit(_ batch: any RowBatch, _ body: (Origin, Result<Row, RowFault>) throws -> Void) throws {
        try visit(batch) { origin, result, excerpt in
            demand(excerpt.count >= 0, "an excerpt can be looked at")
            try body(origin, result)
        }
    }
}
