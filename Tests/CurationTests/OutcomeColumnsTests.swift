import Bytes
import Messages
import TestSupport
import Testing

@testable import Pools

@Suite("Outcomes of models")
struct OutcomeColumnsTests {
    @Test("of several statements the strongest holds, in whatever order they come", arguments: 0..<30)
    func strongest(_ seed: UInt64) throws {
        var random = SeededRandom(seed)
        var (columns, naive) = (OutcomeColumns(), [[Int]: Outcome]())
        for name in ["a", "b", "c"] { _ = try name.withByteView { try columns.model(named: $0) } }
        for _ in 0..<random.below(80) {
            let (row, model) = (random.below(40), random.below(3))
            let outcome = random.pick([Outcome.unknown, .wrong, .right])
            columns.record(outcome, row: row, model: model)
            naive[[row, model]] = max(naive[[row, model]] ?? .unknown, outcome)
        }
        for row in 0..<50 {
            var found: [[Int]: Outcome] = [:]
            columns.forEach(row: row) { model, outcome in found[[row, model]] = outcome }
            for model in 0..<3 {
                #expect(columns[row: row, model: model] == naive[[row, model]])
                #expect(found[[row, model]] == naive[[row, model]])
            }
        }
        let again = OutcomeColumns(models: columns.models, columns: columns.columns)
        #expect((0..<50).allSatisfy { again[row: $0, model: 1] == columns[row: $0, model: 1] })
    }

    @Test("models are numbered as they come, up to a bound that a wrong placeholder would pass")
    func models() throws {
        var columns = OutcomeColumns()
        let numbers = try ["m", "n", "m", ""].map { name in try name.withByteView { try columns.model(named: $0) } }
        #expect(numbers == [0, 1, 0, 2] && columns.models.strings == ["m", "n", ""])
        for number in 3..<OutcomeColumns.mostModels {
            _ = try "model \(number)".withByteView { try columns.model(named: $0) }
        }
        #expect(throws: CurationError.self) { try "one more".withByteView { try columns.model(named: $0) } }
        #expect(try "n".withByteView { try columns.model(named: $0) } == 1)
    }
}
