import Bytes

/// Converts the line ends of an XML file, CR LF and CR, to line feeds before parsing (XML 1.0, section 2.11).
///
/// libxml2 before version 2.14 does not convert those in a CDATA section when a file is parsed in chunks. A character
/// reference such as `&#13;` is not a line end and is unchanged.
struct XMLLineEnds {
    private let encoding: XMLEncoding
    /// Whether the bytes so far end with a carriage return that may be followed by a line feed.
    private var isReturnHeld = false
    /// The result of the last call of `change`; the buffer is reused.
    var changed: [UInt8] = []

    private static let (carriageReturn, lineFeed): (UInt8, UInt8) = (0x0D, 0x0A)

    /// Creates a converter for a file from its beginning, or from a place that does not split a line end.
    init(_ encoding: XMLEncoding) {
        self.encoding = encoding
    }

    /// Processes the next bytes of the file; returns whether the parser should get `changed` instead of them.
    ///
    /// - Parameters:
    ///   - mayHaveReturns: Whether the bytes may contain carriage returns.
    ///   - isLast: Whether the file ends with these bytes; earlier ones contain whole units in UTF-16.
    ///   - offsets: Updated with the bytes passed on and left out.
    mutating func change(
        _ bytes: ByteView, mayHaveReturns: Bool, isLast: Bool, _ offsets: inout XMLOffsets
    ) -> Bool {
        if !isReturnHeld, !mayHaveReturns || bytes.firstIndex(of: Self.carriageReturn) == nil {
            offsets.given += bytes.count
            return false
        }
        changed.removeAll(keepingCapacity: true)
        var start = isReturnHeld ? 0 : copy(bytes, from: 0)
        while isReturnHeld {
            if start == bytes.count, !isLast { break }
            isReturnHeld = false
            if encoding.hasUnit(Self.lineFeed, at: start, in: bytes) {
                offsets.leaveOutUnit(at: offsets.given + changed.count)
            } else {
                encoding.append(Self.lineFeed, to: &changed)
            }
            start = copy(bytes, from: start)
        }
        offsets.given += changed.count
        return true
    }

    /// Copies bytes up to a carriage return, which is held back, or to their end; returns the offset reached.
    private mutating func copy(_ bytes: ByteView, from start: Int) -> Int {
        guard let place = encoding.firstUnit(Self.carriageReturn, in: bytes, from: start) else {
            changed.append(bytes[start...])
            return bytes.count
        }
        changed.append(bytes[start..<place])
        isReturnHeld = true
        return place + encoding.unitSize
    }
}

/// Counts the line ends of an XML file, where CR LF is one and CR alone another.
struct XMLLineCount {
    private var endsWithReturn = false

    init() {}

    /// Returns the number of line ends in the next bytes, and whether they contain a carriage return.
    ///
    /// For UTF-16 the number is meaningless, but without a byte 0x0D there is no carriage return.
    mutating func count(in bytes: ByteView) -> (lines: Int, hasReturns: Bool) {
        var lines = bytes.count(of: 0x0A)
        // This line feed follows a carriage return that was already counted.
        if endsWithReturn, bytes.first == 0x0A { lines -= 1 }
        if let last = bytes.last { endsWithReturn = last == 0x0D }
        guard let first = bytes.firstIndex(of: 0x0D) else { return (lines, false) }
        var next: Int? = first
        while let place = next {
            if place + 1 == bytes.count || bytes[place + 1] != 0x0A { lines += 1 }
            next = bytes.firstIndex(of: 0x0D, from: place + 1)
        }
        return (lines, true)
    }
}

/// Maps offsets in the parser's input to offsets in the file, where carriage returns were left out of the input.
struct XMLOffsets {
    /// The size of an ASCII character in bytes.
    private let unitSize: Int
    /// The number of bytes passed to the parser.
    var given = 0
    /// The distance by which the parser's input is further on in the file than its own count, apart from the units left
    /// out.
    var shift = 0

    /// The offsets in the input after which a unit was left out, in ascending order, as far as they may still be
    /// needed.
    private var places: [Int] = []
    /// The number of units left out before those.
    private var settled = 0
    /// The number of offsets before the last lookup; lookups mostly advance, and seldom far.
    private var passed = 0

    private static let mostPlaces = 1 << 14

    init(_ encoding: XMLEncoding) {
        unitSize = encoding.unitSize
    }

    /// Whether the number of stored offsets is large; looking up the parser's position then discards some.
    var areMany: Bool { places.count >= 2 * Self.mostPlaces }

    /// Records that a unit of the file was left out after `place` bytes of the input.
    mutating func leaveOutUnit(at place: Int) {
        if passed >= Self.mostPlaces {
            places.removeFirst(passed)
            (settled, passed) = (settled + passed, 0)
        }
        places.append(place)
    }

    /// Returns the offset in the file of what follows the first `count` bytes of the input.
    mutating func place(behind count: Int) -> Int {
        while passed < places.count, places[passed] < count { passed += 1 }
        while passed > 0, places[passed - 1] >= count { passed -= 1 }
        return count + (settled + passed) * unitSize + shift
    }
}

extension XMLEncoding {
    /// The size of an ASCII character in bytes.
    var unitSize: Int { self == .ascii ? 1 : 2 }

    /// Returns the offset of the first unit that is a given ASCII character, in bytes that start with a whole unit.
    fileprivate func firstUnit(_ character: UInt8, in bytes: ByteView, from start: Int) -> Int? {
        var start = start
        while let place = bytes.firstIndex(of: character, from: start) {
            let unit = place - place % unitSize
            if hasUnit(character, at: unit, in: bytes) { return unit }
            start = place + 1
        }
        return nil
    }

    /// Returns whether the unit at an offset is a given ASCII character.
    fileprivate func hasUnit(_ character: UInt8, at offset: Int, in bytes: ByteView) -> Bool {
        guard offset + unitSize <= bytes.count else { return false }
        switch self {
        case .ascii: return bytes[offset] == character
        case .utf16Little: return bytes[offset] == character && bytes[offset + 1] == 0
        case .utf16Big: return bytes[offset] == 0 && bytes[offset + 1] == character
        }
    }

    /// Appends an ASCII character.
    fileprivate func append(_ character: UInt8, to bytes: inout [UInt8]) {
        if self == .utf16Big { bytes.append(0) }
        bytes.append(character)
        if self == .utf16Little { bytes.append(0) }
    }
}
