import Bytes
import Pools

/// Drops a question with a text that looks like a list as Python, NumPy or JSON print it: a list that a table stored as
/// text.
///
/// The whole text must be a list, and its first element a text in quotes, a list or an object; or it is empty. A list
/// of numbers is not a fault: it can be an answer.
struct ListLiteralRule: TextsRule {
    static let name = RuleName(rawValue: "list_literal")
    static let documentation = RuleDocumentation.drops(
        name,
        when:
            "its text, the solution, a trace or the attempt looks like a printed list of texts, such as `['a', 'b']`, or "
            + "is `[]`", example: "['4', 'four']")

    func fault(in texts: QuestionTexts) -> TextFault? {
        texts.firstFault(of: [.question, .solution, .trajectories, .attempt], Self.list)
    }

    /// Returns the range of a text without the white space around it, if that looks like a printed list.
    private static func list(_ text: ByteView) -> Range<Int>? {
        let start = (0..<text.count).first { !text[$0].isASCIIWhiteSpace } ?? text.count
        var end = text.count
        while end > start, text[end - 1].isASCIIWhiteSpace { end -= 1 }
        var scan = LiteralScan(text: text[start..<end])
        return scan.isListOfTexts ? start..<end : nil
    }
}

/// A scan of a text for whether it is a list as programs print it.
private struct LiteralScan {
    let text: ByteView
    private var offset = 0

    init(text: ByteView) {
        self.text = text
    }

    /// Whether the whole text is one list, which is empty or holds a text in quotes.
    var isListOfTexts: Bool {
        mutating get {
            // NumPy prints array(['a'], dtype=object).
            let array = ByteView("array(")
            let isArray = text.starts(with: array)
            if isArray { offset = array.count }
            guard offset < text.count, text[offset] == UInt8(ascii: "[") else { return false }
            var (depth, hasText, isEmpty) = (0, false, true)
            while offset < text.count {
                let byte = text[offset]
                switch byte {
                case UInt8(ascii: "["), UInt8(ascii: "{"), UInt8(ascii: "("):
                    if depth > 0 { isEmpty = false }
                    depth += 1
                    offset += 1
                case UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: ")"):
                    depth -= 1
                    offset += 1
                    if depth == 0 { return (hasText || isEmpty) && (isArray ? isEndOfArray : offset == text.count) }
                case UInt8(ascii: "\""), UInt8(ascii: "'"):
                    guard skipText(quotedBy: byte) else { return false }
                    (hasText, isEmpty) = (true, false)
                case UInt8(ascii: ","), UInt8(ascii: ":"): offset += 1
                default:
                    if !byte.isASCIIWhiteSpace {
                        guard skipWord() else { return false }
                        isEmpty = false
                    } else {
                        offset += 1
                    }
                }
            }
            return false
        }
    }

    /// Whether what follows the list of an array is its end.
    private var isEndOfArray: Bool {
        let rest = text[offset...]
        return rest == ByteView(")") || rest == ByteView(", dtype=object)")
            || rest.starts(with: ByteView(", dtype='<U"))
    }

    /// Skips a text in quotes; returns false if it does not end, or something other than a separator follows it.
    private mutating func skipText(quotedBy quote: UInt8) -> Bool {
        offset += 1
        while offset < text.count, text[offset] != quote { offset += text[offset] == UInt8(ascii: "\\") ? 2 : 1 }
        guard offset + 1 < text.count else { return false }
        offset += 1
        let next = text[offset]
        return next.isASCIIWhiteSpace || Self.separators.contains(next)
    }

    private static let separators = Array(",:]})".utf8)
    private static let constants = ["None", "True", "False", "null", "true", "false", "nan", "NaN", "..."]

    /// Skips a number or a constant; returns false for any other word, as ordinary text has.
    private mutating func skipWord() -> Bool {
        let start = offset
        while offset < text.count, !text[offset].isASCIIWhiteSpace, !Self.separators.contains(text[offset]) {
            offset += 1
        }
        let word = text[start..<offset]
        let isNumber = (0..<word.count).allSatisfy { word[$0].isASCIIDigit || ByteView("+-.eE").contains(word[$0]) }
        return isNumber || Self.constants.contains(word.text)
    }
}

extension ByteView {
    /// Returns whether a byte occurs.
    fileprivate func contains(_ byte: UInt8) -> Bool { firstIndex(of: byte) != nil }
}
