/// Memory for the texts that are made while one row is read: composed, unescaped, joined.
///
/// A text stays valid until `reset`, which the reader calls between rows. Blocks are kept and used again, so that after
/// the first rows nothing is allocated. It belongs to one thread.
package final class Arena {
    private var blocks: [UnsafeMutableBufferPointer<UInt8>] = []
    private var current = 0
    private var used = 0
    private var bytesSinceReset = 0
    private static let blockSize = 1 << 16

    /// An arena that has no memory yet.
    package init() {}

    /// How many bytes were asked for since the last `reset`.
    ///
    /// Computed: a stored property that other modules see costs a check at each look.
    package var size: Int { bytesSinceReset }

    deinit {
        for block in blocks { block.deallocate() }
    }

    /// Gives all memory back for the next row; views handed out before are no longer valid.
    package func reset() {
        current = 0
        used = 0
        bytesSinceReset = 0
    }

    /// A copy of the bytes that lives until the next `reset`.
    package func copy(_ bytes: ByteView) -> ByteView {
        let room = reserve(bytes.count)
        _ = room.initialize(fromContentsOf: bytes.buffer)
        return ByteView(UnsafeBufferPointer(room))
    }

    /// Memory for so many bytes, which the caller fills in and which lives until the next `reset`.
    package func reserve(_ count: Int) -> UnsafeMutableBufferPointer<UInt8> {
        guard count > 0 else { return UnsafeMutableBufferPointer(start: nil, count: 0) }
        while current < blocks.count, blocks[current].count - used < count {
            current += 1
            used = 0
        }
        if current == blocks.count {
            blocks.append(.allocate(capacity: max(count, Self.blockSize)))
        }
        used += count
        bytesSinceReset += count
        return UnsafeMutableBufferPointer(rebasing: blocks[current][used - count..<used])
    }

    /// The text of a value that lives until the next `reset`: the value's own bytes where they are the text.
    package func text(of value: FieldValue) -> ByteView {
        switch value.kind {
        case .plain: return value.bytes
        case .string where !value.hasEscapes: return value.bytes
        case .list, .object, .string:
            scratch.removeAll(keepingCapacity: true)
            scratch.append(text: value)
            return scratch.withByteView { copy($0) }
        case .null, .false, .true, .number: return value.bytes
        }
    }

    private var scratch: [UInt8] = []
}
