/// Memory for texts that are created while a row is read: composed, unescaped, joined.
///
/// A text is valid until `reset`, which the reader calls between rows. Blocks are reused, so that nothing is allocated
/// after the first rows. An arena is not thread-safe.
package final class Arena {
    private var blocks: [UnsafeMutableBufferPointer<UInt8>] = []
    private var current = 0
    private var used = 0
    private var bytesSinceReset = 0
    private static let blockSize = 1 << 16

    /// Creates an arena without memory.
    package init() {}

    /// The number of bytes reserved since the last `reset`.
    ///
    /// It is a computed property because a stored one that other modules see is checked at each access.
    package var size: Int { bytesSinceReset }

    deinit {
        for block in blocks { block.deallocate() }
    }

    /// Frees all memory for the next row and invalidates the views handed out before.
    package func reset() {
        current = 0
        used = 0
        bytesSinceReset = 0
    }

    /// Returns a copy of the bytes that is valid until the next `reset`.
    package func copy(_ bytes: ByteView) -> ByteView {
        let room = reserve(bytes.count)
        _ = room.initialize(fromContentsOf: bytes.buffer)
        return ByteView(UnsafeBufferPointer(room))
    }

    /// Reserves uninitialized memory for `count` bytes, which is valid until the next `reset`.
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

    /// Returns the text of a value, valid until the next `reset`; it is a view of the value's own bytes if they are the
    /// text.
    package func text(of value: FieldValue) -> ByteView {
        switch value.kind {
        case .plain: return value.bytes
        case .string where !value.hasEscapes: return value.bytes
        case .list, .object, .string:
            scratch.removeAll(keepingCapacity: true)
            scratch.append(text: value)
            return scratch.withByteView { copy($0) }
        case .null: return ByteView("null")
        case .false, .true, .number: return value.bytes
        }
    }

    private var scratch: [UInt8] = []
}
