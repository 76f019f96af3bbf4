/// Bytes of which any may be read at any time, from several threads at once: a file.
package protocol ByteSource: Sendable {
    /// How many bytes there are.
    var size: Int { get }
    /// Reads into memory from an offset on until the memory is full or the bytes end; returns how many came.
    func read(at offset: Int, into memory: UnsafeMutableRawBufferPointer) throws -> Int
}

extension ByteSource {
    /// Fills memory from an offset on; throws `ParquetError` when there are fewer bytes, or when they cannot be read.
    func fill(_ memory: UnsafeMutableRawBufferPointer, at offset: Int) throws(ParquetError) {
        let count: Int
        do {
            count = try read(at: offset, into: memory)
        } catch {
            throw ParquetError(.source, "the file cannot be read", offset: offset, cause: error)
        }
        guard count == memory.count else { throw ParquetError(.page, "the file ends too early", offset: offset) }
    }

    /// The bytes of a range.
    func bytes(_ range: Range<Int>) throws(ParquetError) -> PageMemory {
        let memory = try PageMemory(range.count)
        try fill(memory.buffer, at: range.lowerBound)
        return memory
    }
}
