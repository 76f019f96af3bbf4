import Bytes
import Compression
import TestSupport
import Testing

@testable import Parquet

@Suite("Parquet: pages")
struct PageTests {
    private typealias Page = RawFile.Page

    private static let letters = Plain.texts(["a", "bb"])
    private static let present = Plain.levels([1, 1], width: 1)

    @Test("texts and nulls, without a codec and with snappy's")
    func texts() {
        let read = ReadRows(RawFile.texts(["a", nil, "quote \"", ""]).bytes)
        #expect(read.lines == [#"{"t":"a"}"#, #"{"t":null}"#, #"{"t":"quote \""}"#, #"{"t":""}"#])
        #expect(read.rest == nil && read.refusal == nil)
        let body = Self.present + Self.letters
        let compressed = [UInt8(body.count), UInt8(body.count - 1) << 2] + body
        let page = Page(values: 2, body: compressed, size: body.count)
        #expect(
            ReadRows(RawFile.texts(["a", "bb"], pages: [page], codec: 1).bytes).lines == [
                #"{"t":"a"}"#, #"{"t":"bb"}"#,
            ])
    }

    @Test("a dictionary that gives way to plain values")
    func dictionary() {
        let numbers = Self.present + [2] + Plain.runs([1, 0], width: 2)
        let file = RawFile.texts(
            ["", "", "", ""],
            pages: [
                .dictionary(2, Plain.texts(["x", "y"])), Page(values: 2, encoding: 8, body: numbers),
                Page(values: 2, body: Self.present + Self.letters),
            ])
        #expect(ReadRows(file.bytes).lines == ["y", "x", "a", "bb"].map { #"{"t":"\#($0)"}"# })
    }

    @Test("a page of version 2, whose levels stand before what is compressed")
    func version2() {
        let levels = Plain.runs([1, 0, 1], width: 1)
        var page = Page(kind: 3, values: 3, body: levels + Self.letters, nulls: 1)
        page.levelSizes.definition = levels.count
        #expect(ReadRows(RawFile.texts(["", "", ""], pages: [page]).bytes).lines.count == 3)
        page.levelSizes.definition = 1000
        #expect(ReadRows(RawFile.texts(["", "", ""], pages: [page]).bytes).rest?.code == .levels)
    }

    @Test("a checksum is compared where there is one")
    func checksum() {
        let body = Self.present + Self.letters
        let right = body.withByteView { CRC32.of($0) }
        for (checksum, isGood) in [(right, true), (right ^ 1, false)] {
            let page = Page(values: 2, body: body, checksum: checksum)
            let read = ReadRows(RawFile.texts(["", ""], pages: [page]).bytes)
            #expect((read.rest == nil) == isGood)
            if !isGood { #expect(read.rest?.reason.contains("checksum") == true) }
        }
    }

    /// Second pages that are broken, and the kind of fault that each is.
    private static let broken: [(page: RawFile.Page, code: ParquetError.Code)] = [
        (Page(values: 2, encoding: 10, body: present + letters), .encoding),
        (Page(values: 2, encoding: 4, body: present + letters), .encoding),
        (Page(values: 2, body: present + letters, levelEncoding: 4), .encoding),
        (Page(values: 2, encoding: 8, body: present + [1] + Plain.runs([0, 0], width: 1)), .dictionary),
        (Page(values: -2, body: present + letters), .page), (Page(values: 3, body: present + letters), .page),
        (Page(values: 2, body: present + letters, size: 5), .page),
        (Page(values: 2, body: present + letters, size: -1), .page),
        (Page(values: 2, body: Plain.levels([1], width: 1) + letters), .levels),
        (Page(values: 2, body: Plain.int32s([1 << 20])), .levels), (Page(values: 2, body: []), .levels),
        (Page(values: 2, body: present + Plain.texts(["a"])), .values),
        (Page(values: 2, body: present + Plain.int32s([1, 9])), .values),
        (Page(values: 2, body: present + Plain.int32s([-1])), .values),
        (Page(values: 2, encoding: 6, body: present + [0, 1, 2, 0]), .delta),
        (Page(values: 2, encoding: 7, body: present + [0x80]), .delta),
        (Page(values: 2, encoding: 5, body: present + letters), .encoding),
    ]

    @Test("a broken page costs the rest of the file, and no row before it", arguments: 0..<17)
    func brokenPage(_ number: Int) {
        let (page, code) = Self.broken[number]
        let good = Page(values: 2, body: Self.present + Self.letters)
        let read = ReadRows(RawFile.texts(["", "", "", ""], pages: [good, page, good]).bytes)
        #expect(read.lines == [#"{"t":"a"}"#, #"{"t":"bb"}"#])
        #expect(read.rest?.code == code)
        #expect(read.rest?.place.rowGroup == 0)
        #expect(read.rest?.place.column == "t")
        #expect(read.rest?.place.page == 1)
        #expect(read.rest?.place.offset ?? 0 > 4)
    }

    @Test("each text is UTF-8 by itself, and what is not costs its row alone")
    func notText() {
        let body = Plain.levels([1, 1, 1], width: 1) + Plain.bytes([[0xC3], [0xA9], [0x61]])
        let plain = ReadRows(RawFile.texts(["", "", ""], pages: [Page(values: 3, body: body)]).bytes)
        #expect(plain.lines == ["fault: notText", "fault: notText", #"{"t":"a"}"#])
        let numbers = Plain.levels([1, 1, 1], width: 1) + [1] + Plain.runs([0, 1, 0], width: 1)
        let dictionary = ReadRows(
            RawFile.texts(
                ["", "", ""],
                pages: [
                    .dictionary(2, Plain.bytes([[0x61], [0xFF]])), Page(values: 3, encoding: 8, body: numbers),
                ]
            ).bytes)
        #expect(dictionary.lines == [#"{"t":"a"}"#, "fault: notText", #"{"t":"a"}"#])
    }

    @Test("a row that is longer than a row may be is faulty, and the next one is not")
    func longRows() {
        let texts = ["a", String(repeating: "x", count: 101), "b"]
        let read = ReadRows(RawFile.texts(texts).bytes, longestRow: 100)
        #expect(read.lines == [#"{"t":"a"}"#, "fault: tooLong", #"{"t":"b"}"#])
    }

    @Test("a large page of snappy is read also where it copies from farther back than other writers do")
    func farCopies() {
        let text = String(repeating: "x", count: 9_000_000)
        let body = Plain.levels([1, 1], width: 1) + Plain.texts([text, "end"])
        func literal(_ bytes: ArraySlice<UInt8>) -> [UInt8] { [0xFC] + Plain.int32s([bytes.count - 1]) + bytes }
        for offset in [60_000, 400_000] {
            let compressed =
                ThriftWriter.varint(UInt64(body.count)) + literal(body[..<8_800_000])
                + [UInt8(3 | 63 << 2)] + Plain.int32s([offset]) + literal(body[8_800_064...])
            let page = RawFile.Page(values: 2, body: compressed, size: body.count)
            let read = ReadRows(RawFile.texts(["", ""], pages: [page], codec: 1).bytes)
            #expect(read.rest == nil && read.lines.count == 2)
            #expect(read.lines.first?.utf8.count == text.utf8.count + 8)
            #expect(read.lines.last == #"{"t":"end"}"#)
        }
    }

    @Test("a large page is read piece by piece: no value is lost where one ends")
    func largePage() {
        let texts = (0..<100).map { String(repeating: "\($0 % 10)", count: 1000 * ($0 % 7 == 3 ? 700 : 40)) }
        let read = ReadRows(RawFile.texts(texts).bytes)
        #expect(read.lines.count == 100)
        for (line, text) in zip(read.lines, texts) { #expect(line.utf8.count == text.utf8.count + 8) }
        let short = ReadRows(RawFile.texts(texts).bytes, longestRow: 100_000)
        #expect(short.lines.filter { $0 == "fault: tooLong" }.count == 14)
        #expect(short.lines.count == 100 && short.rest == nil)
    }
}
