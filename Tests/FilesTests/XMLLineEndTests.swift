import Bytes
import TestSupport
import Testing

@testable import Files

@Suite("Line ends in XML")
struct XMLLineEndTests {
    private let folder = TemporaryFolder()

    private struct Row: Equatable {
        let text: String
        let offset: Int?
    }

    /// The records of a document, each with its attributes and its text, or what is wrong with it.
    private func read(_ document: [UInt8], pieceSize: Int = 1 << 20, threads: Int = 1) throws -> [Row] {
        let (pool, path) = (BufferPool(), folder.write("d.xml", document))
        let reader = try XMLRecordReader(
            InputFile(path), XMLRecordPath("/r/a"), buffers: pool, pieceSize: pieceSize, longestRow: 1 << 20)
        var rows: [Row] = []
        try Pipeline<XMLPiece, (rows: [Row], buffer: [UInt8])>(threads: threads).run(
            producers: [reader.next],
            makeWorker: {
                var maker = XMLFieldMaker()
                return { piece in
                    var rows: [Row] = []
                    try piece.forEachRow(with: &maker) { _, offset, result in
                        switch result {
                        case .success(let fields):
                            let cells = fields.map { "\($0.name.text)=\($0.value.bytes.text)" }
                            rows.append(Row(text: cells.joined(separator: "|"), offset: offset))
                        case .failure(let fault): rows.append(Row(text: "! \(fault.reason)", offset: offset))
                        }
                    }
                    return (rows, piece.buffer)
                }
            },
            consume: {
                rows += $0.rows
                pool.give($0.buffer)
            })
        return rows
    }

    private static func bytes(_ text: String, _ encoding: XMLEncoding = .ascii) -> [UInt8] {
        if encoding == .ascii { return Array(text.utf8) }
        return ("\u{FEFF}" + text).utf16.flatMap { unit in
            let (low, high) = (UInt8(truncatingIfNeeded: unit), UInt8(unit >> 8))
            return encoding == .utf16Little ? [low, high] : [high, low]
        }
    }

    static let cases: [(inside: String, expected: String)] = [
        ("<a>x\r\ny</a>", "#text=x\ny"), ("<a>x\ry</a>", "#text=x\ny"), ("<a>\r\r\n\r\n\r</a>", "#text=\n\n\n\n"),
        ("<a><![CDATA[x\r\ny]]></a>", "#text=x\ny"), ("<a><![CDATA[x\ry\r]]></a>", "#text=x\ny\n"),
        ("<a><![CDATA[\r\n]]]]>\r\n<![CDATA[\r\r\n>]]></a>", "#text=\n]]\n\n\n>"),
        ("<a>&#13;&#10;x&#xD;\r\n&#xa;</a>", "#text=\r\nx\r\n\n"), ("<a><![CDATA[&#13;\r\n]]></a>", "#text=&#13;\n"),
        ("<a k='x\r\ny\rz\nw\tv'/>", "@k=x y z w v|#text="),
        ("<a k='&#13;&#10;&#9;\r\n&#xD;'/>", "@k=\r\n\t \r|#text="),
        ("<a\r\nk='1'\rl='2'\r\n>t</a\r\n>", "@k=1|@l=2|#text=t"),
        ("<a>x<!--\r\n--><?p \r\n?>\ry</a>", "#text=x\ny"), ("<a>x\r<!-- -->\ny</a>", "#text=x\n\ny"),
        ("<a>x\r&#10;y</a>", "#text=x\n\ny"),
        ("<a>é\r\n中\u{D0D}\u{A0D}\r\u{10A0D}</a>", "#text=é\n中\u{D0D}\u{A0D}\n\u{10A0D}"),
    ]

    @Test(
        "are line feeds, wherever a file is cut", arguments: cases.indices,
        [XMLEncoding.ascii, .utf16Little, .utf16Big])
    func table(_ number: Int, _ encoding: XMLEncoding) throws {
        let (inside, expected) = Self.cases[number]
        for head in ["<r>", "<?xml version='1.0'?>\r\n<r>\r\n", "<!-- \r -->\r<r\r\n>"] {
            let document = Self.bytes(head + inside + "\r\n<a>last</a>\r\n</r>\r\n", encoding)
            let whole = try read(document)
            #expect(whole.map(\.text) == [expected, "#text=last"])
            for size in Array(2...20) + [31, 64] {
                for threads in [1, 3] {
                    let cut = try read(document, pieceSize: size, threads: threads)
                    #expect(cut == whole, "\(size)")
                }
            }
        }
    }

