import CIntrinsics

/// A view of bytes that are owned elsewhere.
///
/// It does not copy. It is valid as long as the memory it was created from, so it must not outlive the call or the
/// batch that provided it. Every access is bounds-checked, also in release builds.
@usableFromInline
package struct ByteView: BitwiseCopyable, @unchecked Sendable {
    @usableFromInline let start: UnsafePointer<UInt8>
    /// The number of bytes.
    @usableFromInline package let count: Int

    /// Creates a view of `count` bytes at `start`; the memory is not checked.
    @inlinable
    package init(start: UnsafePointer<UInt8>, count: Int) {
        precondition(count >= 0)
        self.start = start
        self.count = count
    }

    /// Creates a view of a whole buffer.
    @inlinable
    package init(_ buffer: UnsafeBufferPointer<UInt8>) {
        self.init(start: buffer.baseAddress ?? ByteView.nothing, count: buffer.count)
    }

    /// Creates a view of the bytes of a literal, which is valid for the lifetime of the program.
    package init(_ literal: StaticString) {
        precondition(literal.hasPointerRepresentation)
        self.init(start: literal.utf8Start, count: literal.utf8CodeUnitCount)
    }

    /// An empty view.
    package static var empty: ByteView { ByteView(start: nothing, count: 0) }

    @usableFromInline
    static var nothing: UnsafePointer<UInt8> { ("" as StaticString).utf8Start }

    /// Whether the view is empty.
    @inlinable
    package var isEmpty: Bool { count == 0 }

    /// The byte at an offset.
    @inlinable
    package subscript(offset: Int) -> UInt8 {
        precondition(UInt(bitPattern: offset) < UInt(bitPattern: count), "byte offset out of range")
        return start[offset]
    }

    /// The bytes of a range.
    @inlinable
    package subscript(range: Range<Int>) -> ByteView {
        precondition(range.lowerBound >= 0 && range.upperBound <= count, "byte range out of range")
        return ByteView(start: start + range.lowerBound, count: range.count)
    }

    /// The bytes from an offset to the end.
    @inlinable
    package subscript(range: PartialRangeFrom<Int>) -> ByteView { self[range.lowerBound..<count] }

    /// The bytes before an offset.
    @inlinable
    package subscript(range: PartialRangeUpTo<Int>) -> ByteView { self[0..<range.upperBound] }

    /// The first byte, or nil if the view is empty.
    package var first: UInt8? { isEmpty ? nil : start[0] }

    /// The last byte, or nil if the view is empty.
    package var last: UInt8? { isEmpty ? nil : start[count - 1] }

    /// The bytes as a buffer, which must not outlive the view.
    package var buffer: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: start, count: count) }

    /// Copies the bytes to memory that has room for them, which is not checked.
    @inlinable
    package func copy(to place: UnsafeMutableRawPointer) {
        let bytes = UnsafeRawPointer(start)
        // A call costs more than copying a few bytes directly, as two words that may overlap.
        func copy<Word: BitwiseCopyable>(inTwo: Word.Type) {
            let last = count - MemoryLayout<Word>.size
            let (head, tail) = (bytes.loadUnaligned(as: Word.self), (bytes + last).loadUnaligned(as: Word.self))
            place.storeBytes(of: head, as: Word.self)
            (place + last).storeBytes(of: tail, as: Word.self)
        }
        switch count {
        case 0: break
        case 1: place.storeBytes(of: start[0], as: UInt8.self)
        case 2...3: copy(inTwo: UInt16.self)
        case 4...7: copy(inTwo: UInt32.self)
        case 8...16: copy(inTwo: UInt64.self)
        default: place.copyMemory(from: bytes, byteCount: count)
        }
    }

    /// The bytes as raw memory, which must not outlive the view.
    package var raw: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: start, count: count) }

    /// The bytes decoded as UTF-8; invalid bytes become U+FFFD.
    package var text: String { String(decoding: buffer, as: UTF8.self) }

    /// A copy of the bytes.
    package var array: [UInt8] { Array(buffer) }
}

// MARK: - Search

extension ByteView {
    /// Returns the offset of the first byte equal to `byte` at or after an offset, or nil.
    ///
    /// Runs at the speed of `memchr`.
    package func firstIndex(of byte: UInt8, from offset: Int = 0) -> Int? {
        precondition(offset >= 0 && offset <= count)
        guard offset < count, let found = memchr(start + offset, Int32(byte), count - offset) else { return nil }
        return UnsafeRawPointer(found) - UnsafeRawPointer(start)
    }

