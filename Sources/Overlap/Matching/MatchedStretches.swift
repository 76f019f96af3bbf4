import Bytes

/// The stretches that two texts have in common, and what differs between them.
///
/// A stretch is a run of at least three units, or of at least one where one of the texts is short, that both texts have;
/// numbers match only themselves. Stretches do not overlap in the first text, in which they are in order.
package struct MatchedStretches: Equatable, Sendable {
    /// A stretch and its places in the two texts, in bytes.
    package struct Stretch: Equatable, Sendable {
        package let first: Range<Int>
        package let second: Range<Int>

        /// Creates a stretch.
        package init(first: Range<Int>, second: Range<Int>) {
            (self.first, self.second) = (first, second)
        }
    }

    /// What one text has and the other has not.
    package struct Difference: Equatable, Sendable {
        package var numbers: [String] = []
        /// Words that begin with a capital letter where no sentence begins, as the text writes them.
        package var names: [String] = []
        /// The last sentence, if it says something else.
        package var asked: String?

        /// Creates a difference.
        package init(numbers: [String] = [], names: [String] = [], asked: String? = nil) {
            (self.numbers, self.names, self.asked) = (numbers, names, asked)
        }

        /// Whether nothing differs.
        package var isEmpty: Bool { numbers.isEmpty && names.isEmpty && asked == nil }
    }

    /// The stretches in the order of the first text.
    package private(set) var stretches: [Stretch] = []
    /// What the first text has and the second has not.
    package private(set) var inFirst = Difference()
    /// What the second text has and the first has not.
    package private(set) var inSecond = Difference()

    /// The maximum number of differing numbers and of names that are told.
    fileprivate static let most = 16

    /// Compares two well-formed UTF-8 texts.
    package init(_ first: ByteView, _ second: ByteView) {
        let (a, b) = (ComparedText(first), ComparedText(second))
        let least = a.runs.isShort || b.runs.isShort ? 1 : TextRuns.length
        findStretches(a, b, least)
        (inFirst.numbers, inSecond.numbers) = Self.distinct(a.numbers, b.numbers)
        (inFirst.names, inSecond.names) = (a.names(in: first, notIn: b), b.names(in: second, notIn: a))
        let (askedFirst, askedSecond) = (a.lastSentence(of: first), b.lastSentence(of: second))
        if NormalForm.of(first[askedFirst]) != NormalForm.of(second[askedSecond]) {
            inFirst.asked = first[askedFirst].trimmed.text
            inSecond.asked = second[askedSecond].trimmed.text
        }
    }

    /// Finds, from the beginning of the first text on, the longest stretch of the second that begins alike.
    private mutating func findStretches(_ a: ComparedText, _ b: ComparedText, _ least: Int) {
        var places: [UInt64: [Int]] = [:]
        for place in b.runs.hashes.indices { places[b.runs.hashes[place], default: []].append(place) }
        var place = 0
        while place < a.runs.count {
            var best = (start: 0, length: 0)
            // A unit that stands in very many places begins a stretch at one of the first of them.
            for start in places[a.runs.hashes[place], default: []].prefix(256) {
                var length = 1
                while place + length < a.runs.count, start + length < b.runs.count,
                    a.runs.hashes[place + length] == b.runs.hashes[start + length]
                {
                    length += 1
                }
                if length > best.length { best = (start, length) }
            }
            guard best.length >= least else {
                place += 1
                continue
            }
            stretches.append(
                Stretch(
                    first: a.place(of: place..<place + best.length),
                    second: b.place(of: best.start..<best.start + best.length)))
            place += best.length
        }
    }

    /// Returns what each list has more of than the other, in order.
    private static func distinct(_ a: [String], _ b: [String]) -> (a: [String], b: [String]) {
        func rest(_ a: [String], _ b: [String]) -> [String] {
            var counts: [String: Int] = [:]
            for text in b { counts[text, default: 0] += 1 }
            let rest = a.filter { text in
                counts[text, default: 0] -= 1
                return counts[text, default: 0] < 0
            }
            return Array(rest.prefix(most))
        }
        return (rest(a, b), rest(b, a))
    }
}

/// A text with its units and runs.
private struct ComparedText {
    var units = TextUnits()
    var runs = TextRuns()

    init(_ text: ByteView) {
        units.read(text)
        runs.read(units)
    }

    /// The place in the text of a range of compared units.
    func place(of range: Range<Int>) -> Range<Int> {
        let first = units.place(of: Int(runs.units[range.lowerBound]))
        return first.lowerBound..<units.place(of: Int(runs.units[range.upperBound - 1])).upperBound
    }

    var numbers: [String] {
        runs.units.filter { units.kind(of: Int($0)) == .number }.map { units.text(of: Int($0)) }
    }

    /// Returns the first names that another text has in no case.
    func names(in text: ByteView, notIn other: ComparedText) -> [String] {
        let known = Set(other.runs.hashes)
        let names = runs.units.enumerated().compactMap { number, unit -> String? in
            guard !known.contains(runs.hashes[number]) else { return nil }
            let place = units.place(of: Int(unit))
            guard units.kind(of: Int(unit)) == .word, place.count > 1, text[place.lowerBound].isASCIILetter,
                text[place.lowerBound] & 0x20 == 0, !beginsSentence(text, at: place.lowerBound)
            else { return nil }
            return text[place].text
        }
        return Array(names.prefix(MatchedStretches.most))
    }

    private func beginsSentence(_ text: ByteView, at place: Int) -> Bool {
        var before = place
        while before > 0, text[before - 1].isASCIIWhiteSpace { before -= 1 }
        return before == 0 || SentenceEnd.isOne(text[before - 1])
    }

    /// The place of the last sentence that has a unit.
    func lastSentence(of text: ByteView) -> Range<Int> {
        guard let last = runs.units.last else { return 0..<text.count }
        let end = units.place(of: Int(last)).upperBound
        var start = min(max(end - 1, 0), text.count)
        while start > 0 {
            if text[start].isASCIIWhiteSpace, SentenceEnd.isOne(text[start - 1]) { return start + 1..<end }
            start -= 1
        }
        return 0..<end
    }
}

private enum SentenceEnd {
    static func isOne(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ".") || byte == UInt8(ascii: "?") || byte == UInt8(ascii: "!")
    }
}
