import CIntrinsics

/// A text lower-cased and cut into words: what lies between white space, punctuation included.
///
/// White space is Unicode's White_Space property; lower-casing is Unicode's full mapping with the rule of the final
/// sigma (The Unicode Standard, section 3.13), as Python's `str.lower` has it. It belongs to one thread and is used
/// for one text after the other.
package struct Words: Sendable {
    /// The lower-cased text.
    private var lowered: [UInt8] = []
    /// Where in the lower-cased text words begin and end, by turns; what follows `edgeCount` is room.
    private var edges: [Int32] = []
    private var edgeCount = 0

    package init() {}

    /// How many words the text has.
    package var count: Int { edgeCount / 2 }

    private func bounds(_ index: Int) -> Range<Int> { Int(edges[2 * index])..<Int(edges[2 * index + 1]) }

    /// Cuts a well-formed UTF-8 text of less than 512 MiB into words.
    package mutating func read(_ text: ByteView) {
        precondition(text.count < 1 << 29, "a text too long to cut into words")
        // A letter in lower case has at most half as many bytes again (U+023A: two, and three); a step writes 64 bytes.
        let needed = text.count + text.count / 2 + 128
        if lowered.count < needed { lowered.append(contentsOf: repeatElement(0, count: needed - lowered.count)) }
        var cutter = Cutter(edges: edges)
        edges = []
        lowered.withUnsafeMutableBufferPointer { lowered in
            guard let target = lowered.baseAddress else { return }
            var offset = 0
            while offset < text.count { offset = cutter.step(text, at: offset, target) }
        }
        cutter.end()
        (edges, edgeCount) = (cutter.edges, cutter.edgeCount)
    }

    /// A copy that holds no more memory than it needs.
    package var compact: Words {
        var copy = Words()
        (copy.edges, copy.edgeCount) = (Array(edges.prefix(edgeCount)), edgeCount)
        copy.lowered = Array(lowered.prefix(Int(copy.edges.last ?? 0))) + [UInt8](repeating: 0, count: 64)
        return copy
    }

    /// Calls with the bytes of one word.
    package func withWord<Result>(_ index: Int, _ body: (ByteView) -> Result) -> Result {
        lowered.withByteView { body($0[bounds(index)]) }
    }

    /// Words of a range with one space between each.
    package func joined(_ range: Range<Int>) -> String {
        range.map { withWord($0) { $0.text } }.joined(separator: " ")
    }

    // MARK: - Hashes

    /// A 64-bit hash of each word, for tables in memory.
    package func hashes(into hashes: inout [UInt64]) {
        hashes.removeAll(keepingCapacity: true)
        hashes.reserveCapacity(count)
        lowered.withByteView { bytes in
            for index in 0..<count { hashes.append(Self.hash(bytes, bounds(index))) }
        }
    }

    /// Eight bytes a step; the buffer has room behind its last word, so that a step may read past the word's end.
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

    /// Lower-cases and cuts one text.
    private struct Cutter {
        /// How many bytes were written.
        private var written = 0
        private(set) var edges: [Int32]
        private(set) var edgeCount = 0

        /// A cutter that writes edges into an array, whose content is of no account.
        init(edges: [Int32]) {
            self.edges = edges
        }

        private var isInWord: Bool { edgeCount % 2 == 1 }

        /// Takes the next 64 bytes, or what is left; returns the offset of what follows.
        ///
        /// The target has room for 64 bytes behind what a text can become.
        mutating func step(_ text: ByteView, at offset: Int, _ target: UnsafeMutablePointer<UInt8>) -> Int {
            let count = min(64, text.count - offset)
            let classes =
                count == 64
                ? lower_and_classify(text.start + offset, target + written)
                : lowerTail(text[offset...], target + written)
            // There is an edge at every byte at most, and one at the text's end; they are written eight at a time.
            if edges.count < edgeCount + 72 {
                edges.append(contentsOf: repeatElement(0, count: edges.count + 72))
            }
            guard classes.high == 0 else { return stepByScalars(text, offset..<offset + count, target) }
            // An edge is where white space begins or ends; the bit before the block is what the last one left.
            let marks = classes.white_space ^ (classes.white_space << 1 | (isInWord ? 0 : 1))
            let first = edgeCount
            edgeCount += edges.withUnsafeMutableBufferPointer {
                write_bit_places(marks, Int32(truncatingIfNeeded: written), $0.baseAddress.map { $0 + first })
            }
            written += count
            return offset + count
        }

        /// Ends the last word.
        mutating func end() {
            if isInWord { addEdge() }
        }

        private mutating func addEdge() {
            edges[edgeCount] = Int32(truncatingIfNeeded: written)
            edgeCount += 1
        }

        /// Takes the last, incomplete block, filled up with spaces so that the last word ends.
        private func lowerTail(_ tail: ByteView, _ target: UnsafeMutablePointer<UInt8>) -> word_classes {
            withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 64) { block in
                block.initialize(repeating: 0x20)
                _ = block.update(fromContentsOf: tail.buffer)
                guard let first = block.baseAddress else { return word_classes() }
                return lower_and_classify(first, target)
            }
        }

        /// Takes code points up to the first one behind a range.
        private mutating func stepByScalars(
            _ text: ByteView, _ range: Range<Int>, _ target: UnsafeMutablePointer<UInt8>
        ) -> Int {
            var offset = range.lowerBound
            while offset < range.upperBound {
                let (value, length) = UTF8Check.decode(text, at: offset)
                let isSpace = Words.isWhiteSpace(value)
                if isSpace == isInWord { addEdge() }
                if isSpace {
                    write(0x20, target)
                } else {
                    lower(value, text, offset, length, target)
                }
                offset += length
            }
            return offset
        }

        private mutating func write(_ byte: UInt8, _ target: UnsafeMutablePointer<UInt8>) {
            target[written] = byte
            written += 1
        }

        private mutating func lower(
            _ value: UInt32, _ text: ByteView, _ offset: Int, _ length: Int, _ target: UnsafeMutablePointer<UInt8>
        ) {
            if value < 0x80 {
                let byte = UInt8(value)
                write(byte &- 0x41 < 26 ? byte | 0x20 : byte, target)
            } else if value == 0x3A3 {
                write(0xCF, target)
                write(Words.isFinalSigma(text, offset, length) ? 0x82 : 0x83, target)
            } else if let scalar = Unicode.Scalar(value), scalar.properties.changesWhenLowercased {
                for byte in scalar.properties.lowercaseMapping.utf8 { write(byte, target) }
            } else {
                for byte in text[offset..<offset + length].buffer { write(byte, target) }
            }
        }
    }

    /// The condition Final_Sigma: a cased letter before, none after, looking past what case ignores.
    fileprivate static func isFinalSigma(_ text: ByteView, _ offset: Int, _ length: Int) -> Bool {
        var before = offset
        var hasCasedBefore = false
        while before > 0 {
            repeat { before -= 1 } while text[before] & 0xC0 == 0x80
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

    /// Unicode's White_Space property.
    package static func isWhiteSpace(_ value: UInt32) -> Bool {
        switch value {
        case 0x09...0x0D, 0x20, 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000: true
        default: false
        }
    }
}
