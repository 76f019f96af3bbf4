import TestSupport
import Testing

@testable import Synthesis

@Suite("The fates of rows")
struct FateTests {
    private func fates(_ share: PoolPlan.Share, _ role: SourceKind.Role = .other, isCode: Bool = false) -> [Fate] {
        (0..<share.rows).map { rank in
            Fate(rank: rank, of: share, role: role, isCode: isCode, Chance(seed: 5, source: 1, row: rank))
        }
    }

    private static let share: PoolPlan.Share = {
        var share = PoolPlan.Share()
        (share.rows, share.missing, share.asy, share.image) = (2000, 200, 30, 20)
        (share.numbering, share.emphasis, share.hard, share.preselected, share.exemptDrawings) = (10, 15, 700, 40, 6)
        return share
    }()

    @Test("come in the order of ranks: incomplete, malformed, hard, solved")
    func order() {
        let fates = fates(Self.share)
        let malformed = fates[200..<275].map(\.defect)
        #expect(
            malformed == [Fate.Defect](repeating: .asy, count: 30) + [Fate.Defect](repeating: .image, count: 20)
                + [Fate.Defect](repeating: .numbering, count: 10) + [Fate.Defect](repeating: .emphasis, count: 15))
        // What is neither incomplete nor malformed has no fault of form, but drawings that are exempt and decoys.
        let sound = fates[275...]
        #expect(sound.prefix(6).allSatisfy { $0.defect == .asy })
        #expect(sound.dropFirst(6).allSatisfy { $0.defect == .none || $0.defect == .boldWord })
        // A hard question is one that neither solver has solved.
        #expect(sound.prefix(700).allSatisfy { $0.small == false && $0.large == false })
        #expect(sound.dropFirst(700).allSatisfy { $0.small == true || $0.large == true })
        #expect(sound.allSatisfy { $0.hasTrace && $0.hasLength && $0.hasDomain && $0.teacher != nil && $0.qwq != nil })
    }

    @Test("an incomplete row lacks something, and of a contest's all verdicts", arguments: [false, true])
    func incomplete(_ isCode: Bool) {
        let fates = fates(Self.share, isCode: isCode).prefix(200)
        for (number, fate) in fates.enumerated() {
            let verdicts = [fate.small, fate.large, fate.teacher, fate.qwq]
            if isCode {
                #expect(verdicts.allSatisfy { $0 == nil } && fate.hasTrace && fate.hasLength && fate.hasDomain)
            } else {
                let lacks = [!fate.hasTrace, !fate.hasLength, !fate.hasDomain] + verdicts.map { $0 == nil }
                #expect(lacks.contains(true), "\(number)")
                #expect(fate.hasTrace == (number % 100 != 0) && fate.hasDomain == !(5...7).contains(number % 100))
                #expect(fate.hasLength == !(0...4).contains(number % 100))
            }
        }
    }

    @Test("the preselected are solved by the teacher, and long where the source is that of mathematics")
    func preselected() {
        for role in [SourceKind.Role.math, .aime, .gpqa, .other] {
            let hard = fates(Self.share, role)[275..<975]
            #expect(hard.prefix(40).allSatisfy { $0.teacher == true })
            let others = hard.dropFirst(40)
            switch role {
            case .math:
                #expect(hard.prefix(40).allSatisfy { (5601...12_000).contains($0.tokens) })
                #expect(others.allSatisfy { $0.tokens <= 5600 || $0.teacher == false })
            case .aime, .gpqa: #expect(others.allSatisfy { $0.teacher == false })
            case .other: #expect(others.contains { $0.teacher == true })
            }
        }
    }

    @Test("are the same for the same settings, and others for another row")
    func repeatable() {
        #expect(fates(Self.share) == fates(Self.share))
        #expect(Set(fates(Self.share).map(\.tokens)).count > 500)
    }
}
