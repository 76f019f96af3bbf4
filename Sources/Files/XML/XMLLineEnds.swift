import Bytes

/// Makes a line feed of every line end of an XML file before a parser sees it: of CR LF, and of CR alone (XML 1.0,
/// section 2.11).
///
/// Versions of libxml2 before 2.14 leave those in a CDATA section as they are when a file comes piece by piece. What is
/// written as a reference, such as `&#13;`, is none of them and stays.
struct XMLLineEnds {
    private let encoding: XMLEncoding
    /// Whether the bytes so far end with a carriage return, of which it is not known yet what follows it.
    private var isReturnHeld = false
    /// What `change` made of the last bytes, used again and again.
    var changed: [UInt8] = []

    private static let (carriageReturn, lineFeed): (UInt8, UInt8) = (0x0D, 0x0A)

    /// For a file from its beginning, or from a place where no line end is cut in two.
    init(_ encoding: XMLEncoding) {
        self.encoding = encoding
    }

    /// Takes the next bytes of the file; returns whether a parser is to have what stands in `changed` in their place.
    ///
    /// - Parameters:
    ///   - mayHaveReturns: false where it is known that no carriage return is among them.
    ///   - isLast: whether the file ends with them; in UTF-16 others have whole units.
    ///   - offsets: takes note of what the parser is given, and of what it is not.
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

    /// Copies bytes up to a carriage return, which is held back, or to their end; returns where it got to.
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

/// Counts the line ends of an XML file, in which CR LF is one and CR another.
struct XMLLineCount {
    private var endsWithReturn = false

    init() {}

    /// How many line ends the next bytes add to those before, and whether a carriage return is among them.
    ///
    /// In UTF-16 the number means nothing; but where the byte of a carriage return is missing, there is none.
    mutating func count(in bytes: ByteView) -> (lines: Int, hasReturns: Bool) {
        var lines = bytes.count(of: 0x0A)
        // This line feed follows a return that was counted.
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

/// Tells where in a file stands what a parser was given of it, from which some carriage returns were left out.
struct XMLOffsets {
    /// How many bytes a character of ASCII has.
    private let unitSize: Int
    /// How many bytes the parser was given.
    var given = 0
    /// How much further on in the file the parser stands than it knows, what is left out not counted.
    var shift = 0

    /// Behind how many of the given bytes something was left out, in ascending order, where anybody may still ask.
    private var places: [Int] = []
    /// How many units were left out before those.
    private var settled = 0
    /// How many of the places lie before the one that was asked for last: who asks goes on, and seldom far.
    private var passed = 0

    private static let mostPlaces = 1 << 14

    init(_ encoding: XMLEncoding) {
        unitSize = encoding.unitSize
    }

    /// Whether so many places are kept that somebody should ask where the parser stands, after which fewer may be.
    var areMany: Bool { places.count >= 2 * Self.mostPlaces }

    /// Takes note that a unit of the file was left out behind so many given bytes.
    mutating func leaveOutUnit(at place: Int) {
        if passed >= Self.mostPlaces {
            places.removeFirst(passed)
            (settled, passed) = (settled + passed, 0)
        }
        places.append(place)
    }

    /// Where in the file stands what follows so many of the given bytes.
    mutating func place(behind count: Int) -> Int {
        while passed < places.count, places[passed] < count { passed += 1 }
        while passed > 0, places[passed - 1] >= count { passed -= 1 }
        return count + (settled + passed) * unitSize + shift
    }
}

extension XMLEncoding {
    /// How many bytes a character of ASCII has.
    var unitSize: Int { self == .ascii ? 1 : 2 }

    /// The offset of the first unit that is a character of ASCII, in bytes that begin with a whole unit.
    fileprivate func firstUnit(_ character: UInt8, in bytes: ByteView, from start: Int) -> Int? {
        var start = start
        while let place = bytes.firstIndex(of: character, from: start) {
            let unit = place - place % unitSize
            if hasUnit(character, at: unit, in: bytes) { return unit }
            start = place + 1
        }
        return nil
    }

    /// Whether the unit at an offset is a character of ASCII.
    fileprivate func hasUnit(_ character: UInt8, at offset: Int, in bytes: ByteView) -> Bool {
        guard offset + unitSize <= bytes.count else { return false }
        switch self {
        case .ascii: return bytes[offset] == character
        case .utf16Little: return bytes[offset] == character && bytes[offset + 1] == 0
        case .utf16Big: return bytes[offset] == 0 && bytes[offset + 1] == character
        }
    }

    /// Appends a character of ASCII.
    fileprivate func append(_ character: UInt8, to bytes: inout [UInt8]) {
        if self == .utf16Big { bytes.append(0) }
        bytes.append(character)
        if self == .utf16Little { bytes.append(0) }
    }
}
