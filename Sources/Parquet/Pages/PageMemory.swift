import Bytes
import CIntrinsics

/// Memory for the bytes of a page, or of a part of it, which lives as long as somebody holds it.
///
/// What holds: whoever makes it writes to it before anybody else sees it, and nobody does afterwards; views of it are
/// used only while it is held.
final class PageMemory: @unchecked Sendable {
    /// All of it, for whoever fills it.
    let buffer: UnsafeMutableRawBufferPointer

    /// Memory for so many bytes; throws `ParquetError` when there is none.
    init(_ count: Int) throws(ParquetError) {
        guard count < 1 << 24 || Self.isThere(for: count) else {
            throw ParquetError(.memory, "there is no memory for \(count) bytes of it")
        }
        buffer = .allocate(byteCount: max(1, count), alignment: 16)
    }

    /// Whether the system would give so much.
    static func isThere(for count: Int) -> Bool { has_memory(count) }

    deinit { buffer.deallocate() }

    /// A view of the bytes of a range, for those who hold the memory as long as they use it.
    func view(_ range: Range<Int>) -> ByteView {
        ByteView(UnsafeBufferPointer(buffer.bindMemory(to: UInt8.self)))[range]
    }

    /// Calls with a view of the first bytes, which is valid during the call.
    func withBytes<Result, Failure: Error>(
        _ count: Int, _ body: (ByteView) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try withExtendedLifetime(self) { (memory) throws(Failure) in try body(memory.view(0..<count)) }
    }
}
