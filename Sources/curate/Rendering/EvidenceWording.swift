import Bytes
import Stages

/// The rendering of evidence as text.
enum EvidenceWording {
    /// Returns the members of evidence as a list: "words the quick brown, benchmark MATH500, line 12".
    static func words(for evidence: JSON) -> String {
        guard let object = evidence.object else { return evidence.compactText }
        return object.members.compactMap { name, value in
            if value == .null { return nil }
            if let place = RowPlace(evidence: value) { return words(for: place) }
            return "\(name.split(separator: "_").joined(separator: " ")) \(words(forValue: value))"
        }.joined(separator: ", ")
    }

    private static func words(forValue value: JSON) -> String {
        switch value {
        case .string(let text): text.contains(" ") ? "\"\(text)\"" : text
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
