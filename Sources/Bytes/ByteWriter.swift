import CIntrinsics

/// A buffer of bytes that is written in many small pieces.
///
/// It is not thread-safe.
@usableFromInline
package struct ByteWriter: ~Copyable, Sendable {
    @usableFromInline var buffer: GrowingBuffer<UInt8>

    /// Creates a writer with room for `capacity` bytes, which grows as needed.
    package init(capacity: Int = 1 << 12) {
        buffer = GrowingBuffer(capacity: capacity)
    }

    /// The number of bytes written.
    @inlinable
    package var count: Int { buffer.count }

    /// The bytes written so far; the view is valid until more are written.
    @inlinable
    package var bytes: ByteView { ByteView(start: buffer.start, count: count) }

    // MARK: - Writing

    /// Appends a byte.
    @inlinable
    package mutating func append(_ byte: UInt8) {
        buffer.append(byte)
    }

    /// Appends the bytes of a view of other memory than the writer's own.
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

    /// Appends a text as a JSON string: in quotes, escaped where RFC 8259 requires it and nowhere else.
    package mutating func append(quoted text: ByteView) {
        append(UInt8(ascii: "\""))
        append(escaped: text)
        append(UInt8(ascii: "\""))
    }

    /// Appends a text as the contents of a JSON string, without quotes; escapes are written in place.
    package mutating func append(escaped text: ByteView) {
        text.forEachPieceToEscape { piece, isPlain in
            if isPlain { return append(piece) }
            advance(by: json_escape_block(piece.start, piece.count, reserve(ByteView.roomToEscape)))
        }
    }

    /// Overwrites 8 bytes at an offset with a number in native byte order.
    @inlinable
    package mutating func overwrite(at place: Int, with number: UInt64) {
        precondition(place >= 0 && place <= count - 8, "nothing was written there")
        UnsafeMutableRawPointer(mutating: buffer.start + place).storeBytes(of: number, as: UInt64.self)
    }

    /// Removes the bytes after an offset.
    @inlinable
    package mutating func truncate(to place: Int) { buffer.truncate(to: place) }

    /// Removes all bytes, and frees memory beyond a capacity of `size` bytes.
    package mutating func empty(keepingRoomFor size: Int) { buffer.empty(keepingRoomFor: size) }

    /// Returns memory for `size` bytes after those written, valid until more is reserved.
    @inlinable
    package mutating func reserve(_ size: Int) -> UnsafeMutablePointer<UInt8> { buffer.reserve(size) }

    /// Marks reserved bytes as written.
    @inlinable
    package mutating func advance(by size: Int) { buffer.advance(by: size) }
}
