import Bytes
import Pools

/// The format of a line of `decisions.jsonl`:
/// `{"id":"0123456789abcdef","keep":false,"rule":"...","evidence":{...}}`, where the last two members are optional.
enum DecisionFormat {
    static var beforeID: StaticString { "{\"id\":\"" }
    static var kept: StaticString { "\",\"keep\":true" }
    static var dropped: StaticString { "\",\"keep\":false" }
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

    /// Splits a line, without its line feed, into the question's id, whether it is kept, and the offset of the rest.
    ///
    /// - Returns: nil when the line does not have the form that `Decision` writes.
    static func split(_ line: ByteView) -> (id: UInt64, isKept: Bool, rest: Int)? {
        let (before, kept, dropped) = (ByteView(beforeID), ByteView(kept), ByteView(dropped))
        let idEnd = before.count + 16
        guard line.count >= idEnd, line.starts(with: before), let id = QuestionID(line[before.count..<idEnd]) else {
            return nil
        }
        if line[idEnd...].starts(with: kept) { return (id.value, true, idEnd + kept.count) }
        if line[idEnd...].starts(with: dropped) { return (id.value, false, idEnd + dropped.count) }
        return nil
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
