import Bytes

/// The compatibility decompositions of Unicode 14.0, with which form NFKC differs from form NFC.
///
/// Form NFKC of a text is form NFC of the text in which each of these characters has been replaced (The Unicode Standard,
/// section 3.11). A test derives the table again from Foundation and compares them exactly.
package final class CompatibilityMappings: Sendable {
    /// The replaced code points, in ascending order, and the end of each replacement in `parts`.
    private let replaced: [UInt32]
    private let ends: [Int32]
    private let parts: [UInt32]

    /// The shared table, which is made when it is first needed.
    package static let shared = CompatibilityMappings()

    private init() {
        var replaced: [UInt32] = []
        var ends: [Int32] = []
        var parts: [UInt32] = []
        ByteView(UnicodeTables.compatibilityMappings).forEachWord { word in
            let mark = word.firstIndex(of: UInt8(ascii: "=")) ?? word.firstIndex(of: UInt8(ascii: "!")) ?? 0
            let dash = word.firstIndex(of: UInt8(ascii: "-"))
            let first = UInt32(word[..<(dash ?? mark)].hexadecimal)
            let last = dash.map { UInt32(word[($0 + 1)..<mark].hexadecimal) } ?? first
            for value in first...last {
                let step = word[mark] == UInt8(ascii: "=") ? value - first : 0
                var rest = word[(mark + 1)...]
                while let plus = rest.firstIndex(of: UInt8(ascii: "+")) {
                    parts.append(UInt32(rest[..<plus].hexadecimal))
                    rest = rest[(plus + 1)...]
                }
                parts.append(UInt32(rest.hexadecimal) + step)
                replaced.append(value)
                ends.append(Int32(parts.count))
            }
        }
        (self.replaced, self.ends, self.parts) = (replaced, ends, parts)
    }

    /// Returns what a code point is replaced by, or nil if it stays.
    func replacement(of value: UInt32) -> ArraySlice<UInt32>? {
        let low = replaced.firstPlace { $0 >= value }
        guard low < replaced.count, replaced[low] == value else { return nil }
        return parts[(low == 0 ? 0 : Int(ends[low - 1]))..<Int(ends[low])]
    }

    /// Returns form NFKC of a well-formed UTF-8 text.
    package func normalized(_ text: ByteView) -> [UInt8] {
        var replaced: [UInt8] = []
        replaced.reserveCapacity(text.count)
        var offset = 0
        while offset < text.count {
            let (value, length) = UTF8Check.decode(text, at: offset)
            if value >= 0xA0, let replacement = replacement(of: value) {
                for part in replacement { replaced.append(scalar: part) }
            } else {
                replaced.append(text[offset..<offset + length])
            }
            offset += length
        }
        var normalizer = Normalizer()
        return replaced.withByteView { view in normalizer.withNormalized(view) { $0.array } }
    }
}
