import Bytes
import TestSupport
import Testing

@testable import Files

@Suite("Files of columns")
struct ColumnFileTests {
    private let folder = TemporaryFolder()
    private var path: String { folder.path + "/columns" }

    private func write(_ writer: ColumnFileWriter, header: JSONObject = ["kind": "test"]) throws {
        try writer.write(to: path, header: header).publish()
    }

    @Test("give back what was written, for numbers of every size and any count", arguments: [0, 1, 7, 8, 9, 1000])
    func roundTrip(_ count: Int) throws {
        var random = SeededRandom(UInt64(count))
        let (bytes, words) = ((0..<count).map { _ in UInt8(random.below(256)) }, (0..<count).map { _ in random.next() })
        let (shorts, reals) = (words.map { Int16(truncatingIfNeeded: $0) }, words.map { Double($0) })
        var growing = GrowingColumn<Int32>()
        growing.append(contentsOf: words.map { Int32(truncatingIfNeeded: $0) })
        var table = StringTable()
        for number in 0..<count { _ = "text \(number % 300)é".withByteView { table.index(of: $0) } }
        var writer = ColumnFileWriter()
        writer.add("bytes", bytes)
        writer.add("words", words)
        writer.add("shorts", shorts)
        writer.add("reals", reals)
        writer.add("growing", growing)
        writer.add("texts", table)
        try write(writer)
        let reader = try ColumnFileReader(path)
        #expect(reader.header["kind"] == "test")
        #expect(try reader.column("bytes") == bytes && reader.column("words") == words)
        #expect(try reader.column("shorts") == shorts && reader.column("reals") == reals)
        #expect(try reader.column("growing") == words.map { Int32(truncatingIfNeeded: $0) })
        #expect(try reader.table("texts").strings == table.strings)
        // Every column begins at a multiple of 8 bytes of the file.
        let text = try InputFile.contents(of: path)
        let start = (text.firstIndex(of: 0x0A) ?? 0) + 1
        #expect(start % 8 == 0 && text.count % 8 == 0)
        for place in (reader.header["columns"]?.object ?? [:]).members.compactMap({ $0.value.list?.first?.integer }) {
            #expect(place % 8 == 0)
        }
    }

    @Test("with a long header are read")
    func longHeader() throws {
        var writer = ColumnFileWriter()
        writer.add("a", [1, 2, 3] as [Int64])
        let names = JSON.strings((0..<3000).map { "name \($0)" })
        try write(writer, header: ["names": names])
        let reader = try ColumnFileReader(path)
        #expect(reader.header["names"]?.list?.count == 3000)
        #expect(try reader.column("a") == [1, 2, 3] as [Int64])
    }

    @Test(
        "that are none, or damaged, are refused",
        arguments: [
            "", "no line end", "no JSON\n", "[1]\n", "{}\n", #"{"columns":{"a":[0,16]}}"# + "\n12345678",
            #"{"columns":{"a":[-8,8]}}"# + "\n12345678", #"{"columns":{"a":[0,-8]}}"# + "\n12345678",
            #"{"columns":{"a":[9223372036854775807,8]}}"# + "\n12345678", #"{"columns":{"a":[0,7]}}"# + "\n12345678",
            #"{"columns":{"a":[0]}}"# + "\n12345678", #"{"columns":{"b":[0,8]}}"# + "\n12345678",
        ])
    func damaged(_ text: String) {
        folder.write("columns", text)
        #expect(throws: FileError.self) { try ColumnFileReader(path).column("a", of: UInt64.self) }
    }

    @Test("whose table of texts contradicts itself are refused")
    func damagedTable() throws {
        var writer = ColumnFileWriter()
        writer.add("t.bytes", Array("ab".utf8))
        writer.add("t.ends", [1, 3])
        try write(writer)
        #expect(throws: FileError.self) { try ColumnFileReader(path).table("t") }
    }
}
