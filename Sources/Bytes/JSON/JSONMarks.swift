import CIntrinsics

/// The first pass of JSON parsing: one scan of all bytes, 64 at a time.
///
/// It finds the quotes that open and close strings and the escapes that canonical text would not have, and checks the
/// contents of strings: control characters, escapes, surrogate pairs, UTF-8.
struct JSONMarks {
    /// The offsets of all unescaped quotes, of which `quoteCount`, an even number, are valid.
    private(set) var quotes: [UInt32] = Array(repeating: 0, count: 256)
    private(set) var quoteCount = 0
    /// The offsets of backslashes before `u` and `/`, in ascending order.
    private(set) var rewrites: [UInt32] = []

    /// The end of the multi-byte sequence that was last checked.
    private var endOfSequence = 0

    /// Scans a text.
    ///
    /// Throws `JSONError` for a fault inside a string, invalid UTF-8 anywhere, an unterminated string, or a text that
    /// is too long.
    mutating func find(in text: ByteView) throws(JSONError) {
        guard text.count <= JSONError.longest else { throw JSONError(.tooLong, at: JSONError.longest) }
        rewrites.removeAll(keepingCapacity: true)
        endOfSequence = 0
        var scan = json_scan()
        scan.bytes = text.start
        scan.count = text.count
        while scan.offset < text.count {
            if quotes.count - scan.quote_count < 64 {
                quotes.append(contentsOf: repeatElement(0, count: quotes.count))
            }
            let hasStopped = quotes.withUnsafeMutableBufferPointer { quotes in
                scan.quotes = quotes.baseAddress
                return json_scan_on(&scan, quotes.baseAddress.map { UnsafePointer($0 + quotes.count) })
            }
            if hasStopped { try check(scan, of: text) }
        }
        quoteCount = scan.quote_count
        if quoteCount % 2 == 1 { throw JSONError(.unterminatedString, at: Int(quotes[quoteCount - 1])) }
        for rewrite in rewrites { try checkSurrogate(Int(rewrite), of: text) }
    }

    /// Checks the bytes at which the scan stopped, in the 64 bytes before its offset.
    private mutating func check(_ scan: json_scan, of text: ByteView) throws(JSONError) {
        let offset = scan.offset - 64
        var rare = scan.rare
        while rare != 0 {
            try checkEscape(offset + rare.trailingZeroBitCount, of: text)
            rare &= rare &- 1
        }
        if scan.control != 0 {
            let place = offset + scan.control.trailingZeroBitCount
            throw JSONError(.controlCharacter(text[place]), at: place)
        }
        if scan.high != 0 { try checkSequences(scan.high, at: offset, of: text) }
    }

    private mutating func checkEscape(_ place: Int, of text: ByteView) throws(JSONError) {
        // The last block is padded with spaces; a text that ends with a backslash has no closing quote either.
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

    /// Throws if the escape is an unpaired surrogate.
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

    /// Returns whether an escape, and not an escaped backslash followed by `u`, starts at the offset.
    private func isRewrite(_ offset: Int) -> Bool {
        var lower = 0
        var upper = rewrites.count
        while lower < upper {
            let middle = (lower + upper) / 2
            if Int(rewrites[middle]) < offset { lower = middle + 1 } else { upper = middle }
        }
        return lower < rewrites.count && Int(rewrites[lower]) == offset
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
