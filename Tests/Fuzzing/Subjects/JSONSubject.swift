import Bytes
import Files

@testable import Rows

/// The JSON reader: one document, JSON lines, and the list of a document, in blocks of any size.
struct JSONSubject: Subject {
    private let file = ScratchFile()

    func read(_ bytes: [UInt8]) {
        if let tree = try? bytes.withByteView({ try JSON(parsing: $0) }) {
            let text = Array(tree.compactText.utf8)
            let again = try? text.withByteView { try JSON(parsing: $0) }
            demand(again == tree, "what is written reads as the same document")
            demand(Array((again ?? .null).compactText.utf8) == text, "what is written is written the same again")
        }
        file.write(bytes)
        do {
            for settings: JSON in [["format": "jsonl"], ["format": "json"], ["format": "json", "record": "a.b"]] {
                _ = try rows(of: file, settings)
            }
            let whole = try lists(blockSize: 1 << 20)
            for size in [1, 7] { demand(try lists(blockSize: size) == whole, "any block size gives the same rows") }
        } catch {
            fatalError("\(error)")
        }
    }

    private func lists(blockSize: Int) throws -> [ReadRow] {
        let reader = RowBlockReader(
            try InputFile(file.path), JSONListSplitter(path: ["a"]), buffers: BufferPool(), blockSize: blockSize,
            longestRow: 1 << 16)
        let visitor = RowVisitor(tables: [:], longestText: 1 << 16)
        var rows: [ReadRow] = []
        while let block = try reader.next() {
            try visitor.visit(JSONListBatch(block: block)) { rows.append(ReadRow($0, $1)) }
        }
        return rows
    }
}
