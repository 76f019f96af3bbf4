import Bytes
import Compression

/// The bytes of a page, decompressed, from front to back.
///
/// A page of usual size stands in memory at once. Of a large one only a piece does, and whoever needs bytes behind it has
/// the next piece made, in memory of its own, with what is left of this one before it.
final class PageBytes {
    /// The memory of the piece at hand, which must be held as long as views of it are used.
    private(set) var memory: PageMemory
    /// The piece at hand.
    private(set) var piece: ByteView
    /// Where the next byte stands in it.
    var position = 0
    private var stream: (any ByteStream)?
    /// All bytes of the page, for a stream that turns out not to keep as much as the next bytes need.
    private let whole: () throws(ParquetError) -> PageMemory
    private let count: Int
    /// How many bytes are still to come from the stream.
    private var behind: Int

    private let pieceSize: Int

    /// The bytes of a page that stand in memory.
    init(_ memory: PageMemory, count: Int) {
        self.memory = memory
        pieceSize = count
        piece = memory.view(0..<count)
        self.count = count
        stream = nil
        whole = { () throws(ParquetError) in memory }
        behind = 0
    }

    /// So many bytes that come from a stream.
    ///
    /// - Parameters:
    ///   - pieceSize: how many of them stand in memory, where no more are asked for at once.
    ///   - whole: makes all of them at once.
    init(
        _ stream: any ByteStream, count: Int, pieceSize: Int, whole: @escaping () throws(ParquetError) -> PageMemory
    ) throws(ParquetError) {
        self.stream = stream
        self.pieceSize = pieceSize
        self.count = count
        self.whole = whole
        behind = count
        memory = try PageMemory(0)
        piece = .empty
    }

    /// Whether bytes are still to come from a stream.
    var isStreaming: Bool { stream != nil }

    /// How many bytes are left.
    var left: Int { piece.count - position + behind }

    /// How many bytes are left of the piece at hand.
    var leftOfPiece: Int { piece.count - position }

    /// Has so many bytes stand one after the other in the piece at hand; false when there are not so many left.
    func gather(_ count: Int) throws(ParquetError) -> Bool {
        if count <= leftOfPiece { return true }
        guard count <= left else { return false }
        let kept = leftOfPiece
        let size = min(left, max(count, pieceSize))
        let next = try PageMemory(size)
        next.buffer.copyMemory(from: piece[position...].raw)
        guard try fill(UnsafeMutableRawBufferPointer(rebasing: next.buffer[kept..<size])) else {
            try takeWhole()
            return true
        }
        memory = next
        piece = next.view(0..<size)
        position = 0
        behind -= size - kept
        return true
    }

    /// The next bytes; nil when there are not so many left.
    func take(_ count: Int) throws(ParquetError) -> ByteView? {
        guard try gather(count) else { return nil }
        position += count
        return piece[position - count..<position]
    }

    /// All that is left.
    func rest() throws(ParquetError) -> ByteView {
        try take(left) ?? .empty
    }

    /// Goes on behind so many bytes, of which there are as many.
    func skip(_ count: Int) throws(ParquetError) {
        var count = count
        while count > leftOfPiece {
            count -= leftOfPiece
            position = piece.count
            _ = try gather(min(count, pieceSize))
        }
        position += count
    }

    /// Fills memory from the stream; false when it does not keep what the next bytes are copied from.
    private func fill(_ memory: UnsafeMutableRawBufferPointer) throws(ParquetError) -> Bool {
        var count = 0
        do {
            // A stream gives the bytes before a fault first.
            while count < memory.count,
                let more = try stream?.read(into: UnsafeMutableRawBufferPointer(rebasing: memory[count...])), more > 0
            {
                count += more
            }
        } catch let error as DecompressionError {
            if error.code == .badOffset { return false }
            throw ParquetError(decompression: error)
        } catch let error as ParquetError {
            throw error
        } catch {
            throw ParquetError(.source, "the file cannot be read", cause: error)
        }
        guard count == memory.count else {
            throw ParquetError(.page, "the page is shorter than the bytes that its header says")
        }
        return true
    }

    private func takeWhole() throws(ParquetError) {
        position = count - left
        memory = try whole()
        piece = memory.view(0..<count)
        behind = 0
        stream = nil
    }
}
