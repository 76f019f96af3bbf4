import CIntrinsics

/// Bytes that are written one small piece after the other.
///
/// It belongs to one thread at a time.
@usableFromInline
package struct ByteWriter: ~Copyable, Sendable {
    @usableFromInline var buffer: GrowingBuffer<UInt8>

    /// A writer that has room for so many bytes, and takes more when it needs it.
    package init(capacity: Int = 1 << 12) {
        buffer = GrowingBuffer(capacity: capacity)
    }

    /// How many bytes were written.
    @inlinable
    package var count: Int { buffer.count }

    /// All that was written; like all views of it valid until more is.
    @inlinable
    package var bytes: ByteView { ByteView(start: buffer.start, count: count) }

    // MARK: - Writing

    /// Appends a byte.
    @inlinable
    package mutating func append(_ byte: UInt8) {
        buffer.append(byte)
    }

    /// Appends the bytes of a view, which is of other bytes than the writer's own.
    @inlinable
    package mutating func append(_ bytes: ByteView) {
        bytes.copy(to: UnsafeMutableRawPointer(reserve(bytes.count)))
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
            advance(by: json_escape_block(piece.start, piece.count, reserve(ByteView.roomToEscape)))
        }
    }

    /// Writes a number of 8 bytes, in the order of this machine, over those that stand at a place.
    @inlinable
    package mutating func overwrite(at place: Int, with number: UInt64) {
        precondition(place >= 0 && place <= count - 8, "nothing was written there")
        UnsafeMutableRawPointer(mutating: buffer.start + place).storeBytes(of: number, as: UInt64.self)
    }

    /// Forgets what was written behind a place.
    @inlinable
    package mutating func truncate(to place: Int) { buffer.truncate(to: place) }

    /// Forgets all that was written, and lets go of memory for more than so many bytes.
    package mutating func empty(keepingRoomFor size: Int) { buffer.empty(keepingRoomFor: size) }

    /// Room for so many bytes behind those that were written, valid until more is asked for.
    @inlinable
    package mutating func reserve(_ size: Int) -> UnsafeMutablePointer<UInt8> { buffer.reserve(size) }

    /// Counts bytes as written for which there was room.
    @inlinable
    package mutating func advance(by size: Int) { buffer.advance(by: size) }
}
