/// The planned properties of a row: which outcomes are recorded for it, and which formatting defect it has.
struct Fate: Equatable, Sendable {
    enum Defect: Sendable {
        case none, asy, image, numbering, emphasis, boldWord
    }

    var defect = Defect.none
    /// Whether each model solved the question; nil if that is unknown.
    var small: Bool? = false
    var large: Bool? = false
    var teacher: Bool? = false
    var qwq: Bool? = false
    /// Whether the teacher gave an answer with its reasoning.
    var hasTrace = true
    /// Whether the length of the trace is recorded.
    var hasLength = true
    var hasDomain = true
    /// The recorded length of the trace, in tokens.
    var tokens = 0

    /// Creates the fate of a row from its rank among the rows of its source.
    init(rank: Int, of share: PoolPlan.Share, role: SourceKind.Role, isCode: Bool, _ chance: Chance) {
        var rank = rank
        func take(_ count: Int) -> Bool {
            if rank < count { return true }
            rank -= count
            return false
        }
        tokens = chance.tokens
        if take(share.missing) {
            beIncomplete(number: rank, isCode: isCode, chance)
        } else if take(share.asy) {
            defect = .asy
            beAnything(chance)
        } else if take(share.image) {
            defect = .image
            beAnything(chance)
        } else if take(share.numbering) {
            defect = .numbering
            beAnything(chance)
        } else if take(share.emphasis) {
            defect = .emphasis
            beAnything(chance)
        } else {
            if rank < share.exemptDrawings { defect = .asy } else if chance.happens(12, .decoy) { defect = .boldWord }
            if take(share.hard) {
                beHard(isPreselected: rank < share.preselected, role: role, chance)
            } else {
                beSolved(chance)
            }
        }
    }

    private mutating func beHard(isPreselected: Bool, role: SourceKind.Role, _ chance: Chance) {
        tokens = min(30_000, tokens * 5 / 4)
        teacher = chance.happens(250, .teacher)
        qwq = chance.happens(200, .qwq)
        if isPreselected {
            teacher = true
            if role == .math { tokens = 5601 + chance.below(6400, .length) }
        } else if role == .aime || role == .gpqa {
            teacher = false
        } else if role == .math, tokens > 5600 {
            teacher = false
        }
    }

    private mutating func beSolved(_ chance: Chance) {
        tokens = max(120, tokens * 17 / 20)
        let coin = chance.below(1000, .solvers)
        large = coin < 850
        small = coin % 10 < 6 || coin >= 850
        teacher = chance.happens(930, .teacher)
        qwq = chance.happens(920, .qwq)
    }

    private mutating func beAnything(_ chance: Chance) {
        if chance.happens(480, .place) { beHard(isPreselected: false, role: .other, chance) } else { beSolved(chance) }
    }

    /// Removes something from the row.
    ///
    /// Of every hundred such rows one lacks the teacher's answer, four lack the length, three lack the domain, and the
    /// others lack the verdict on one model.
    private mutating func beIncomplete(number: Int, isCode: Bool, _ chance: Chance) {
        beAnything(chance)
        if chance.happens(50, .defect) {
            let defects: [Defect] = [.asy, .image, .numbering, .emphasis]
            defect = defects[chance.below(4, .decoy)]
        }
        if isCode {
            (small, large, teacher, qwq) = (nil, nil, nil, nil)
            return
        }
        switch number % 100 {
        case 0: (hasTrace, hasLength, teacher) = (false, false, nil)
        case 1...4: hasLength = false
        case 5...7: hasDomain = false
        case let kind where kind % 4 == 0: small = nil
        case let kind where kind % 4 == 1: large = nil
        case let kind where kind % 4 == 2: qwq = nil
        default: teacher = nil
        }
    }
}
