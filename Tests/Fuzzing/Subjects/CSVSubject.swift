import Bytes
import Files

@testable import Rows

/// Comma- and tab-separated values, in blocks of any size.
struct CSVSubject: Subject {
    private let file = ScratchFile()

    func read(_ bytes: [UInt8]) {
        file.write(bytes)
        do {
            _ = try rows(of: file, ["format": "csv"])
            _ = try rows(of: file, ["format": "tsv"])
            let whole = try ends(blockSize: 1 << 20)
            for size in [1, 7] { demand(try ends(blockSize: size) == whole, "any block size gives the same rows") }
        } catch {
            fatalError("\(error)")
        }
    }

    /// Where rows end, and what is wrong with the last.
    private func ends(blockSize: Int) throws -> [String] {
        let reader = RowBlockReader(
            try InputFile(file.path), CSVSplitter(delimiter: UInt8(ascii: ",")), buffers: BufferPool(),
            blockSize: blockSize, longestRow: 1 << 16)
        var ends: [String] = []
        while let block = try reader.next() {
            block.withBytes { bytes in
                var splitter = CSVSplitter(delimiter: UInt8(ascii: ","), at: block.position)
                var start = 0
                while start < bytes.count {
                    let end = splitter.endOfRow(in: bytes, from: start) ?? bytes.count
                    // A lone CR at the very end of a block may still get its LF, which is then a row without bytes.
                    if !bytes[start..<end].withoutLineEnd.isEmpty {
                        ends.append("\(block.offset + start) \(block.fault?.reason ?? "")")
                    }
                    start = end
                }
            }
        }
        return ends
    }
}
