import Bytes
import CLibXML2
import CSQLite
import Files
import Synthesis

/// Benchmarks of the building blocks of reading: hashes, the JSON index, words.
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
            // Uses the result, so that the work cannot be optimized away.
            if result == .min { tell("\(result)") }
            return 0
        }
    }

    /// Returns the first 64 MB of a pool with full traces.
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

/// Benchmarks of the XML reader against a bare loop over the same file.
enum XMLBenchmarks: BenchmarkGroup {
    static let name = "xml"

    static func run(_ bench: Bench) throws {
        try measure(bench, "/posts/row", "posts.xml", posts)
        try measure(bench, "/quiz/question", "quiz.xml", quiz)
    }

    private static func measure(
        _ bench: Bench, _ record: String, _ name: String, _ write: (OutputFile) throws -> Void
    ) throws {
        let path = "\(bench.folder)/\(name)"
        if !Folder.hasFile(path) {
            let file = try OutputFile(path, digest: .xxh64)
            try write(file)
            try file.commit()
        }
        let records = try XMLRecordPath(record)
        try bench.measure(
            name,
            [
                Bench.Subject(
                    name: "floor: libxml2's SAX2, nothing done with what it says",
                    bytes: Folder.stamp(of: path)?.size ?? 0
                ) {
                    try BareLoops.parseXML(path)
                    return 0
                },
                Bench.Subject(name: "rows of \(record) on 2 threads", bytes: Folder.stamp(of: path)?.size ?? 0) {
                    try readRows(path, records, threads: 2)
                    return 0
                },
                Bench.Subject(name: "the same on 1 thread", bytes: Folder.stamp(of: path)?.size ?? 0) {
                    try readRows(path, records, threads: 1)
                    return 0
                },
            ])
    }

    /// Makes rows as ingest does, and reads every field.
    private static func readRows(_ path: String, _ records: XMLRecordPath, threads: Int) throws {
        let buffers = BufferPool()
        let reader = XMLRecordReader(try InputFile(path), records, buffers: buffers, longestRow: 1 << 26)
        var bytes = 0
        try Pipeline<XMLPiece, Int>(threads: threads).run(
            producers: [reader.next],
            makeWorker: {
                var maker = XMLFieldMaker()
                return { piece in
                    defer { buffers.give(piece.buffer) }
                    var bytes = 0
                    try piece.forEachRow(with: &maker) { _, _, fields in
                        for field in (try? fields.get()) ?? [] { bytes += field.value.bytes.count }
                    }
                    return bytes
                }
            }, consume: { bytes += $0 })
        guard bytes > 0 else { throw BenchmarkFault(message: "\(path) has no rows") }
    }

    /// Writes posts in the format of a forum's dump: attributes full of escaped HTML.
    private static func posts(_ file: OutputFile) throws {
        try file.write(Array("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<posts>\n".utf8))
        let body = String(repeating: "&lt;p&gt;How many primes lie below $n$? &amp;amp; why&lt;/p&gt;&#xA;", count: 12)
        for k in 0..<100_000 {
            try file.write(
                Array("  <row Id=\"\(k)\" PostTypeId=\"1\" Title=\"Primes below \(k)\" Body=\"\(body)\" />\n".utf8))
        }
        try file.write(Array("</posts>\n".utf8))
    }

    /// Writes questions in the format of a course's export: nested elements, and texts in CDATA sections.
    private static func quiz(_ file: OutputFile) throws {
        try file.write(Array("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<quiz>\n".utf8))
        let text = String(repeating: "<p>Let n be a number. How many primes lie below it &amp; why?</p>", count: 8)
        for k in 0..<60_000 {
            let answers = (0..<4).map {
                "    <answer fraction=\"\($0 == k % 4 ? 100 : 0)\"><text>\(k + $0)</text></answer>\n"
            }
            let question = """
                  <question type="multichoice">
                    <name><text>Primes below \(k)</text></name>
                    <questiontext format="html"><text><![CDATA[\(text)]]></text></questiontext>
                    <defaultgrade>1.0</defaultgrade>
                \(answers.joined())  </question>

                """
            try file.write(Array(question.utf8))
        }
        try file.write(Array("</quiz>\n".utf8))
    }
}

/// Benchmarks of the SQLite cursor against a bare loop over the same file.
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
                    let cursor = try SQLiteCursor(path, .query(query), steps: .max)
                    var buffer: [UInt8] = []
                    var (row, goesOn) = (1, true)
                    while goesOn {
                        var batch = CellBatch(firstRow: row, buffer: buffer)
                        let names = batch.takeNames(cursor.columns)
                        while goesOn, !batch.isFull {
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
