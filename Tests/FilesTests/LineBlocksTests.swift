import Bytes
import TestSupport
import Testing

@testable import Files

@Suite("Blocks of whole lines")
struct LineBlocksTests {
    @Test("put together they are the file, each from a line on", arguments: [0, 1, 500, 20_000], [true, false])
    func whole(_ count: Int, _ endsWithLine: Bool) throws {
        var random = SeededRandom(UInt64(count))
        let lines: [String] = (0..<count).map { "{\"n\":\($0)}" + String(repeating: " ", count: random.below(60)) }
        let text = lines.joined(separator: "\n") + (endsWithLine && count > 0 ? "\n" : "")
        let folder = TemporaryFolder()
        let blocks = LineBlocks(try InputFile(folder.write("f", text)))
        var found: [UInt8] = []
        while var block = try blocks.next() {
            let bytes = block.withBytes { $0.array }
            #expect(block.offset == found.count)
            #expect(block.position.lines == found.count { $0 == 0x0A })
            #expect(found.isEmpty || found.last == 0x0A)
            found += bytes
            blocks.giveBack(&block.buffer)
            #expect(block.buffer.isEmpty)
        }
        #expect(found == Array(text.utf8))
        let isAtEnd = try blocks.next() == nil
        #expect(isAtEnd)
    }
}
