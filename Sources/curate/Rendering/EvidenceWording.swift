import Bytes
import Messages
import Stages

/// The rendering of evidence as text.
enum EvidenceWording {
    /// Returns the members of evidence as a list: "words the quick brown, benchmark MATH500, line 12".
    ///
    /// - Parameter rule: the rule that found the evidence, if its name precedes the list; a member of this name is not
    ///   labelled again.
    static func words(for evidence: JSON, of rule: RuleName? = nil) -> String {
        guard let object = evidence.object else { return evidence.compactText }
        return object.members.compactMap { name, value in
            // Places are for programs.
            if value == .null || name == "stretches" { return nil }
            if let place = RowPlace(evidence: value) { return words(for: place) }
            if name == rule?.rawValue { return words(forValue: value) }
            return "\(name.split(separator: "_").joined(separator: " ")) \(words(forValue: value))"
        }.joined(separator: ", ")
    }

    private static func words(forValue value: JSON) -> String {
        switch value {
        case .string(let text): text.contains(" ") ? "\"\(text)\"" : text
        case .number(let digits) where digits.contains("."): Double(digits).map { Wording.significant($0) } ?? digits
        case .list(let list): list.map(words(forValue:)).joined(separator: " and ")
        default: value.compactText
        }
    }

    /// Returns the position of a row: "sources/aime.csv, line 12", with a question mark if it is unknown.
    static func place(_ origin: JSON) -> String {
        RowPlace(evidence: origin).map(words(for:)) ?? "?"
    }

    private static func words(for place: RowPlace) -> String {
        "\(place.file), \(place.unit.rawValue) \(place.number)"
    }
}
