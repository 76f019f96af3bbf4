import Bytes
import Files
import Messages
import Rows

/// A recording of which no row, or less than 1 % of the rows, is about a question of the pool.
package struct UnmatchedRecording: Sendable {
    /// A row about no question of the pool.
    struct Example {
        /// The text or id by which it was to be joined.
        let key: [UInt8]
        let file: String
        let origin: Origin
        /// The text of a question that has the key's normal form.
        var nearest: [UInt8]?
    }

    /// The name of the recording.
    let name: String
    /// The number of its rows in use, and the number that are about questions of the pool.
    let rows: Int
    let matched: Int
    /// Whether texts are compared as they are.
    let isExact: Bool
    let example: Example?

    /// The maximum number of rows that are compared with the questions.
    private static let mostExamples = 1000

    /// Returns the recordings of this kind, each with an example.
    ///
    /// Their first rows are read once more, and compared with all questions if they are joined by exact texts. Other
    /// recordings cost nothing.
    static func all(of recipe: Inputs, _ recordings: Recordings, _ pool: PoolFiles<InputFile>) throws
        -> [UnmatchedRecording]
    {
        try zip(recipe.recordings, recordings.usage).compactMap { recording, usage in
            let rows = usage.matched + usage.unmatched
            guard rows > 0, usage.matched == 0 || 100 * usage.matched < rows else { return nil }
            let isExact: Bool = if case .question = recording.join { !recording.joinsNormalized } else { false }
            return UnmatchedRecording(
                name: recording.input.name, rows: rows, matched: usage.matched, isExact: isExact,
                example: try example(of: recording, isExact: isExact, recipe, recordings, pool))
        }
    }

    /// Returns the first row without a question that differs from one only in form, or else the first without one.
    private static func example(
        of recording: RecordingRecipe, isExact: Bool, _ recipe: Inputs, _ recordings: Recordings,
        _ pool: PoolFiles<InputFile>
    ) throws -> Example? {
        let worker = RecordingWorker(recording, recipe)
        var examples: [Example] = []
        _ = try recipe.forEachBatch(of: recording.input) { batch, file in
            try worker.forEachKey(of: batch) { key, text, origin in
                guard examples.count < mostExamples, !recordings.hasMatched(key) else { return }
                examples.append(Example(key: text.array, file: file, origin: origin))
            }
            return examples.count < mostExamples
        }
        guard isExact, !examples.isEmpty else { return examples.first }
        let places = Dictionary(
            examples.enumerated().map { ($0.element.key.withByteView { JoinedText.normalized($0) }, $0.offset) },
            uniquingKeysWith: { first, _ in first })
        let questions = try Pool(pool)
        var found: Int?
        for question in questions.facts.all {
            let text = try questions.text(of: question)
            guard let place = places[text.withByteView { JoinedText.normalized($0) }], place < found ?? .max else {
                continue
            }
            examples[place].nearest = text
            found = place
            if place == 0 { break }
        }
        return examples[found ?? 0]
    }

    /// The warning.
    package var words: Message {
        let count: Message =
            matched == 0
            ? "none of the \(Wording.counted(rows, "row")) of the recording \"\(name)\" matches a question of the sources"
            : "only \(Wording.grouped(matched)) of the \(Wording.counted(rows, "row")) of the recording \"\(name)\" are "
                + "about questions of the sources"
        guard let example else { return count }
        let place: Message = "\(example.file), \(example.origin.unit.rawValue) \(example.origin.number)"
        guard let nearest = example.nearest else {
            return count + "; an example is \"\(Self.excerpt(of: example.key, around: 0))\" (\(place))"
        }
        let difference = TextDifference(example.key, nearest)
        return count
            + "; the text \"\(Self.excerpt(of: example.key, around: difference.offset))\" (\(place)) differs from "
            + "that of the question \"\(Self.excerpt(of: nearest, around: difference.offset))\" only in case, white "
            + "space, punctuation or layout (\(difference.words)); \"join\": \"normalized\" at the recording joins them"
    }

    /// Returns the part of a text around an offset, of at most about a hundred bytes.
    private static func excerpt(of text: [UInt8], around offset: Int) -> String {
        var start = max(0, offset - 60)
        var end = min(text.count, offset + 40)
        while start > 0, start < text.count, text[start] & 0xC0 == 0x80 { start -= 1 }
        while end < text.count, text[end] & 0xC0 == 0x80 { end += 1 }
        return (start > 0 ? "…" : "") + String(decoding: text[start..<end], as: UTF8.self)
            + (end < text.count ? "…" : "")
    }
}

/// The first difference of two texts.
struct TextDifference {
    /// The offset in bytes of the first difference, which is the same in both texts.
    let offset: Int
    /// The one-based number of the character, and what stands there in both texts.
    let words: String

    /// Compares two texts that are not equal.
    init(_ first: [UInt8], _ second: [UInt8]) {
        let (a, b) = (String(decoding: first, as: UTF8.self), String(decoding: second, as: UTF8.self))
        let common = zip(a.unicodeScalars, b.unicodeScalars).prefix { $0 == $1 }.map(\.0)
        let size = common.reduce(0) { $0 + UTF8.width($1) }
        offset = size
        func name(_ text: String) -> String {
            guard let scalar = text.unicodeScalars.dropFirst(common.count).first else { return "its end" }
            let digits = String(scalar.value, radix: 16, uppercase: true)
            return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
        }
        words = "character \(common.count + 1) is \(name(a)) here and \(name(b)) there"
    }
}
