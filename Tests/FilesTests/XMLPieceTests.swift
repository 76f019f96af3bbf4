import Bytes
import Testing

@testable import Files

@Suite("XML in pieces")
struct XMLPieceTests {
    /// What becomes of a document, and how many of its pieces began where they seemed to and how many did not.
    private struct Reading {
        var rows: [String] = []
        var size = 0
        var digest: Digest?
        var right = 0
        var wrong = 0
    }

    private func read(
        _ document: [UInt8], _ path: String, pieceSize: Int = 1 << 20, threads: Int = 1, longestRow: Int = 1 << 20
    ) throws -> Reading {
        let folder = TemporaryFolder()
        let pool = BufferPool()
        let reader = try XMLRecordReader(
            InputFile(folder.write("d.xml", document)), XMLRecordPath(path), pool: pool, pieceSize: pieceSize,
            longestRow: longestRow)
        var reading = Reading()
        var order: XMLPieceOrder?
        try Pipeline<XMLPiece, (rows: [String], piece: XMLPiece)>(threads: threads).run(
            producers: [reader.next],
            makeWorker: {
                var maker = XMLFieldMaker()
                return { piece in
                    var rows: [String] = []
                    try piece.forEachRow(with: &maker) { number, offset, result in
                        let place = "\(number) @ \(offset.map { "\($0)" } ?? "?"): "
                        switch result {
                        case .success(let fields):
                            let cells = fields.map { "\($0.name.text)=\($0.value.bytes.text)" }
                            rows.append(place + cells.joined(separator: "|"))
                        case .failure(let fault): rows.append("\(place)! \(fault.reason)")
                        }
                    }
                    return (rows, piece)
                }
            },
            consume: { result in
                reading.rows += result.rows
                reading.size += result.piece.size
                order = result.piece.order
                pool.give(result.piece.buffer)
            })
        reading.digest = reader.digest
        (reading.right, reading.wrong) = (order?.right ?? 0, order?.wrong ?? 0)
        return reading
    }

    private func read(
        _ document: String, _ path: String, pieceSize: Int, threads: Int = 1
    ) throws -> Reading {
        try read(Array(document.utf8), path, pieceSize: pieceSize, threads: threads)
    }

    private static let declaration = "<?xml version='1.0'?>\n<r a='>'>\n"
    private static let records = (0..<40).map { "  <a n='\($0)'>text \($0)</a>\n" }.joined()

    /// Documents of forty records or so, and whether all of their pieces can be parsed by themselves, or none.
    private static let cases: [(name: String, document: String, path: String, all: Bool, none: Bool)] = [
        ("records below the root", declaration + records + "</r>", "/r/a", true, false),
        ("at any depth", declaration + records + "</r>", "//a", true, false),
        ("with conditions", declaration + records + "</r>", "/r/a[@n!='3' and . != 'text 30']", true, false),
        ("behind other elements", "<r><head>x</head><s k='1'>" + records + "</s></r>", "/r/s/a", true, false),
        (
            "with a prefix",
            "<r xmlns:x='u'>" + records.replacing("<a", with: "<x:a").replacing("</a", with: "</x:a")
                + "</r>", "/r/x:a", true, false
        ),
        ("behind a comment of their name", "<r><!-- <a> -->" + records + "</r>", "/r/a", false, true),
        ("of any name", declaration + records + "</r>", "/r/*", false, true),
        (
            "the root alone", "<a>" + records.replacing("<a", with: "<b").replacing("</a", with: "</b") + "</a>", "/a",
            false, true
        ),
        (
            "in UTF-8 by its word", "<?xml version='1.0' encoding='utf-8'?><r><a>é</a>" + records + "</r>", "/r/a",
            true, false
        ),
        (
            "in an encoding that is converted", "<?xml version='1.0' encoding='ISO-8859-1'?><r>" + records + "</r>",
            "/r/a", false, true
        ),
        (
            "with a document type", "<!DOCTYPE r [<!ENTITY e 'ee'>]><r><a>&e;</a>" + records + "</r>", "/r/a", false,
            true
        ),
        (
            "in elements that come and go", "<r>" + String(repeating: "<s>" + records + "</s>", count: 3) + "</r>",
            "/r/s/a", false, false
        ),
        (
            "in one another", "<r>" + String(repeating: "<a><a>x</a><b><a/></b></a>", count: 30) + "</r>", "/r/a",
            false,
            false
        ),
        (
            "with texts that look like them",
            "<r>"
                + String(repeating: "<a><![CDATA[<a>]]> <!-- <a > --><?p <a/> ?></a>\n", count: 30) + "</r>", "/r/a",
            false,
            false
        ),
        (
            "of which one is long",
            "<r>" + records + "<a>" + String(repeating: "long ", count: 200) + "</a>" + records
                + "</r>", "/r/a", false, false
        ),
    ]

