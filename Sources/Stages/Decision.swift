import Bytes

/// What a stage says of one question: kept or dropped, by which rule, on what evidence.
package struct Decision {
    /// Whether the question is kept.
    package let isKept: Bool
    /// The rule that decided, where the stage names one.
    package let rule: String?
    /// What the rule found, where it shows it.
    package let evidence: Evidence?

    /// A decision.
    package init(isKept: Bool, rule: String?, evidence: Evidence?) {
        self.isKept = isKept
        self.rule = rule
        self.evidence = evidence
    }

    /// Kept, and nothing more to say.
    static var kept: Decision { Decision(isKept: true, rule: nil, evidence: nil) }

    /// Kept, with what the stage found out.
    static func kept(_ rule: String? = nil, _ evidence: Evidence) -> Decision {
        Decision(isKept: true, rule: rule, evidence: evidence)
    }

    /// Dropped by a rule.
    static func dropped(_ rule: String, _ evidence: Evidence) -> Decision {
        Decision(isKept: false, rule: rule, evidence: evidence)
    }

    /// Appends the line of `decisions.jsonl`.
    func append(to bytes: inout [UInt8], id: UInt64) {
        bytes.append("{\"id\":\"")
        bytes.append(hexadecimal: id)
        bytes.append(isKept ? "\",\"keep\":true" : "\",\"keep\":false")
        if let rule {
            bytes.append(",\"rule\":")
            bytes.append(quoted: rule)
        }
        if let evidence {
            bytes.append(",\"evidence\":")
            evidence.append(to: &bytes)
        }
        bytes.append("}\n")
    }
}

/// The evidence of a decision: a JSON object, built member by member.
package struct Evidence {
    private var members: [UInt8] = [UInt8(ascii: "{")]

    /// The object.
    package var json: [UInt8] { members + [UInt8(ascii: "}")] }

    /// Appends the object.
    func append(to bytes: inout [UInt8]) {
        bytes.append(contentsOf: members)
        bytes.append(UInt8(ascii: "}"))
    }

    private mutating func name(_ name: StaticString) {
        if members.count > 1 { members.append(UInt8(ascii: ",")) }
        members.append(UInt8(ascii: "\""))
        members.append(name)
        members.append("\":")
    }

    /// The object with one more member, a text or null.
    func with(_ name: StaticString, _ text: String?) -> Evidence {
        with(name) { bytes in
            if let text { bytes.append(quoted: text) } else { bytes.append("null") }
        }
    }

    /// The object with one more member, a whole number or null.
    func with(_ name: StaticString, _ number: Int?) -> Evidence {
        with(name) { bytes in
            if let number { bytes.append(decimal: number) } else { bytes.append("null") }
        }
    }

    /// The object with one more member, any JSON value.
    func with(_ name: StaticString, _ value: JSON) -> Evidence {
        with(name) { $0.append(json: value) }
    }

    private func with(_ name: StaticString, _ write: (inout [UInt8]) -> Void) -> Evidence {
        var longer = self
        longer.name(name)
        write(&longer.members)
        return longer
    }
}