    /// Returns the offset of the last byte equal to `byte`, or nil.
    package func lastIndex(of byte: UInt8) -> Int? {
        var offset = count
        while offset >= 64 {
            let places = equal_bytes(start + offset - 64, byte)
            if places != 0 { return offset - 1 - places.leadingZeroBitCount }
            offset -= 64
        }
        while offset > 0 {
            offset -= 1
            if start[offset] == byte { return offset }
        }
        return nil
    }

    /// Returns the offset of the first occurrence of a needle at or after an offset, or nil.
    ///
    /// It compares 64 places per step with the needle's first and last byte, which is fast for short needles.
    package func firstIndex(of needle: ByteView, from offset: Int = 0) -> Int? {
        precondition(offset >= 0 && offset <= count)
        guard let found = find_bytes(start + offset, count - offset, needle.start, needle.count) else { return nil }
        return found - UnsafeRawPointer(start)
    }

    /// Returns the number of bytes equal to `byte`.
    package func count(of byte: UInt8) -> Int {
        Int(count_bytes(start, count, byte))
    }

    /// Returns whether the bytes start with `prefix`.
    package func starts(with prefix: ByteView) -> Bool {
        count >= prefix.count && memcmp(start, prefix.start, prefix.count) == 0
    }

    /// The bytes without ASCII white space at both ends.
    package var trimmed: ByteView {
        var lower = 0
        var upper = count
        while lower < upper, start[lower].isASCIIWhiteSpace { lower += 1 }
        while upper > lower, start[upper - 1].isASCIIWhiteSpace { upper -= 1 }
        return self[lower..<upper]
    }
}

extension UInt8 {
    /// Whether it is a space, tab, line feed, vertical tab, form feed or carriage return.
    @inlinable
    package var isASCIIWhiteSpace: Bool { self == 0x20 || (self >= 9 && self <= 13) }

    /// Whether it is 0 to 9.
    @inlinable
    package var isASCIIDigit: Bool { self >= 0x30 && self <= 0x39 }

    /// Whether it is A to Z or a to z.
    package var isASCIILetter: Bool { (self | 0x20) &- 0x61 < 26 }

    /// Whether it is A to Z, a to z or 0 to 9.
    package var isASCIILetterOrDigit: Bool { isASCIIDigit || isASCIILetter }
}

// MARK: - Comparison

extension ByteView: Equatable, Comparable {
    /// Returns whether two views have equal bytes.
    @inlinable
    package static func == (a: ByteView, b: ByteView) -> Bool {
        a.count == b.count && memcmp(a.start, b.start, a.count) == 0
    }

    /// Returns whether a literal has the same bytes.
    package static func == (a: ByteView, b: StaticString) -> Bool { a == ByteView(b) }

    /// Returns whether the bytes come first in lexicographic order, which for UTF-8 is the order of code points.
    @usableFromInline
    package static func < (a: ByteView, b: ByteView) -> Bool {
        let order = memcmp(a.start, b.start, min(a.count, b.count))
        return order != 0 ? order < 0 : a.count < b.count
    }
}

extension ByteView: Hashable {
    /// Hashes the bytes, so that equal views have equal hashes.
    @usableFromInline
    package func hash(into hasher: inout Hasher) {
        hasher.combine(bytes: raw)
    }
}

// MARK: - Views of Swift types

extension Array where Element == UInt8 {
    /// Calls `body` with a view of the array's bytes, valid during the call.
    @inlinable
    package func withByteView<Result, Failure: Error>(
        _ body: (ByteView) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try withUnsafeBufferPointer { (buffer) throws(Failure) in try body(ByteView(buffer)) }
    }
}

extension String {
    /// Calls `body` with a view of the string's UTF-8 bytes, valid during the call.
    @inlinable
    package func withByteView<Result>(_ body: (ByteView) throws -> Result) rethrows -> Result {
        var copy = self
        return try copy.withUTF8 { try body(ByteView($0)) }
    }

    /// The string's UTF-8 bytes.
    package var bytes: [UInt8] { Array(utf8) }

    /// Returns whether the string comes before another in the order of their UTF-8 bytes.
    package func precedesInBytes(_ other: String) -> Bool { utf8.lexicographicallyPrecedes(other.utf8) }
}
