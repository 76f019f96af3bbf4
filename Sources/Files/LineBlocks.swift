import Bytes

/// Reads a JSON Lines file in blocks of whole lines.
package struct LineBlocks {
    private let reader: RowBlockReader<LineSplitter>
    private let buffers = BufferPool()
    private let path: String

    /// Creates a reader at the beginning of a file.
    package init(_ file: InputFile) {
        path = file.path
        reader = RowBlockReader(
            file, LineSplitter(), buffers: buffers, blockSize: 1 << 18, longestRow: JSONError.longest)
    }

    /// Returns the next block, or nil at the end of the file.
    ///
    /// Throws `FileError` if the file cannot be read, has changed, or has a line that is too long to parse as JSON.
    package func next() throws(FileError) -> RowBlock? {
        guard let block = try reader.next() else { return nil }
        guard block.fault == nil else {
            throw FileError(
                .notThisFormat, "read", path,
                cause: "line \(block.position.lines + 1) is longer than \(JSONError.longest) bytes")
        }
        return block
    }

    /// Takes back the buffer of a block that is no longer used, for use by a later block.
    package func giveBack(_ bytes: inout [UInt8]) {
        let used = bytes
        bytes = []
        buffers.give(used)
    }
}
