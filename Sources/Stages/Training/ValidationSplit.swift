import Bytes
import Pools

/// A draw of questions for validation that is stratified by domain.
package struct ValidationSplit {
    /// Draws some of the questions.
    ///
    /// Of n questions, `floor(share * n + 0.5)` are drawn, but at least one if the share is not 0 and there are at
    /// least two questions. Each domain contributes the whole part of its share, and the domains with the largest
    /// remainders one more; ties are broken by the UTF-8 byte order of the domains' names. Which questions are drawn
    /// follows `rs.permutation(size)[:given]` with NumPy's `rs = RandomState(seed)`, over the domains in byte order and
    /// the questions of a domain in pool order.
    ///
    /// - Parameters:
    ///   - questions: indices in the pool, in ascending order.
    ///   - domain: returns the name of a question's domain.
    /// - Returns: the drawn questions, in ascending order.
    static func draw(
        _ questions: [QuestionIndex], share: Double, seed: UInt32, domain: (QuestionIndex) -> String
    ) -> [QuestionIndex] {
        var members: [ByteKey: [QuestionIndex]] = [:]
        for question in questions { members[ByteKey(domain(question)), default: []].append(question) }
        let domains = members.sorted { $0.key.text.precedesInBytes($1.key.text) }.map(\.value)
        let wanted = (share * Double(questions.count) + 0.5).rounded(.down)
        let target = questions.count < 2 || share == 0 ? 0 : min(max(1, Int(wanted)), questions.count - 1)
        // In integers: a domain's share of the target is target * size / count.
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
