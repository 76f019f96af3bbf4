import CIntrinsics

/// A text lower-cased and cut into words: what lies between white space, punctuation included.
///
/// White space is Unicode's White_Space property; lower-casing is Unicode's full mapping with the rule of the final
/// sigma (The Unicode Standard, section 3.13), as Python's `str.lower` has it. It belongs to one thread and is used
/// for one text after the other.
package struct Words: Sendable {
    /// The lower-cased text.
    private var lowered: [UInt8] = []
    /// Where each word begins and ends in the lower-cased text.
    private var bounds: [Range<Int32>] = []

    package init() {}

    /// How many words the text has.
    package var count: Int { bounds.count }

    /// Cuts a well-formed UTF-8 text of less than 512 MiB into words.
    package mutating func read(_ text: ByteView) {
        precondition(text.count < 1 << 29, "a text too long to cut into words")
        bounds.removeAll(keepingCapacity: true)
        // A letter in lower case has at most half as many bytes again (U+023A: two, and three); a step writes 64 bytes.
        let needed = text.count + text.count / 2 + 128
        if lowered.count < needed { lowered.append(contentsOf: repeatElement(0, count: needed - lowered.count)) }
        lowered.withUnsafeMutableBufferPointer { lowered in
            guard let target = lowered.baseAddress else { return }
            var cutter = Cutter(target: target)
            var offset = 0
            while offset < text.count {
                offset = cutter.step(text, at: offset, &bounds)
            }
            if cutter.start >= 0 { bounds.append(Int32(cutter.start)..<Int32(cutter.written)) }
        }
    }

    /// A copy that holds no more memory than it needs.
    package var compact: Words {
        var copy = Words()
        copy.bounds = Array(bounds)
        copy.lowered = Array(lowered.prefix(Int(bounds.last?.upperBound ?? 0))) + [UInt8](repeating: 0, count: 64)
        return copy
    }

    /// Calls with the bytes of one word.
    package func withWord<Result>(_ index: Int, _ body: (ByteView) -> Result) -> Result {
        lowered.withByteView { body($0[Int(bounds[index].lowerBound)..<Int(bounds[index].upperBound)]) }
    }

    /// Words of a range with one space between each.
    package func joined(_ range: Range<Int>) -> String {
        range.map { withWord($0) { $0.text } }.joined(separator: " ")
    }

    /// Calls with each word's place and the lower-cased text, all at once.
    package func withBounds<Result>(_ body: (ByteView, [Range<Int32>]) -> Result) -> Result {
        lowered.withByteView { body($0, bounds) }
    }

    // MARK: - Hashes

    /// A 64-bit hash of each word, for tables in memory.
    package func hashes(into hashes: inout [UInt64]) {
        hashes.removeAll(keepingCapacity: true)
        hashes.reserveCapacity(bounds.count)
        lowered.withByteView { bytes in
            for range in bounds { hashes.append(Self.hash(bytes, Int(range.lowerBound), Int(range.upperBound))) }
        }
    }

    /// Eight bytes a step; the buffer has room behind its last word, so that a step may read past the word's end.
    @inline(__always)
    private static func hash(_ bytes: ByteView, _ start: Int, _ end: Int) -> UInt64 {
        var hash = 0x9E37_79B9_7F4A_7C15 ^ UInt64(truncatingIfNeeded: end - start)
        var offset = start
        while offset + 8 < end {
            hash = Mix.fold(hash ^ bytes.word(at: offset), 0xA076_1D64_78BD_642F)
            offset += 8
        }
        let last = bytes.word(at: offset) & (~0 >> UInt64(truncatingIfNeeded: 64 - 8 * (end - offset)))
        return Mix.fold(hash ^ last, 0xE703_7ED1_A0B4_28DB)
    }

    // MARK: - Reading

    /// Lower-cases and cuts one text.
    private struct Cutter {
        let target: UnsafeMutablePointer<UInt8>
        /// How many bytes were written.
        var written = 0
        /// Where the word at hand begins in what was written; -1 between words.
        var start = -1

        /// Takes the next 64 bytes, or what is left; returns the offset of what follows.
        mutating func step(_ text: ByteView, at offset: Int, _ bounds: inout [Range<Int32>]) -> Int {
            let count = min(64, text.count - offset)
            let classes =
                count == 64
                ? lower_and_classify(text.start + offset, target + written)
                : lowerTail(text[offset...])
            guard classes.high == 0 else { return stepByScalars(text, offset..<offset + count, &bounds) }
            // An edge is where white space begins or ends; the bit before the block is what the last one left.
            var edges = classes.white_space ^ (classes.white_space << 1 | (start < 0 ? 1 : 0))
            while edges != 0 {
                let place = written + edges.trailingZeroBitCount
                if start < 0 {
                    start = place
                } else {
                    bounds.append(Int32(truncatingIfNeeded: start)..<Int32(truncatingIfNeeded: place))
                    start = -1
                }
                edges &= edges &- 1
            }
            written += count
            return offset + count
        }

        /// Takes the last, incomplete block, filled up with spaces so that the last word ends.
        private func lowerTail(_ tail: ByteView) -> word_classes {
            withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 64) { block in
                block.initialize(repeating: 0x20)
                _ = block.update(fromContentsOf: tail.buffer)
                guard let first = block.baseAddress else { return word_classes() }
                return lower_and_classify(first, target + written)
            }
        }

        /// Takes code points up to the first one behind a range.
        private mutating func stepByScalars(
            _ text: ByteView, _ range: Range<Int>, _ bounds: inout [Range<Int32>]
        ) -> Int {
            var offset = range.lowerBound
            while offset < range.upperBound {
                let (value, length) = UTF8Check.decode(text, at: offset)
                if Words.isWhiteSpace(value) {
                    if start >= 0 { bounds.append(Int32(start)..<Int32(written)) }
                    start = -1
                    write(0x20)
                } else {
                    if start < 0 { start = written }
                    lower(value, text, offset, length)
                }
                offset += length
            }
            return offset
        }

        private mutating func write(_ byte: UInt8) {
            target[written] = byte
            written += 1
        }

        private mutating func lower(_ value: UInt32, _ text: ByteView, _ offset: Int, _ length: Int) {
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
