import Bytes
import CLibXML2
import CSQLite
import Curation
import Files
import Synthesis

/// The building blocks of reading: hashes, the JSON index, words.
enum ReadingBenchmarks: BenchmarkGroup {
    static let name = "blocks"

    static func run(_ bench: Bench) throws {
        let lines = try sampleLines(bench)
        try bench.measure(
            "bytes",
            [
                subject("floor: each line's end found", lines) { eachLine(of: $0) { $0.count } },
                subject("JSON index of every line", lines) { try index($0) },
                subject("lower-cased and cut into words, line by line", lines) { view in
                    var words = Words()
                    return eachLine(of: view) { line in
                        words.read(line)
                        return words.count
                    }
                },
                subject("XXH64", lines) { Int(truncatingIfNeeded: XXH64.hash($0)) },
                subject("SHA-256", lines) { view in
                    Int(truncatingIfNeeded: SHA256.digest(view).0)
                },
                subject("a trace decoded and written again, line by line", lines) { view in
                    var (index, text, written) = (JSONIndex(), [UInt8](), [UInt8]())
                    return try eachLine(of: view) { line in
                        try index.index(line)
                        text.removeAll(keepingCapacity: true)
                        written.removeAll(keepingCapacity: true)
                        if let trace = index.value(named: ByteView("thinking_trajectories")) {
                            text.append(unescaping: trace.bytes)
                            text.withByteView { written.append(quoted: $0) }
                        }
                        return written.count
                    }
                },
            ])
    }

    private static func subject(
        _ name: String, _ bytes: [UInt8], _ body: @escaping (ByteView) throws -> Int
    ) -> Bench.Subject {
        Bench.Subject(name: name, bytes: bytes.count) {
            let result = try bytes.withByteView(body)
            // The result is looked at, so that no work can be left out.
            if result == .min { tell("\(result)") }
            return 0
        }
    }

    /// The first 64 MB of a pool with full traces.
    private static func sampleLines(_ bench: Bench) throws -> [UInt8] {
        let file = try InputFile(try bench.publishedPool().path)
        var bytes = try file.bytes(at: 0, count: min(file.size, 64 << 20))
        if let end = bytes.lastIndex(of: 0x0A) { bytes.removeSubrange((end + 1)...) }
        return bytes
    }

    private static func index(_ view: ByteView) throws -> Int {
        var index = JSONIndex()
        return try eachLine(of: view) { line in
            try index.index(line)
            return index.fields.count
        }
    }

    private static func eachLine(of view: ByteView, _ body: (ByteView) throws -> Int) rethrows -> Int {
        var (start, sum) = (0, 0)
        while start < view.count {
            let end = view.firstIndex(of: 0x0A, from: start) ?? view.count
            sum += try body(view[start..<end])
            start = end + 1
        }
        return sum
    }

}

/// The XML reader against a bare loop over the same file.
enum XMLBenchmarks: BenchmarkGroup {
    static let name = "xml"

    static func run(_ bench: Bench) throws {
        let path = "\(bench.folder)/posts.xml"
        if !Folder.hasFile(path) { try writePosts(path) }
        let record = try XMLRecordPath("/posts/row")
        let size = Folder.stamp(of: path)?.size ?? 0
        try bench.measure(
            "XML",
            [
                Bench.Subject(name: "floor: libxml2's SAX2, nothing done with what it says", bytes: size) {
                    try BareLoops.parseXML(path)
                    return 0
                },
                Bench.Subject(name: "rows of /posts/row", bytes: size) {
                    let pool = BufferPool()
                    let reader = try XMLRecordReader(try InputFile(path), record, pool: pool, longestRow: 1 << 26)
                    while let batch = try reader.next() { pool.give(batch.release()) }
                    return 0
                },
            ])
    }

    /// Posts as a forum's dump has them: attributes full of escaped HTML.
    private static func writePosts(_ path: String) throws {
        let file = try OutputFile(path, digest: .xxh64)
        try file.write(Array("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<posts>\n".utf8))
        let body = String(repeating: "&lt;p&gt;How many primes lie below $n$? &amp;amp; why&lt;/p&gt;&#xA;", count: 12)
        for k in 0..<100_000 {
            try file.write(
                Array("  <row Id=\"\(k)\" PostTypeId=\"1\" Title=\"Primes below \(k)\" Body=\"\(body)\" />\n".utf8))
        }
        try file.write(Array("</posts>\n".utf8))
        try file.commit()
    }
}

/// The SQLite cursor against a bare loop over the same file.
enum SQLiteBenchmarks: BenchmarkGroup {
    static let name = "sqlite"

    static func run(_ bench: Bench) throws {
        let path = "\(bench.folder)/cards.sqlite"
        if !Folder.hasFile(path) { try BareLoops.makeDatabase(path, rows: 200_000) }
        let query = "SELECT id, front, back, deck FROM cards ORDER BY id"
        let size = Folder.stamp(of: path)?.size ?? 0
        try bench.measure(
            "SQLite",
            [
                Bench.Subject(name: "floor: SQLite's own cursor, each text's bytes looked up", bytes: size) {
                    try BareLoops.readDatabase(path, query)
                    return 0
                },
                Bench.Subject(name: "rows of a query", bytes: size) {
                    let cursor = try SQLiteCursor(path, query: query, steps: .max)
                    var buffer: [UInt8] = []
                    var (row, goesOn) = (1, true)
                    while goesOn {
                        var batch = CellBatch(firstRow: row, buffer: buffer)
                        let names = batch.takeNames(cursor.columns)
                        while goesOn, batch.size < CellBatch.usualSize {
                            goesOn = try cursor.next(into: &batch, names: names)
                        }
                        row += batch.count
                        buffer = batch.release()
                    }
                    return 0
                },
            ])
    }
}
