import Bytes
import Overlap
import Pools

/// Questions that were dropped for a near duplicate that is kept.
struct NearDuplicateDrops: Sendable {
    /// A dropped question, the kept one, and their similarity in thousandths.
    struct Drop: Equatable, Sendable {
        let question: QuestionIndex
        let kept: QuestionIndex
        let similarity: Int
    }

    /// The drops in the order of the questions.
    let drops: [Drop]

    /// Chooses which questions are kept: in the order of preference, each that has no near duplicate among those kept
    /// before it.
    ///
    /// Every dropped question is thus similar to the kept one that is on record for it, not only to others that are.
    ///
    /// - Parameters:
    ///   - join: the texts.
    ///   - questions: the question of each text.
    ///   - isActive: whether a text takes part.
    ///   - rank: the rank of a question, smaller for one that is rather kept; equal ones are in the order of the pool.
    init(
        _ join: SimilarityJoin, of questions: [QuestionIndex], isActive: [Bool],
        rank: (QuestionIndex) throws -> Int
    ) throws {
        // Texts with the same runs are a class, which is known by the first of them.
        let copies = join.copies(among: isActive)
        var members: [Int32: [Int32]] = [:]
        for copy in copies { members[copy.first, default: [copy.first]].append(copy.copy) }
        var neighbours: [Int32: [(text: Int32, similarity: Int32)]] = [:]
        for pair in join.pairs(among: isActive) {
            neighbours[pair.first, default: []].append((pair.second, pair.similarity))
            neighbours[pair.second, default: []].append((pair.first, pair.similarity))
        }
        var classes: [(rank: Int, best: QuestionIndex, first: Int32)] = []
        for first in Set(members.keys).union(neighbours.keys) {
            var best: (rank: Int, question: QuestionIndex)?
            for text in members[first] ?? [first] {
                let question = questions[Int(text)]
                let candidate = (rank: try rank(question), question: question)
                if best.map({ candidate < $0 }) ?? true { best = candidate }
            }
            if let best { classes.append((best.rank, best.question, first)) }
        }
        classes.sort { ($0.rank, $0.best) < ($1.rank, $1.best) }
        var kept: [Int32: QuestionIndex] = [:]
        var drops: [Drop] = []
        for (_, best, first) in classes {
            let partner = neighbours[first, default: []].compactMap { neighbour in
                kept[neighbour.text].map { Drop(question: best, kept: $0, similarity: Int(neighbour.similarity)) }
            }.max { a, b in a.similarity != b.similarity ? a.similarity < b.similarity : a.kept > b.kept }
            if partner == nil { kept[first] = best }
            for text in members[first] ?? [first] {
                let question = questions[Int(text)]
                if let partner {
                    drops.append(Drop(question: question, kept: partner.kept, similarity: partner.similarity))
                } else if question != best {
                    drops.append(Drop(question: question, kept: best, similarity: 1000))
                }
            }
        }
        self.drops = drops.sorted { $0.question < $1.question }
    }
}
