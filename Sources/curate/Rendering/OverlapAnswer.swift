import Bytes
import Messages
import Stages

/// The answer of `curate overlap`.
struct OverlapAnswer: Answer {
    let comparison: OverlapComparison
    /// The maximum number of matches that are shown.
    let most: Int

    var json: JSON {
        [
            "questions": JSON(comparison.questions), "items": JSON(comparison.items),
            "threshold": JSON(Double(comparison.threshold) / 1000), "count": JSON(comparison.matches.count),
            "matches": .list(
                comparison.matches.prefix(most).map { match in
                    [
                        "score": JSON(Double(match.score) / 1000), "template": .bool(match.isTemplate),
                        "question": Self.json(match.question), "item": Self.json(match.item),
                    ]
                }),
        ]
    }

    private static func json(_ text: OverlapComparison.Text) -> JSON {
        var object: JSONObject = ["file": .string(text.place.file)]
        object[text.place.unit.rawValue] = JSON(text.place.number)
        object["text"] = .string(text.text)
        object["stretches"] = .list(
            text.stretches.map { .list([JSON($0.lowerBound), JSON($0.upperBound)]) })
        object["numbers"] = .strings(text.numbers)
        object["names"] = .strings(text.names)
        object["asked"] = .optional(text.asked)
        return .object(object)
    }

    func lines(columns: Int) -> [String] {
        let count =
            comparison.matches.count == 1 ? "1 match" : "\(Wording.grouped(comparison.matches.count)) matches"
        var lines = [
            "\(count) of \(Wording.grouped(comparison.questions)) questions with "
                + "\(Wording.grouped(comparison.items)) items, from a score of "
                + Wording.significant(Double(comparison.threshold) / 1000)
        ]
        for match in comparison.matches.prefix(most) {
            lines.append("")
            let score = Wording.significant(Double(match.score) / 1000)
            lines.append("\(score)  " + (match.isTemplate ? "the same template, other numbers" : "the same question"))
            lines += Self.lines(of: match.question, columns: columns) + Self.lines(of: match.item, columns: columns)
        }
        let rest = comparison.matches.count - min(most, comparison.matches.count)
        if rest > 0 { lines += ["", "and \(Wording.grouped(rest)) more; see --limit"] }
        return lines
    }

    private static func lines(of text: OverlapComparison.Text, columns: Int) -> [String] {
        var lines = ["  \(text.place.file), \(text.place.unit.rawValue) \(text.place.number)".shown]
        lines += MarkedText.marked(text.text, text.stretches).shown.wrapped(to: max(20, columns - 4)).map {
            "    " + $0
        }
        let alone = text.numbers + text.names
        if !alone.isEmpty { lines.append("    only here: \(alone.joined(separator: ", "))".shown.clipped(to: columns)) }
        return lines
    }
}

/// A text in which some places are marked.
enum MarkedText {
    /// Returns a text with « before each of some places, in bytes, and » behind it; places that are none of the text are
    /// left out.
    static func marked(_ text: String, _ places: [Range<Int>]) -> String {
        let bytes = Array(text.utf8)
        var marked: [UInt8] = []
        var end = 0
        for place in places.sorted(by: { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) })
        where place.lowerBound >= end && place.upperBound <= bytes.count && !place.isEmpty {
            marked += bytes[end..<place.lowerBound] + Array("«".utf8) + bytes[place] + Array("»".utf8)
            end = place.upperBound
        }
        return String(decoding: marked + bytes[end...], as: UTF8.self)
    }
}
