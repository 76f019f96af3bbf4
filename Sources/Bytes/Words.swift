import CIntrinsics

/// A text in lower case, split into words: runs of characters other than white space, including punctuation.
///
/// White space is Unicode's White_Space property; lowercasing is Unicode's full mapping with the final sigma rule (The
/// Unicode Standard, section 3.13), like Python's `str.lower`. An instance is reused for many texts and is not
/// thread-safe.
package struct Words: Sendable {
    /// The lowercased text.
    private var lowered: [UInt8] = []
    /// The starts and ends of words in the lowercased text, alternating; entries from `edgeCount` on are unused.
    private var edges: [Int32] = []
    private var edgeCount = 0

    /// Creates an instance without words.
    package init() {}

    /// The number of words in the text.
    package var count: Int { edgeCount / 2 }

    private func bounds(_ index: Int) -> Range<Int> { Int(edges[2 * index])..<Int(edges[2 * index + 1]) }

    /// The maximum length of a text in bytes: offsets have 31 bits, and lowercasing may lengthen a text by half.
    package static let longestText = 1 << 30

    /// Splits a UTF-8 text of at most `longestText` bytes into words.
    package mutating func read(_ text: ByteView) {
        precondition(text.count <= Self.longestText, "a text too long to cut into words")
        // Lowercasing lengthens a letter by at most half (U+023A: from two bytes to three); a step writes 64 bytes.
        let needed = text.count + text.count / 2 + 128
        if lowered.count < needed { lowered.append(contentsOf: repeatElement(0, count: needed - lowered.count)) }
        lowered.withUnsafeMutableBufferPointer { lowered in
            var cutter = Cutter(text: text, lowered: lowered)
            while !cutter.isAtEnd {
                // There is at most one edge per byte, and one at the end of the text; they are written eight at a time.
                let room = edges.count - cutter.edgeCount
                if room < 73 { edges.append(contentsOf: repeatElement(0, count: edges.count + 73)) }
                edges.withUnsafeMutableBufferPointer { cutter.step(edges: $0) }
            }
            edges.withUnsafeMutableBufferPointer { cutter.end(edges: $0) }
            edgeCount = cutter.edgeCount
        }
    }

    /// A copy that uses no more memory than necessary.
    package var compact: Words {
        var copy = Words()
        (copy.edges, copy.edgeCount) = (Array(edges.prefix(edgeCount)), edgeCount)
        copy.lowered = Array(lowered.prefix(Int(copy.edges.last ?? 0))) + [UInt8](repeating: 0, count: 64)
        return copy
    }

    /// Calls `body` with the bytes of a word.
    package func withWord<Result>(_ index: Int, _ body: (ByteView) -> Result) -> Result {
        lowered.withByteView { body($0[bounds(index)]) }
    }

    /// Returns the words of a range, separated by spaces.
    package func joined(_ range: Range<Int>) -> String {
        range.map { withWord($0) { $0.text } }.joined(separator: " ")
    }

    /// Returns the number of consecutive words that are equal in this text and another, starting at the given indices.
    package func commonLength(at word: Int, with other: Words, at otherWord: Int, atMost most: Int = .max) -> Int {
        let most = min(most, count - word, other.count - otherWord)
        return lowered.withByteView { mine in
            other.lowered.withByteView { theirs in
                (0..<most).first { mine[bounds(word + $0)] != theirs[other.bounds(otherWord + $0)] } ?? most
            }
        }
    }

    // MARK: - Hashes

    /// Computes a 64-bit hash of each word, for tables in memory.
    package func hashes(into hashes: inout [UInt64]) {
        hashes.removeAll(keepingCapacity: true)
        hashes.reserveCapacity(count)
        lowered.withByteView { bytes in
            for index in 0..<count { hashes.append(Self.hash(bytes, bounds(index))) }
        }
    }

    /// Eight bytes per step; the buffer is padded after its last word, so that a step may read past the end of the
    /// word.
    @inline(__always)
    private static func hash(_ bytes: ByteView, _ word: Range<Int>) -> UInt64 {
        var hash = 0x9E37_79B9_7F4A_7C15 ^ UInt64(truncatingIfNeeded: word.count)
        var offset = word.lowerBound
        while offset + 8 < word.upperBound {
            hash = Mix.fold(hash ^ bytes.word(at: offset), 0xA076_1D64_78BD_642F)
            offset += 8
        }
        let last = bytes.word(at: offset) & (~0 >> UInt64(truncatingIfNeeded: 64 - 8 * (word.upperBound - offset)))
        return Mix.fold(hash ^ last, 0xE703_7ED1_A0B4_28DB)
    }

    // MARK: - Reading

    /// Lowercases and splits one text.
    private struct Cutter {
        let text: ByteView
        private var scan = word_scan()

        init(text: ByteView, lowered: UnsafeMutableBufferPointer<UInt8>) {
            self.text = text
            scan.bytes = text.start
            scan.count = text.count
            scan.lowered = lowered.baseAddress
        }

        var isAtEnd: Bool { scan.offset == text.count }
        var edgeCount: Int { scan.edge_count }
        private var isInWord: Bool { scan.edge_count % 2 == 1 }

        /// Continues until there is no more room for edges, or past 64 bytes that contain a character outside ASCII.
        mutating func step(edges: UnsafeMutableBufferPointer<Int32>) {
            scan.edges = edges.baseAddress
            guard word_scan_on(&scan, edges.baseAddress.map { UnsafePointer($0 + edges.count) }) else { return }
            // Processes code points up to the first one after the 64 bytes.
            let end = min(scan.offset + 64, text.count)
            while scan.offset < end {
                let (value, length) = UTF8Check.decode(text, at: scan.offset)
                let isSpace = Words.isWhiteSpace(value)
                if isSpace == isInWord { addEdge(edges) }
                if isSpace { write(0x20) } else { lower(value, scan.offset, length) }
                scan.offset += length
            }
        }

        /// Ends the last word.
        mutating func end(edges: UnsafeMutableBufferPointer<Int32>) {
            if isInWord { addEdge(edges) }
        }

        private mutating func addEdge(_ edges: UnsafeMutableBufferPointer<Int32>) {
            edges[scan.edge_count] = Int32(truncatingIfNeeded: scan.written)
            scan.edge_count += 1
        }

        private mutating func write(_ byte: UInt8) {
            scan.lowered[scan.written] = byte
            scan.written += 1
        }

        private mutating func lower(_ value: UInt32, _ offset: Int, _ length: Int) {
            if value < 0x80 {
                let byte = UInt8(value)
                write(byte &- 0x41 < 26 ? byte | 0x20 : byte)
            } else if value == 0x3A3 {
                write(0xCF)
                write(Words.isFinalSigma(text, offset, length) ? 0x82 : 0x83)
            } else if let scalar = Unicode.Scalar(value), scalar.properties.changesWhenLowercased {
                for byte in scalar.properties.lowercaseMapping.utf8 { write(byte) }
            } else {
                for byte in text[offset..<offset + length].buffer { write(byte) }
            }
        }
    }

    /// Returns whether the condition Final_Sigma holds: a cased letter before, none after, skipping case-ignorable
    /// characters.
    fileprivate static func isFinalSigma(_ text: ByteView, _ offset: Int, _ length: Int) -> Bool {
        var before = offset
        var hasCasedBefore = false
        while before > 0 {
            repeat { before -= 1 } while before > 0 && text[before] & 0xC0 == 0x80
            guard let scalar = Unicode.Scalar(UTF8Check.decode(text, at: before).value) else { break }
            if scalar.properties.isCaseIgnorable { continue }
            hasCasedBefore = scalar.properties.isCased
            break
        }
        guard hasCasedBefore else { return false }
        var after = offset + length
        while after < text.count {
            let (value, length) = UTF8Check.decode(text, at: after)
            guard let scalar = Unicode.Scalar(value) else { break }
            if !scalar.properties.isCaseIgnorable { return !scalar.properties.isCased }
            after += length
        }
        return true
    }

    /// Returns whether a code point has Unicode's White_Space property.
    package static func isWhiteSpace(_ value: UInt32) -> Bool {
        switch value {
        case 0x09...0x0D, 0x20, 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000: true
        default: false
        }
    }
}
