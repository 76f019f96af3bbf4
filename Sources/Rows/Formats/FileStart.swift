import Bytes
import Compression
import Files

/// What a file holds at its beginning, to find out how it may be read: its bytes, or those that they are compressed from.
package struct FileStart: Sendable {
    /// The file.
    let file: InputFile
    private let codec: BlockCodec?

    /// Looks at the first bytes of a file.
    ///
    /// Throws `FileError` when it cannot be read.
    package init(_ file: InputFile) throws(FileError) {
        self.file = file
        codec = try file.bytes(at: 0, count: FileSignature.headSize).withByteView { FileSignature(head: $0)?.codec }
    }

    /// Returns up to `count` bytes from the beginning; fewer if it holds no more, or is broken behind them.
    ///
    /// Throws `FileError` when the file cannot be read.
    func bytes(atMost count: Int) throws(FileError) -> [UInt8] {
        guard let codec else { return try file.bytes(at: 0, count: count) }
        return try ContentReader(file, codec).bytes(atMost: count)
    }

    /// Returns the document of JSON in UTF-8 that it holds; nil if it holds none, or one of more than `most` bytes.
    func document(atMost most: Int) -> JSON? {
        guard file.size <= most, let bytes = try? bytes(atMost: most + 1), bytes.count <= most else { return nil }
        return try? Array(FormatSigns.textStart(of: bytes)).withByteView { try JSON(parsing: $0) }
    }

    /// The name of what it holds: that of the file in lower case, without the ending of a compressed one.
    var name: String {
        let name = (file.path.split(separator: "/").last.map(String.init) ?? "").lowercased()
        let ending = [".gz", ".zst"].first { codec != nil && name.hasSuffix($0) }
        return String(name.dropLast(ending?.count ?? 0))
    }
}
