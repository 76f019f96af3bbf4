import CIntrinsics

/// The first step of reading JSON: one run over all bytes, 64 at a time.
///
/// It finds the quotes that open and close strings and the escapes that a canonical text would not have, and checks
/// everything that concerns the inside of strings: control characters, escapes, surrogate pairs, UTF-8.
struct JSONMarks {
    /// The offsets of all quotes that are not escaped; their number is even.
    private(set) var quotes: [UInt32] = []
    /// The offsets of back-slashes before `u` and `/`, in order.
    private(set) var rewrites: [UInt32] = []

    /// True when the first byte of the next block is escaped by the last one of this.
    private var carriesEscape: UInt64 = 0
    /// The end of the multi-byte sequence that was checked last.
    private var endOfSequence = 0

    /// Runs over a text.
    ///
    /// Throws for a fault inside strings, for bad UTF-8 anywhere, and for a string without end.
    mutating func find(in text: ByteView) throws(JSONError) {
        precondition(text.count < Int(UInt32.max), "a JSON text of 4 GiB or more")
        quotes.removeAll(keepingCapacity: true)
        rewrites.removeAll(keepingCapacity: true)
        carriesEscape = 0
        endOfSequence = 0
        var offset = 0
        while offset + 64 <= text.count {
            try block(json_classes_of(text.start + offset), at: offset, of: text)
            offset += 64
        }
        if offset < text.count {
            try block(json_classes_of_tail(text.start + offset, text.count - offset), at: offset, of: text)
        }
        if let last = quotes.last, quotes.count % 2 == 1 { throw JSONError(.unterminatedString, at: Int(last)) }
        for rewrite in rewrites { try checkSurrogate(Int(rewrite), of: text) }
    }

    @inline(__always)
    private mutating func block(_ classes: json_classes, at offset: Int, of text: ByteView) throws(JSONError) {
        var escaped = carriesEscape
        if classes.backslash != 0 { escaped = escapedBytes(classes.backslash) } else { carriesEscape = 0 }
        var rare = escaped & ~(classes.quote | classes.backslash | classes.letter_n)
        while rare != 0 {
            try checkEscape(offset + rare.trailingZeroBitCount, of: text)
            rare &= rare &- 1
        }
        let quotesHere = classes.quote & ~escaped
        if classes.control != 0 { try checkControl(classes.control, quotesHere, at: offset, of: text) }
        var rest = quotesHere
        while rest != 0 {
            quotes.append(UInt32(truncatingIfNeeded: offset + rest.trailingZeroBitCount))
            rest &= rest &- 1
        }
        if classes.high != 0 { try checkSequences(classes.high, at: offset, of: text) }
    }

    /// The bytes that a back-slash escapes: those after an odd run of them.
    ///
    /// The odd bits carry the parity of each run through one subtraction (Langdale and Lemire, "Parsing gigabytes of
    /// JSON per second", section 3.1.1).
    @inline(__always)
    private mutating func escapedBytes(_ backslash: UInt64) -> UInt64 {
        let odd: UInt64 = 0xAAAA_AAAA_AAAA_AAAA
        let starters = backslash & ~carriesEscape
        let codes = ((starters << 1 | odd) &- starters) ^ odd
        let escaped = codes ^ (backslash | carriesEscape)
        carriesEscape = (codes & backslash) >> 63
        return escaped
    }

    private mutating func checkEscape(_ place: Int, of text: ByteView) throws(JSONError) {
        // The tail's block is filled up with spaces; a text that ends in a back-slash has no closing quote either.
        guard place < text.count else { return }
        switch text[place] {
        case UInt8(ascii: "u"):
            guard JSONEscape.hexadecimal(text, at: place + 1) != nil else {
                throw JSONError(.invalidEscape, at: place - 1)
            }
            rewrites.append(UInt32(truncatingIfNeeded: place - 1))
        case UInt8(ascii: "/"):
            rewrites.append(UInt32(truncatingIfNeeded: place - 1))
        case UInt8(ascii: "b"), UInt8(ascii: "f"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            break
        default:
            throw JSONError(.invalidEscape, at: place - 1)
        }
    }

    /// Throws when the escape is half of a surrogate pair without the other half.
    private func checkSurrogate(_ backslash: Int, of text: ByteView) throws(JSONError) {
        guard text[backslash + 1] == UInt8(ascii: "u"),
            let unit = JSONEscape.hexadecimal(text, at: backslash + 2)
        else { return }
        if unit & 0xFC00 == 0xD800 {
            guard backslash + 12 <= text.count, text[backslash + 6] == UInt8(ascii: "\\"),
                text[backslash + 7] == UInt8(ascii: "u"),
                let low = JSONEscape.hexadecimal(text, at: backslash + 8), low & 0xFC00 == 0xDC00
            else { throw JSONError(.unpairedSurrogate, at: backslash) }
        } else if unit & 0xFC00 == 0xDC00 {
            guard backslash >= 6, text[backslash - 6] == UInt8(ascii: "\\"), text[backslash - 5] == UInt8(ascii: "u"),
                let high = JSONEscape.hexadecimal(text, at: backslash - 4), high & 0xFC00 == 0xD800,
                isRewrite(backslash - 6)
            else { throw JSONError(.unpairedSurrogate, at: backslash) }
        }
    }

    /// True when an escape, and not an escaped back-slash before a `u`, begins at the offset.
    private func isRewrite(_ offset: Int) -> Bool {
        var lower = 0
        var upper = rewrites.count
        while lower < upper {
            let middle = (lower + upper) / 2
            if Int(rewrites[middle]) < offset { lower = middle + 1 } else { upper = middle }
        }
        return lower < rewrites.count && Int(rewrites[lower]) == offset
    }

    /// Throws when a control character stands inside a string: where the number of quotes before it is odd.
    private func checkControl(
        _ control: UInt64, _ quotesHere: UInt64, at offset: Int, of text: ByteView
    ) throws(JSONError) {
        var inside = quotesHere
        for shift: UInt64 in [1, 2, 4, 8, 16, 32] { inside ^= inside << shift }
        if quotes.count % 2 == 1 { inside = ~inside }
        let faults = control & inside
        guard faults != 0 else { return }
        let place = offset + faults.trailingZeroBitCount
        throw JSONError(.controlCharacter(text[place]), at: place)
    }

    private mutating func checkSequences(_ high: UInt64, at offset: Int, of text: ByteView) throws(JSONError) {
        var rest = high
        while rest != 0 {
            let place = offset + rest.trailingZeroBitCount
            if place >= endOfSequence {
                guard let length = UTF8Check.sequenceLength(text, at: place) else {
                    throw JSONError(.invalidUTF8, at: place)
                }
                endOfSequence = place + length
            }
            rest &= rest &- 1
        }
    }
}
