import Bytes
import TestSupport
import Testing

@testable import Files

@Suite("XML in pieces")
struct XMLPieceTests {
    /// What becomes of a document, and how many of its pieces began where they seemed to and how many did not.
    struct Reading {
        var rows: [String] = []
        var size = 0
        var digest: Digest?
        var right = 0
        var wrong = 0
    }

    /// A file that is read again and again.
    final class Document {
        private let folder = TemporaryFolder()
        let path: String

        init(_ bytes: [UInt8]) { path = folder.write("d.xml", bytes) }
        convenience init(_ text: String) { self.init(Array(text.utf8)) }
    }

    func read(
        _ document: Document, _ path: String, pieceSize: Int = 1 << 20, threads: Int = 1
    ) throws -> Reading {
        let pool = BufferPool()
        let reader = try XMLRecordReader(
            InputFile(document.path), XMLRecordPath(path), buffers: pool, pieceSize: pieceSize, longestRow: 1 << 20)
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
                        case .failure(let fault):
                            rows.append("\(place)\(fault.isRest ? "…" : "")! \(fault.reason)")
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

    private static let declaration = "<?xml version='1.0'?>\n<r a='>'>\n"
    private static let records = (0..<40).map { "  <a n='\($0)'>text \($0)</a>\n" }.joined()

    private static func records(named name: String) -> String {
        records.replacing("<a", with: "<\(name)").replacing("</a", with: "</\(name)")
    }

    /// Which pieces of a document can be parsed by themselves.
    private enum Alone { case all, some, none }

    /// Documents of forty records or so.
    private static let cases: [(name: String, document: String, path: String, alone: Alone)] = [
        ("records below the root", declaration + records + "</r>", "/r/a", .all),
        ("at any depth", declaration + records + "</r>", "//a", .all),
        ("with conditions", declaration + records + "</r>", "/r/a[@n!='3' and . != 'text 30']", .all),
        ("behind other elements", "<r><head>x</head><s k='1'>" + records + "</s></r>", "/r/s/a", .all),
        ("with a prefix", "<r xmlns:x='u'>" + records(named: "x:a") + "</r>", "/r/x:a", .all),
        ("in UTF-8 by its word", "<?xml version='1.0' encoding='utf-8'?><r><a>é</a>" + records + "</r>", "/r/a", .all),
        (
            "in elements that come and go",
            declaration + String(repeating: "<s>" + records + "</s>", count: 3) + "</r>", "/r/s/a", .some
        ),
        (
            "in one another", declaration + String(repeating: "<a><a>x</a><b><a/></b></a>", count: 30) + "</r>", "/r/a",
            .some
        ),
        (
            "with texts that look like them",
            declaration + String(repeating: "<a><![CDATA[<a>]]> <!-- <a > --><?p <a/> ?></a>\n", count: 30) + "</r>",
            "/r/a", .some
        ),
        (
            "of which one is long",
            declaration + records + "<a>" + String(repeating: "long ", count: 200) + "</a>" + records + "</r>", "/r/a",
            .some
        ),
        ("behind a comment of their name", "<r><!-- <a> -->" + records + "</r>", "/r/a", .none),
        ("of any name", declaration + records + "</r>", "/r/*", .none),
        ("the root alone", "<a>" + records(named: "b") + "</a>", "/a", .none),
        (
            "in an encoding that is converted", "<?xml version='1.0' encoding='ISO-8859-1'?><r>" + records + "</r>",
            "/r/a", .none
        ),
        ("with a document type", "<!DOCTYPE r [<!ENTITY e 'ee'>]><r><a>&e;</a>" + records + "</r>", "/r/a", .none),
    ]

    @Test("however a file is cut, and by however many threads, its rows are the same", arguments: cases.indices)
    func cuts(_ number: Int) throws {
        let (name, text, path, alone) = Self.cases[number]
        let document = Document(text)
        let whole = try read(document, path)
        #expect(!whole.rows.isEmpty, "\(name)")
        for size in [2, 30, 100, 333] {
            for threads in [1, 3] {
                let cut = try read(document, path, pieceSize: size, threads: threads)
                #expect(cut.rows == whole.rows, "\(name), \(size), \(threads)")
                #expect(cut.size == text.utf8.count)
                #expect(cut.digest == whole.digest)
                if size < 30 { continue }
                // The first piece begins where the file does.
                switch alone {
                case .all: #expect(cut.right >= 3 && cut.wrong == 0, "\(name), \(size)")
                case .some: #expect(cut.right > 1 || size > 30, "\(name), \(size)")
                case .none: #expect(cut.right == 1, "\(name), \(size)")
                }
            }
        }
    }

    @Test("where a file is cut, white space is what XML takes for it")
    func whiteSpace() throws {
        for (space, isRight) in [(" \t\r\n", true), ("\u{C}", false), ("\u{B}", false), ("\u{85}", true), ("]", true)] {
            let document = Document(Self.declaration + "<a>1</a>" + space + "<a>2</a>" + space + "<a>3</a></r>")
            let whole = try read(document, "/r/a").rows
            // What is wrong between records costs none of them.
            #expect(whole.filter { $0.contains("#text=") }.count == 3)
            #expect(whole.contains { $0.contains("! not well-formed XML") } != isRight)
            for size in 2..<40 {
                #expect(try read(document, "/r/a", pieceSize: size).rows == whole, "\(size)")
            }
        }
    }

    @Test("the end of a CDATA section that is none is found, wherever a file is cut")
    func brackets() throws {
        let text = String(repeating: "x", count: 400)
        for end in ["]]>", "]]]>", "]] >"] {
            let document = Document(Self.declaration + "<a>\(text)\(end)tail</a>\(Self.records)</r>")
            let whole = try read(document, "/r/*").rows
            #expect(whole.count == (end == "]] >" ? 41 : 1))
            // Where records have a name, those behind the broken one are found.
            let named = try read(document, "/r/a").rows
            #expect(named.count == 41 && named[0].contains("! ") == (end != "]] >"))
            for size in 425..<450 {
                #expect(try read(document, "/r/*", pieceSize: size).rows == whole, "\(size)")
                #expect(try read(document, "/r/a", pieceSize: size, threads: 2).rows == named, "\(size)")
            }
        }
    }

    @Test("characters of UTF-16 are not cut in two", arguments: [true, false])
    func wide(_ isLittle: Bool) throws {
        var bytes: [UInt8] = isLittle ? [0xFF, 0xFE] : [0xFE, 0xFF]
        for unit in ("<r>" + Self.records + "<a>\u{5D00}]]\u{5D5D}</a></r>").utf16 {
            withUnsafeBytes(of: isLittle ? unit.littleEndian : unit.bigEndian) { bytes.append(contentsOf: $0) }
        }
        let document = Document(bytes)
        let whole = try read(document, "/r/a")
        #expect(whole.rows.count == 41)
        for size in [2, 33, 101, 333] {
            #expect(try read(document, "/r/a", pieceSize: size, threads: 2).rows == whole.rows)
        }
    }

    @Test("more names than a parser keeps are told, and nothing is lost in silence")
    func manyNames() throws {
        let name = String(repeating: "n", count: 40_000)
        let records = (0..<700).map { "<a><\(name)\($0)/></a>" }.joined()
        let document = Document(Self.declaration + records + "</r>")
        let rows = try read(document, "/r/*").rows
        #expect(rows.count < 700)
        #expect(rows.last?.contains("! libxml2 gives up: ") == true)
        // Each piece has names of its own.
        #expect(try read(document, "/r/a").rows.count == 700)
    }

    @Test(
        "what is wrong is told at the same place and in the same words",
        arguments: [
            "<a>\n<b>\n</a>", "<a x='1' x='2'/>", "<a>&none;</a>", "<a>\u{1}</a>", "<a><![CDATA[never closed", "</r>",
            "</r><a>more</a>", "</r></r>", "text <", "<a>]]></a>", "<y:a>undeclared</y:a>", "<!-- -- -->", "<?xml?>",
            "<a k=v/>", "", "<a>\(String(repeating: "<d>", count: 300))", "<!DOCTYPE r>",
        ])
    func faults(_ fault: String) throws {
        let text = Self.declaration + Self.records + fault + "\n" + Self.records + "</r>\n"
        let document = Document(text)
        let whole = try read(document, "/r/a")
        for (size, threads) in [(30, 1), (100, 3), (500, 2)] {
            let cut = try read(document, "/r/a", pieceSize: size, threads: threads)
            #expect(cut.rows.count == whole.rows.count)
            #expect(cut.rows.last == whole.rows.last)
            #expect(cut.rows.dropLast() == whole.rows.dropLast())
        }
        // The end of the file may be missing anywhere.
        for end in stride(from: 0, to: text.utf8.count, by: 199) {
            let part = Document(Array(text.utf8.prefix(end)))
            let whole = try read(part, "/r/a")
            let cut = try read(part, "/r/a", pieceSize: 64, threads: 2)
            #expect(cut.rows.last == whole.rows.last, "\(end)")
            #expect(cut.rows.dropLast() == whole.rows.dropLast())
        }
    }

    @Test("a tag with very many attributes is found behind every cut", arguments: [1, 3])
    func attributes(_ threads: Int) throws {
        let many = "<b " + (0..<10_001).map { "k\($0)=''" }.joined(separator: " ") + "/>"
        let document = Document(Self.declaration + Self.records + many + Self.records + "</r>")
        let found = try read(document, "/r/a", pieceSize: 300, threads: threads)
        #expect(found.rows.count == 41)
        #expect(found.rows.last?.hasSuffix("! an element with more than 10000 attributes") == true)
        #expect(found.rows == (try read(document, "/r/a").rows))
    }

    @Test("documents made at random, of what could be mistaken for something else", arguments: 0..<24)
    func random(_ seed: UInt64) throws {
        var state = seed
        func any(_ parts: [String]) -> String {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return parts[Int(state >> 33) % parts.count]
        }
        let records = ["<a k='>'/>", "<a k='&lt;a '>x</a>", "<a>\n<a >y</a></a>", "<a/>", "<ab/>", "<a\n>é</a>"]
        let texts = ["<!-- <a> -->", "<![CDATA[ <a ]]>", "<?a <a ?>", " ", "\r\n", "]", "<s><a>in</a></s>"]
        let faults = ["<s>", "</s>", "<a", "\u{C}", "<a k='<'/>"]
        var pieces = 0
        for _ in 0..<10 {
            var text =
                any(["", "<?xml version='1.0'?>\n", "<!-- <s/> -->", "<!DOCTYPE r>"]) + "<r  >" + any(records)
            for _ in 0..<60 { text += any([any(records), any(records), any(records), any(texts)]) }
            text += any(["", "", any(faults)])
            for _ in 0..<20 { text += any(records) }
            text += any(["</r>", "</r>", "</s></r>", ""])
            let document = Document(text)
            for path in ["/r/a", "//a", "/r/s/a"] {
                let whole = try read(document, path)
                for (size, threads) in [(20, 1), (60, 2), (150, 3)] {
                    let cut = try read(document, path, pieceSize: size, threads: threads)
                    let isSame = cut.rows == whole.rows
                    #expect(isSame, "\(size), \(threads): \(text)")
                    pieces += cut.right - 1
                }
            }
        }
        #expect(pieces > 50)
    }
}