    @Test("however a file is cut, and by however many threads, its rows are the same", arguments: cases.indices)
    func cuts(_ number: Int) throws {
        let (name, document, path, all, none) = Self.cases[number]
        let whole = try read(document, path, pieceSize: 1 << 20)
        #expect(!whole.rows.isEmpty, "\(name)")
        for size in [2, 30, 100, 333] {
            for threads in [1, 3] {
                let cut = try read(document, path, pieceSize: size, threads: threads)
                #expect(cut.rows == whole.rows, "\(name), \(size), \(threads)")
                #expect(cut.size == document.utf8.count)
                #expect(cut.digest == whole.digest)
                // The first piece begins where the file does.
                if size > 2 && all { #expect(cut.right >= 3 && cut.wrong == 0, "\(name), \(size)") }
                if none { #expect(cut.right == 1, "\(name), \(size)") }
            }
        }
    }

    @Test(
        "what is wrong is told at the same place and in the same words",
        arguments: [
            "<a>\n<b>\n</a>", "<a x='1' x='2'/>", "<a>&none;</a>", "<a>\u{1}</a>", "<a><![CDATA[never closed", "</r>",
            "</r><a>more</a>", "</r></r>", "text <", "<a>]]></a>", "<y:a>undeclared</y:a>", "<!-- -- -->", "<?xml?>",
            "<a k=v/>", "", "<a>\(String(repeating: "<d>", count: 300))", "<!DOCTYPE r>",
        ])
    func faults(_ fault: String) throws {
        let document = Self.declaration + Self.records + fault + "\n" + Self.records + "</r>\n"
        let whole = try read(document, "/r/a", pieceSize: 1 << 20)
        for (size, threads) in [(30, 1), (100, 3), (500, 2)] {
            let cut = try read(document, "/r/a", pieceSize: size, threads: threads)
            #expect(cut.rows.count == whole.rows.count)
            #expect(cut.rows.last == whole.rows.last)
            #expect(cut.rows.dropLast() == whole.rows.dropLast())
        }
        // The end of the file may be missing anywhere.
        for end in stride(from: 0, to: document.utf8.count, by: 199) {
            let part = Array(document.utf8.prefix(end))
            let whole = try read(part, "/r/a")
            let cut = try read(part, "/r/a", pieceSize: 64, threads: 2)
            #expect(cut.rows.last == whole.rows.last, "\(end)")
            #expect(cut.rows.dropLast() == whole.rows.dropLast())
        }
    }

    @Test("a tag with very many attributes is found behind every cut", arguments: [1, 3])
    func attributes(_ threads: Int) throws {
        let many = "<b " + (0..<10_001).map { "k\($0)=''" }.joined(separator: " ") + "/>"
        let document = Self.declaration + Self.records + many + Self.records + "</r>"
        let found = try read(document, "/r/a", pieceSize: 300, threads: threads)
        #expect(found.rows.count == 41)
        #expect(found.rows.last?.hasSuffix("! an element with more than 10000 attributes") == true)
        #expect(found.rows == (try read(document, "/r/a", pieceSize: 1 << 20).rows))
    }

    @Test("documents made at random, of what could be mistaken for something else", arguments: 0..<40)
    func random(_ seed: UInt64) throws {
        var state = seed
        func any(_ parts: [String]) -> String {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return parts[Int(state >> 33) % parts.count]
        }
        let record = ["<a k='<'/>", "<a k='&lt;a '>x</a>", "<a>\n<a >y</a></a>", "<a/>", "<ab/>", "<a\n>é</a>"]
        let text = [
            "<!-- <a> -->", "<![CDATA[ <a ]]>", "<?a <a ?>", " ", "\r\n", "]", "<s><a>in</a></s>", "<s>", "</s>",
        ]
        for _ in 0..<10 {
            var document = any(["", "<?xml version='1.0'?>\n", "<!-- <a/> -->", "<!DOCTYPE r>"]) + "<r>" + any(text)
            for _ in 0..<60 { document += any(any(["r", "r", "r", "t"]) == "r" ? Array(record.dropFirst()) : text) }
            document += any(["</r>", "</s></r>", "", record[0] + "</r>"])
            for path in ["/r/a", "//a", "/r/s/a"] {
                let whole = try read(document, path, pieceSize: 1 << 20)
                for (size, threads) in [(20, 1), (60, 2), (150, 3)] {
                    let isSame = try read(document, path, pieceSize: size, threads: threads).rows == whole.rows
                    #expect(isSame, "\(size), \(threads): \(document)")
                }
            }
        }
    }
}
