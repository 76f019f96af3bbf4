import Bytes
import Messages
import Overlap

/// The comparison of the questions of one file with those of another by containment, outside of any run.
///
/// How rare a run of units is comes from the two files alone, so that scores differ from those of a run over a pool.
package struct OverlapComparison: Sendable {
    /// One of the two texts of a match.
    package struct Text: Sendable {
        /// Where the text stands.
        package let place: RowPlace
        /// The text.
        package let text: String
        /// The places of the stretches that the other text has, too, in bytes.
        package let stretches: [Range<Int>]
        /// The numbers, the names and the last sentence that the other has not.
        package let numbers: [String]
        package let names: [String]
        package let asked: String?

        init(_ item: EvaluationSets.Item, _ stretches: [Range<Int>], _ difference: MatchedStretches.Difference) {
            place = RowPlace(file: item.file, unit: item.origin.unit, number: item.origin.number)
            text = String(decoding: item.text, as: UTF8.self)
            self.stretches = stretches
            (numbers, names, asked) = (difference.numbers, difference.names, difference.asked)
        }
    }

    /// A question and the item with which it has most in common.
    package struct Match: Sendable {
        /// The score in thousandths.
        package let score: Int
        /// Whether their numbers differ.
        package let isTemplate: Bool
        package let question: Text
        package let item: Text
    }

    /// The numbers of questions and items.
    package let questions: Int
    package let items: Int
    /// The least score of a match, in thousandths.
    package let threshold: Int
    /// The matches, the highest scores first, then in the order of the questions.
    package let matches: [Match]

    /// Compares each question with all items.
    ///
    /// - Parameters:
    ///   - sets: the evaluation sets, among them both files.
    ///   - first: the name of the set with the questions.
    ///   - second: the name of the set with the items.
    ///   - threshold: the least score, a share between 0 and 1.
    package init(_ sets: EvaluationSets, of first: String, with second: String, threshold: Double) {
        let (ours, theirs) = (sets.items.filter { $0.benchmark == first }, sets.items.filter { $0.benchmark == second })
        (questions, items, self.threshold) = (ours.count, theirs.count, Thousandths.of(threshold))
        var index = ItemIndex()
        let size = sets.items.reduce(0) { $0 + $1.text.count }
        let reader = RunReader(runs: size / 5, collects: false)
        for item in theirs {
            item.text.withByteView { reader.read($0) }
            index.append(reader.runs)
        }
        for question in ours { question.text.withByteView { reader.count($0) } }
        var (counter, templates) = (reader.counter, reader.templates)
        index.count(into: &counter, templates: &templates)
        let matcher = ItemMatcher(
            ContainmentMatcher(index, rarity: RunRarity(counter), templateRarity: RunRarity(templates)))
        var matches: [Match] = []
        for question in ours {
            let match = question.text.withByteView {
                matcher.match($0, threshold: Thousandths.of(threshold), same: true, templates: true)
            }
            guard let match else { continue }
            let item = theirs[match.item]
            let shared = question.text.withByteView { text in item.text.withByteView { MatchedStretches(text, $0) } }
            matches.append(
                Match(
                    score: match.score, isTemplate: match.isTemplate,
                    question: Text(question, shared.stretches.map(\.first), shared.inFirst),
                    item: Text(item, shared.stretches.map(\.second), shared.inSecond)))
        }
        // Sorting is not stable by contract, so the order of the questions counts, too.
        self.matches = matches.enumerated().sorted {
            ($1.element.score, $0.offset) < ($0.element.score, $1.offset)
        }.map(\.element)
    }
}
