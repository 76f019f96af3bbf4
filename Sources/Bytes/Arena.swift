/// Memory for the texts that are made while one row is read: composed, unescaped, joined.
///
/// A text stays valid until `reset`, which the reader calls between rows. Blocks are kept and used again, so that after
/// the first rows nothing is allocated. It belongs to one thread.
package final class Arena {
    private var blocks: [UnsafeMutableBufferPointer<UInt8>] = []
    private var current = 0
    private var used = 0
    private static let blockSize = 1 << 16

    package init() {}

    deinit {
        for block in blocks { block.deallocate() }
    }

    /// Gives all memory back for the next row; views handed out before are no longer valid.
    package func reset() {
        current = 0
        used = 0
    }

    /// A copy of the bytes that lives until the next `reset`.
    package func copy(_ bytes: ByteView) -> ByteView {
        make(bytes.count) { _ = $0.initialize(fromContentsOf: bytes.buffer) }
    }

    /// So many bytes, which a function fills in and which live until the next `reset`.
    package func make<Failure: Error>(
        _ count: Int, _ fill: (UnsafeMutableBufferPointer<UInt8>) throws(Failure) -> Void
    ) throws(Failure) -> ByteView {
        guard count > 0 else { return .empty }
        while current < blocks.count, blocks[current].count - used < count {
            current += 1
            used = 0
        }
        if current == blocks.count {
            blocks.append(.allocate(capacity: max(count, Self.blockSize)))
        }
        let place = UnsafeMutableBufferPointer(rebasing: blocks[current][used..<used + count])
        try fill(place)
        used += count
        return ByteView(UnsafeBufferPointer(place))
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
