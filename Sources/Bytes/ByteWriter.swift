import CIntrinsics

/// Bytes that are written one small piece after the other, each with a look at the room that is left and no other: an
/// array asks each time who else may hold it.
///
/// It belongs to one thread at a time.
@usableFromInline
package struct ByteWriter: ~Copyable, @unchecked Sendable {
    @usableFromInline private(set) var memory: UnsafeMutablePointer<UInt8>
    @usableFromInline private(set) var capacity: Int
    /// How many bytes were written.
    @usableFromInline package private(set) var count = 0

    /// A writer that has room for so many bytes, and takes more when it needs it.
    package init(capacity: Int = 1 << 12) {
        self.capacity = capacity
        memory = .allocate(capacity: capacity)
    }

    deinit { memory.deallocate() }

    /// All that was written; like all views of it valid until more is.
    @inlinable
    package var bytes: ByteView { ByteView(start: memory, count: count) }

    // MARK: - Writing

    /// Appends a byte.
    @inlinable
    package mutating func append(_ byte: UInt8) {
        room(for: 1)[0] = byte
        advance(by: 1)
    }

    /// Appends the bytes of a view.
    @inlinable
    package mutating func append(_ bytes: ByteView) {
        room(for: bytes.count).update(from: bytes.start, count: bytes.count)
        advance(by: bytes.count)
    }

    /// Appends the bytes of a literal.
    @inlinable
    package mutating func append(_ literal: StaticString) {
        append(ByteView(start: literal.utf8Start, count: literal.utf8CodeUnitCount))
    }

    /// Appends a text as a JSON string: in quotes, escaped where RFC 8259 demands it and nowhere else.
    package mutating func append(quoted text: ByteView) {
        append(UInt8(ascii: "\""))
        append(escaped: text)
        append(UInt8(ascii: "\""))
    }

    /// Appends a text as it stands between the quotes of a JSON string; the escapes are written where they go.
    package mutating func append(escaped text: ByteView) {
        text.forEachPieceToEscape { piece, isPlain in
            if isPlain { return append(piece) }
            advance(by: json_escape_block(piece.start, piece.count, room(for: ByteView.roomToEscape)))
        }
    }

    /// Writes a number of 8 bytes, in the order of this machine, over those that stand at a place.
    @inlinable
    package mutating func overwrite(at place: Int, with number: UInt64) {
        precondition(place >= 0 && place <= count - 8, "nothing was written there")
        UnsafeMutableRawPointer(memory + place).storeBytes(of: number, as: UInt64.self)
    }

    /// Forgets what was written behind a place.
    @inlinable
    package mutating func cut(to place: Int) {
        precondition(place >= 0 && place <= count, "a writer is cut behind its end")
        count = place
    }

    /// Room for so many bytes behind those that were written, valid until more is asked for.
    @inlinable
    package mutating func room(for size: Int) -> UnsafeMutablePointer<UInt8> {
        if size > capacity - count { grow(by: size) }
        return memory + count
    }

    /// Counts bytes as written for which there was room.
    @inlinable
    package mutating func advance(by size: Int) {
        precondition(size >= 0 && size <= capacity - count, "more was written than there was room for")
        count += size
    }

    @usableFromInline
    @inline(never)
    mutating func grow(by size: Int) {
        let larger = max(count + size, 2 * capacity)
        let fresh = UnsafeMutablePointer<UInt8>.allocate(capacity: larger)
        fresh.update(from: memory, count: count)
        memory.deallocate()
        (memory, capacity) = (fresh, larger)
    }
}
