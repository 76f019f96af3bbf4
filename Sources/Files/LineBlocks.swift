import Bytes

/// Reads a file of lines of JSON block by block, each block of whole lines.
package struct LineBlocks {
    private let reader: RowBlockReader<LineSplitter>
    private let buffers = BufferPool()
    private let path: String

    /// A reader at the beginning of a file.
    package init(_ file: InputFile) {
        path = file.path
        reader = RowBlockReader(
            file, LineSplitter(), buffers: buffers, blockSize: 1 << 18, longestRow: JSONError.longest)
    }

    /// Returns the next block, or nil at the end of the file.
    ///
    /// Throws when the file cannot be read, has changed meanwhile, or has a line that is too long to be read as JSON.
    package func next() throws(FileError) -> RowBlock? {
        guard let block = try reader.next() else { return nil }
        guard block.fault == nil else {
            throw FileError(
                .notThisFormat, "read", path,
                cause: "line \(block.position.lines + 1) is longer than \(JSONError.longest) bytes")
        }
        return block
    }

    /// Takes back the bytes of a block that was used, of which nothing is left; the next block may stand in them.
    package func giveBack(_ bytes: inout [UInt8]) {
        let used = bytes
        bytes = []
        buffers.give(used)
    }
}
