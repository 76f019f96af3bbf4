import Bytes

/// What a pattern says, as a tree.
indirect enum PatternSyntax: Equatable {
    /// Nothing, which is found everywhere.
    case empty
    /// One character of a set.
    case character(ScalarSet)
    /// A place between characters.
    case place(Place)
    /// One after another.
    case sequence([PatternSyntax])
    /// One of several, the earlier preferred.
    case choice([PatternSyntax])
    /// The same several times over, as often as may be or, if it is lazy, as seldom.
    case repetition(PatternSyntax, minimum: Int, maximum: Int?, isLazy: Bool)

    /// A place between characters that can be asked for.
    enum Place: UInt8 {
        case textStart, textEnd, lineStart, lineEnd, wordBoundary, noWordBoundary

        /// Returns whether this is the place between two bytes, nil standing for the text's ends.
        func isBetween(_ previous: UInt8?, _ next: UInt8?) -> Bool {
            switch self {
            case .textStart: previous == nil
            case .textEnd: next == nil
            case .lineStart: previous == nil || previous == UInt8(ascii: "\n")
            case .lineEnd: next == nil || next == UInt8(ascii: "\n")
            case .wordBoundary: Self.isWord(previous) != Self.isWord(next)
            // There is no place inside of a character.
            case .noWordBoundary: Self.isWord(previous) == Self.isWord(next) && next.map(UTF8.isContinuation) != true
            }
        }

        static func isWord(_ byte: UInt8?) -> Bool {
            guard let byte else { return false }
            return byte.isASCIILetterOrDigit || byte == UInt8(ascii: "_")
        }
    }
}
