import Bytes
import Compression
import Files

/// The reader of a file of which nothing can be read: it has a single faulty row, which stands for the whole file.
final class UnreadableFileReader: FormatReader {
    private let file: InputFile
    private let fault: RowFault
    private var isAtEnd = false

    /// Creates a reader.
    ///
    /// - Parameter reason: why nothing can be read.
    init(_ file: InputFile, reason: String) {
        self.file = file
        fault = RowFault(reason, isRest: true)
    }

    func next() -> (any RowBatch)? {
        if isAtEnd { return nil }
        isAtEnd = true
        return RestBatch(fault: fault, origin: Origin(unit: .row, number: 1, offset: 0), size: file.size)
    }

    func digest() throws -> Digest {
        let digest = try file.digest(.xxh64)
        try file.checkUnchanged()
        return digest
    }
}

/// The one faulty row that stands for a whole file or for the rest of one.
struct RestBatch: RowBatch {
    let fault: RowFault
    let origin: Origin
    /// The approximate number of bytes of the file that it stands for.
    let size: Int

    func giveBack(to buffers: BufferPool) {}

    func forEachRow(in row: Row, with workspace: NoWorkspace, _ body: RowVisitor.Body) throws {
        try body(origin, .failure(fault), .empty)
    }
}

extension InputFile {
    /// How the file is compressed or archived, and the command that unpacks it; nil if it is neither.
    package var packing: String? {
        get throws(FileError) {
            let head = try bytes(at: 0, count: FileSignature.headSize)
            let signature = head.withByteView { FileSignature(head: $0) ?? FileSignature(name: path, head: $0) }
            return signature.flatMap { $0.codec == nil ? $0.words : nil }
        }
    }
}
