import Pools

/// A draw of questions for validation, each domain giving its share.
package struct ValidationSplit {
    /// Draws some of the questions.
    ///
    /// Of n questions `floor(share * n + 0.5)` are drawn, at least one where the share is not 0 and there are two. Each
    /// domain gives the whole part of its share of them, and those with the largest remainders one more, equals in the
    /// order of the domains' UTF-8 bytes. With `rs = RandomState(seed)` of NumPy, the domains in that order, and a
    /// domain's questions in pool order, `rs.permutation(size)[:given]` says which.
    ///
    /// - Parameters:
    ///   - questions: numbers in the pool, ascending.
    ///   - domain: the name of a question's domain.
    /// - Returns: the questions that are drawn, ascending.
    static func draw(
        _ questions: [QuestionIndex], share: Double, seed: UInt32, domain: (QuestionIndex) -> String
    ) -> [QuestionIndex] {
        var members: [String: [QuestionIndex]] = [:]
        for question in questions { members[domain(question), default: []].append(question) }
        let domains = members.sorted { $0.key.precedesInBytes($1.key) }.map(\.value)
        let wanted = (share * Double(questions.count) + 0.5).rounded(.down)
        let target = questions.count < 2 || share == 0 ? 0 : min(max(1, Int(wanted)), questions.count - 1)
        // In whole numbers: a domain's share of the target is target * size / count.
        var given = domains.map { target * $0.count / questions.count }
        let remainders = domains.map { target * $0.count % questions.count }
        let order = domains.indices.sorted { (remainders[$1], $0) < (remainders[$0], $1) }
        for place in order.prefix(target - given.reduce(0, +)) { given[place] += 1 }
        var random = MersenneTwister(seed: seed)
        var drawn: [QuestionIndex] = []
        for (members, count) in zip(domains, given) {
            let permutation = random.permutation(members.count)
            drawn += permutation.prefix(count).map { members[$0] }
        }
        return drawn.sorted()
    }
}