    @Test("stand in a document type as they stand elsewhere")
    func documentType() throws {
        let document = Self.bytes(
            "<!DOCTYPE r [\r\n<!ENTITY e 'p\r\nq\rr'>\r\n<!ATTLIST a k CDATA 'u\r\nv'\r>]>\r\n<r><a>&e;</a><a k='&e;'/></r>"
        )
        let whole = try read(document)
        #expect(whole.map(\.text) == ["@k=u v|#text=p\nq\nr", "@k=p q r|#text="])
        for size in 2...40 { #expect(try read(document, pieceSize: size) == whole, "\(size)") }
    }

    @Test("of every kind give the same rows, and places that are those of the file", arguments: ["\n", "\r\n", "\r"])
    func places(_ lineEnd: String) throws {
        for (encoding, unit) in [(XMLEncoding.ascii, 1), (.utf16Big, 2)] {
            let records = (0..<400).map { "<a k='\($0)'>\n text \($0)<![CDATA[\n\n]]>\n</a>\n" }.joined()
            // Behind the byte order mark, in which nothing stands.
            for (head, fault) in [
                ("<r>\n", ""), ("<?xml version='1.0'?>\n\n<r\n>", "<b>\n</c>\n"),
                ("<?xml version='1.0' encoding='utf-8'?><r>", ""),
            ] {
                let text = head + records + fault + records + "</r>\n"
                let plain = try read(Self.bytes(text, encoding))
                let document = Self.bytes(text.replacing("\n", with: lineEnd), encoding)
                // How many bytes each place lies further on.
                var before = [0]
                for character in text.utf8 {
                    before.append((before.last ?? 0) + (character == 0x0A ? (lineEnd.utf8.count - 1) * unit : 0))
                }
                let mark = encoding == .ascii ? 0 : 2
                let expected = plain.map { row in
                    Row(text: row.text, offset: row.offset.map { $0 + before[($0 - mark) / unit] })
                }
                #expect(try read(document) == expected)
                for (size, threads) in [(97, 1), (1000, 1), (300, 3), (1 << 16, 2)] {
                    #expect(try read(document, pieceSize: size, threads: threads) == expected, "\(size)")
                }
                #expect(fault.isEmpty == (plain.count == 800))
            }
        }
    }

    @Test("are found where libxml2 is given the bytes of a large piece in several")
    func largePieces() throws {
        for size in ((1 << 16) - 12)...((1 << 16) - 4) {
            let filling = String(repeating: "x", count: size - 12)
            for text in ["<![CDATA[\(filling)\r\n\r\n\r]]>", "\(filling)\r\r\n\r\r\n"] {
                let rows = try read(Self.bytes("<r><a>\(text)</a><a k='\r\n'/></r>"))
                let isWhole =
                    rows.map(\.text) == ["#text=\(filling)\n\n\n" + (text.hasPrefix("<") ? "" : "\n"), "@k= |#text="]
                #expect(isWhole, "\(size)")
            }
        }
    }

    @Test("come a byte at a time, or a unit", arguments: [XMLEncoding.ascii, .utf16Little, .utf16Big])
    func bytes(_ encoding: XMLEncoding) {
        let document = Array(
            Self.bytes("a\r\nb\rc\r\r\n\n\rd\u{D0A}\u{A0D}\r", encoding).dropFirst(encoding == .ascii ? 0 : 2))
        let expected = Array(
            Self.bytes("a\nb\nc\n\n\n\nd\u{D0A}\u{A0D}\n", encoding).dropFirst(encoding == .ascii ? 0 : 2))
        for size in 1...document.count where size % encoding.unitSize == 0 {
            var (ends, offsets, lines, count) = (XMLLineEnds(encoding), XMLOffsets(encoding), 0, XMLLineCount())
            var found: [UInt8] = []
            for start in stride(from: 0, to: document.count, by: size) {
                let piece = Array(document[start..<min(start + size, document.count)])
                piece.withByteView { piece in
                    lines += count.count(in: piece).lines
                    let isChanged = ends.change(
                        piece, mayHaveReturns: true, isLast: start + size >= document.count, &offsets)
                    found += isChanged ? ends.changed : piece.array
                }
            }
            #expect(found == expected)
            #expect(offsets.given == expected.count)
            #expect(offsets.place(behind: expected.count) == document.count)
            if encoding == .ascii { #expect(lines == expected.count { $0 == 0x0A }) }
        }
    }

    @Test("a place is found again, forwards and backwards, however many carriage returns were left out")
    func offsets() {
        var offsets = XMLOffsets(.ascii)
        var most = 0
        for number in 0..<100_000 {
            // A line of nine bytes, of which the parser is given eight.
            offsets.leaveOutUnit(at: 8 * number + 7)
            for (given, place) in [(8, 9), (7, 7), (0, 0), (8, 9)] {
                let (given, place) = (8 * number + given, 9 * number + place)
                if number % 7 == 0 { #expect(offsets.place(behind: given) == place) }
            }
            if offsets.areMany { most += 1 }
        }
        #expect(most == 0)
    }

    @Test(
        "are what expat makes of them, in documents made at random, over all cuts",
        .enabled(if: Python.has("xml.parsers.expat"), "needs Python, whose expat is the witness"), arguments: 0..<4)
    func expat(_ seed: UInt64) throws {
        var state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1
        func below(_ count: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % count
        }
        func any(_ parts: [String], _ most: Int) -> String {
            (0..<below(most + 1)).map { _ in parts[below(parts.count)] }.joined()
        }
        let ends = ["\r\n", "\r", "\n", "\r\n", "&#13;", "&#10;", "&#xD;\n", "\t", "x", "]]", "é"]
        let plain = ends.filter { !$0.hasPrefix("&") }
        func record() -> String {
            var text = "<a" + (below(2) == 0 ? "" : any(["\r\n", " ", "\r"], 2) + "\rk=\"\(any(ends + ["&e;"], 5))\"")
            text += any(["\r\n", "\n", " "], 1) + ">"
            for _ in 0..<below(5) {
                switch below(5) {
                case 0: text += "<![CDATA[\(any(plain + ["&#13;"], 8))]]>"
                case 1: text += "<!--\(any(["\r\n", "\r", "x"], 4))-->"
                case 2: text += "<?p \(any(["\r\n", "\r", "x"], 4))?>"
                default: text += any(ends + ["&e;"], 6)
                }
            }
            return text + "</a\(any(["\r\n", "\r"], 1))>" + any(["\r\n", "\r", "\n", "<!-- \r\n -->"], 2)
        }
        let documents = (0..<60).map { number -> [UInt8] in
            let encoding = [XMLEncoding.ascii, .utf16Little, .utf16Big][below(3)]
            let isLatin = encoding == .ascii && below(3) == 0
            let word = encoding == .ascii ? (isLatin ? "iso-8859-1" : "utf-8") : "utf-16"
            let text =
                "<?xml version='1.0'\r\nencoding='\(word)'?>\r\n"
                + "<!DOCTYPE r [\r\n<!ENTITY e \"\(any(["\r\n", "\r", "y", "\n"], 4))\">\r]>\r\n<r>"
                + (0..<12).map { _ in record() }.joined() + "</r>" + any(["\r", "\r\n"], 2)
            return isLatin ? text.unicodeScalars.map { UInt8($0.value) } : Self.bytes(text, encoding)
        }
        let input = documents.map { $0.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined() + "\n" }
        let lines = try Python.run("expat_witness.py", input: folder.write("in", input.joined()))
        let answers = try lines.map { line in try line.withByteView { try JSON(parsing: $0) } }
        try #require(answers.count == documents.count)
        for (document, answer) in zip(documents, answers) {
            let expected = try #require(answer.list).compactMap(\.string)
            for size in [1 << 20, 2 + below(5), 7 + below(30), 40 + below(200)] {
                let found = try read(document, pieceSize: size, threads: 1 + below(3)).map(\.text)
                let isSame = found.elementsEqual(expected) { $0.utf8.elementsEqual($1.utf8) }
                #expect(isSame, "\(size): \(found.debugDescription), expat: \(expected.debugDescription)")
            }
        }
    }
}
