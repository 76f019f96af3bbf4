/// Characters that are invisible, or that affect a terminal, an editor or the surrounding text.
///
/// They are defined by Unicode properties: controls (General_Category Cc), format characters such as byte order marks,
/// bidirectional overrides and tags (Cf), line and paragraph separators (Zl, Zp), private use (Co), noncharacters, and
/// all other characters with Default_Ignorable_Code_Point, such as variation selectors and Hangul fillers. The list is
/// that of Unicode 17, and is part of the source so that output does not depend on the version of a library.
package enum HiddenCharacters {
    /// The code points, in ascending order.
    static let ranges: [ClosedRange<UInt32>] = [
        0x0...0x1F, 0x7F...0x9F, 0xAD...0xAD, 0x34F...0x34F, 0x600...0x605, 0x61C...0x61C, 0x6DD...0x6DD,
        0x70F...0x70F, 0x890...0x891, 0x8E2...0x8E2, 0x115F...0x1160, 0x17B4...0x17B5, 0x180B...0x180F,
        0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0x3164...0x3164, 0xE000...0xF8FF, 0xFDD0...0xFDEF,
        0xFE00...0xFE0F, 0xFEFF...0xFEFF, 0xFFA0...0xFFA0, 0xFFF0...0xFFFB, 0xFFFE...0xFFFF, 0x110BD...0x110BD,
        0x110CD...0x110CD, 0x13430...0x1343F, 0x1BCA0...0x1BCA3, 0x1D173...0x1D17A, 0x1FFFE...0x1FFFF,
        0x2FFFE...0x2FFFF, 0x3FFFE...0x3FFFF, 0x4FFFE...0x4FFFF, 0x5FFFE...0x5FFFF, 0x6FFFE...0x6FFFF,
        0x7FFFE...0x7FFFF, 0x8FFFE...0x8FFFF, 0x9FFFE...0x9FFFF, 0xAFFFE...0xAFFFF, 0xBFFFE...0xBFFFF,
        0xCFFFE...0xCFFFF, 0xDFFFE...0xDFFFF, 0xE0000...0xE0FFF, 0xEFFFE...0x10FFFF,
    ]

    /// Returns whether a code point is in the list.
    package static func contains(_ value: UInt32) -> Bool {
        // Letters of most alphabets are below the first bound, those of East Asia between the others.
        if value < 0x34F { return value < 0x20 || (0x7F...0x9F).contains(value) || value == 0xAD }
        if (0x3165..<0xE000).contains(value) { return false }
        var (low, high) = (0, ranges.count)
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].upperBound < value { low = middle + 1 } else { high = middle }
        }
        return low < ranges.count && ranges[low].contains(value)
    }
}
