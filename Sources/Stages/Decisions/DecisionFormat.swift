import Bytes
import Pools

/// The format of a line of `decisions.jsonl`:
/// `{"id":"0123456789abcdef","row":0,"keep":false,"rule":"...","evidence":{...}}`, where the last two members are optional.
enum DecisionFormat {
    static var beforeID: StaticString { "{\"id\":\"" }
    static var beforeRow: StaticString { "\",\"row\":" }
    static var kept: StaticString { ",\"keep\":true" }
    static var dropped: StaticString { ",\"keep\":false" }
    /// The name of the member with the rule.
    static let rule: StaticString = "rule"
    /// The name of the member with the evidence.
    static let evidence: StaticString = "evidence"
    static var end: StaticString { "}\n" }

    /// Appends what stands before the value of one of the last two members.
    static func append(opening name: StaticString, to bytes: inout [UInt8]) {
        bytes.append(",\"")
        bytes.append(name)
        bytes.append("\":")
    }

    /// A line without its line feed, up to the verdict.
    struct Head {
        /// The question's id as a number.
        let id: UInt64
        /// The question's position in the pool.
        let row: Int
        /// Whether the question is kept.
        let isKept: Bool
        /// The offset of the rest of the line.
        let rest: Int
    }

    /// Reads a line, without its line feed, up to the verdict.
    ///
    /// - Returns: nil when the line does not have the form that `Decision` writes.
    static func head(of line: ByteView) -> Head? {
        let (before, between) = (ByteView(beforeID), ByteView(beforeRow))
        let idEnd = before.count + QuestionID.digits
        guard line.starts(with: before), line.count > idEnd, let id = QuestionID(line[before.count..<idEnd]),
            line[idEnd...].starts(with: between), let row = row(in: line[(idEnd + between.count)...])
        else { return nil }
        let rowEnd = idEnd + between.count + row.digits
        for (verdict, isKept) in [(ByteView(kept), true), (ByteView(dropped), false)]
        where line[rowEnd...].starts(with: verdict) {
            return Head(id: id.value, row: row.value, isKept: isKept, rest: rowEnd + verdict.count)
        }
        return nil
    }

    /// Returns the number at the beginning of a text, which is below that of the questions a pool can have, and the
    /// number of its digits.
    private static func row(in text: ByteView) -> (value: Int, digits: Int)? {
        var (value, digits) = (0, 0)
        while digits < text.count, case let digit = Int(text[digits]) - 0x30, 0...9 ~= digit {
            guard value < QuestionFacts.mostQuestions, digits == 0 || value > 0 else { return nil }
            value = 10 * value + digit
            digits += 1
        }
        return digits > 0 && value < QuestionFacts.mostQuestions ? (value, digits) : nil
    }

    /// Returns whether the rest of a line names the given rule.
    static func names(_ rule: RuleName, in rest: ByteView) -> Bool {
        var wanted: [UInt8] = []
        append(opening: Self.rule, to: &wanted)
        wanted.append(quoted: rule.rawValue)
        return wanted.withByteView { rest.starts(with: $0) }
    }

    /// Returns the rule and the evidence in the rest of a line; both are nil when it is not valid JSON.
    static func members(in rest: ByteView) -> (rule: RuleName?, evidence: RecordedEvidence?) {
        guard rest.count > 1 else { return (nil, nil) }
        var object: [UInt8] = [UInt8(ascii: "{")]
        object.append(rest[1...])
        guard let members = object.withByteView({ try? JSON(parsing: $0) }) else { return (nil, nil) }
        return (
            members[rule.description]?.string.map(RuleName.init),
            members[evidence.description].map(RecordedEvidence.init)
        )
    }
}
