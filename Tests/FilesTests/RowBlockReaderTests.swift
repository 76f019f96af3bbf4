import Bytes
import Foundation
import TestSupport
import Testing

@testable import Files

@Suite("Blocks of rows")
struct RowBlockReaderTests {
    private func read(
        _ bytes: [UInt8], _ splitter: some RowSplitter, blockSize: Int, longestRow: Int = 1 << 20
    ) throws -> (text: String, faults: [String], offsets: [Int], digest: Digest) {
        let folder = TemporaryFolder()
        let file = try InputFile(folder.write("f", bytes))
        let reader = RowBlockReader(file, splitter, buffers: BufferPool(), blockSize: blockSize, longestRow: longestRow)
        var text: [UInt8] = []
        var faults: [String] = []
        var offsets: [Int] = []
        while let block = try reader.next() {
            if let fault = block.fault {
                faults.append("\(block.position.rows) \(block.position.lines) \(block.offset): \(fault.reason)")
            } else {
                block.withBytes { text.append($0) }
                offsets.append(block.offset)
                #expect(block.withBytes { $0.array } == Array(bytes[block.offset..<block.offset + block.range.count]))
            }
        }
        return (String(decoding: text, as: UTF8.self), faults, offsets, reader.digest)
    }

    @Test("put together they are the file, whatever their size", arguments: [16, 17, 31, 64, 1000, 1 << 20])
    func anySize(_ size: Int) throws {
        let lines = (0..<200).map { "line \($0) " + String(repeating: "x", count: $0 % 50) }.joined(separator: "\n")
        let found = try read(Array(lines.utf8), LineSplitter(), blockSize: size)
        #expect(found.text == lines)
        #expect(found.faults == [])
        #expect(found.digest == lines.utf8.map { $0 }.withByteView { Digest(of: $0, .xxh64) })
    }

    @Test("a byte order mark belongs to no row", arguments: [16, 4096])
    func mark(_ size: Int) throws {
        let found = try read([0xEF, 0xBB, 0xBF] + Array("{}\n{}\n".utf8), LineSplitter(), blockSize: size)
        #expect(found.text == "{}\n{}\n")
        #expect(found.offsets.first == 3)
    }

    @Test("a row that is too long is told and passed over", arguments: [16, 100, 1000])
    func longRow(_ size: Int) throws {
        let text = "short\n" + String(repeating: "y", count: 6000) + "\nlast\n"
        let found = try read(Array(text.utf8), LineSplitter(), blockSize: size, longestRow: 1000)
        #expect(found.text == "short\nlast\n")
        #expect(found.faults == ["0 1 6: longer than the 1000 bytes that it may have"])
    }

    @Test("what is left of a broken list is told", arguments: [16, 4096])
    func brokenList(_ size: Int) throws {
        let found = try read(Array("{\"a\":[1,2,{\"x\":\"".utf8), JSONListSplitter(path: ["a"]), blockSize: size)
        #expect(found.text == "1,2,")
        #expect(found.faults == ["2 0 10: the list is never closed: the file ends too early"])
    }

    @Test("nothing behind the list belongs to a row", arguments: [16, 17, 30, 4096])
    func behindTheList(_ size: Int) throws {
        let found = try read(
            Array("{\"meta\":{\"a\":[9]},\"a\":[1, 2],\"rest\":[3,4,5,6,7,8,9,10,11,12]}\n".utf8),
            JSONListSplitter(path: ["a"]),
            blockSize: size)
        #expect(found.text == "1, 2]")
        #expect(found.faults == [])
    }

    @Test("an empty file has no block")
    func empty() throws {
        #expect(try read([], LineSplitter(), blockSize: 64).offsets == [])
    }
}
