import Bytes
import Files
import TestSupport
import Testing

@testable import Messages
@testable import Pools
@testable import Recipes
@testable import Rows
@testable import Runs
@testable import Stages

@Suite("A pool, a batch of rows and a list say the same of a question")
struct SameFactsTests {
    typealias Item = QuestionList.Item

    private let folder = TemporaryFolder()
    private let items: [Item]
    private let recipe: Recipe

    init() throws {
        var random = SeededRandom(77)
        items = (0..<200).map { k in
            var outcomes: [String: Outcome] = [:]
            for model in ["teacher", "m", "é"] where random.below(3) > 0 {
                outcomes[model] = [.unknown, .wrong, .right][random.below(3)]
            }
            return Item(
                "Question \(k) \(random.pick(["p1. ", "![Image] ", "", "", ""]))of \(random.below(1000))",
                sourceType: random.pick([nil, "AIME", "t"]), label: random.pick([nil, "Geometry", "Geometri", "数"]),
                traceTokens: random.pick([nil, 0, Int32(random.below(5000))]),
                parts: PresentParts(rawValue: UInt8(random.below(8))), outcomes: outcomes)
        }
        folder.write(
            "s.jsonl",
            lines: items.map { item in
                var row: JSONObject = ["question": .string(item.text)]
                if let type = item.sourceType { row["source_type"] = .string(type) }
                if let label = item.label { row["domain"] = .string(label) }
                if let count = item.traceTokens { row["trace_tokens"] = JSON(Int(count)) }
                if item.parts.contains(.trace) { row["thinking_trajectories"] = ["so"] }
                if item.parts.contains(.solution) { row["solution"] = "so" }
                if item.parts.contains(.attempt) { row["attempt"] = "so" }
                var outcomes = JSONObject()
                for (model, outcome) in item.outcomes.sorted(by: { $0.key < $1.key }) {
                    outcomes[model] = outcome == .unknown ? .null : .bool(outcome == .right)
                }
                row["outcomes"] = .object(outcomes)
                return .object(row)
            })
        recipe = try CurationTests.recipe(
            [
                ("difficulty", ["solvers": ["m", "é", "nobody"]]), ("classify", ["taxonomy": "msc"]),
                ("quality", ["require": ["trace", "domain", "outcomes", "solution", "attempt"]]),
            ], in: folder)
    }

    /// The rows of the file as a pipe would give them.
    private func batch() throws -> QuestionList {
        let worker = SourceWorker(
            recipe.inputs.sources[0], Recordings(), recipe.inputs, traceTokens: nil, buffers: PoolBuffers())
        let reader = try InputReader(
            "s.jsonl", of: recipe.inputs.sources[0].input, in: folder.path, limits: recipe.inputs.limits,
            buffers: BufferPool())
        return QuestionList(try worker.read(try #require(try reader.next()), file: "s.jsonl"), source: "s")
    }

    private func all() throws -> [any Questions] {
        let runner = Runner(recipe, folder: folder.path + "/run", threads: 1) { _ in }
        _ = try runner.run([.ingest], force: false)
        return [try RunFolder(folder.path + "/run").openPool(), try batch(), QuestionList(items)]
    }

    @Test("its facts and its text")
    func facts() throws {
        for questions in try all() {
            let facts = questions.facts
            #expect(questions.count == items.count && facts.holdsTogether)
            let models = ["teacher", "m", "é", "nobody"].map { ($0, facts.model(named: $0)) }
            for (place, item) in items.enumerated() {
                let number = QuestionIndex(place)
                #expect(try questions.text(of: number) == Array(item.text.utf8))
                #expect(questions.textSize(of: number..<number.advanced(by: 1)) == item.text.utf8.count)
                #expect(facts.id(of: number) == item.text.withByteView { QuestionID(of: $0) })
                #expect(facts.sourceName(of: number) == "s")
                #expect(facts.sourceType(of: number) == item.sourceType ?? "s")
                #expect(facts.label(of: number) == item.label)
                #expect(facts.traceTokens(of: number) == item.traceTokens.map(Int.init))
                #expect(facts.parts(of: number) == item.parts)
                #expect(questions.origin(of: number).number == place + 1)
                for (name, model) in models {
                    #expect(facts.outcome(of: model, for: number) == item.outcomes[name] ?? .unknown)
                }
            }
        }
    }

    @Test("texts of questions that follow one another are those of each", arguments: [0..<0, 0..<200, 3..<4, 50..<180])
    func texts(_ range: Range<QuestionIndex>) throws {
        for questions in try all() {
            var buffer: [UInt8] = []
            let found = try questions.withTexts(of: range, buffer: &buffer) { text in range.map { text($0).text } }
            #expect(found == range.map { items[$0.position].text })
            #expect(questions.textSize(of: range) == found.reduce(0) { $0 + $1.utf8.count })
        }
    }

    @Test("and so stages say the same", arguments: [StageName.quality, .difficulty, .classify])
    func stages(_ name: StageName) throws {
        let stage = try #require(try recipe.decidingStage(name))
        let lines = try all().map { questions in
            var lines: [UInt8] = []
            _ = try stage.run(on: Array(QuestionIndex(0)..<200), of: questions, threads: 2) { lines += $0 }
            return lines
        }
        #expect(!lines[0].isEmpty && lines[1] == lines[0] && lines[2] == lines[0])
    }

    @Test("facts that lead nowhere are found out")
    func damaged() throws {
        let facts = QuestionList(items).facts
        func changed(
            _ column: QuestionColumn?, _ numbers: [Int32], sources: [UInt16]? = nil, parts: [UInt8]? = nil
        ) -> Bool {
            QuestionFacts(
                ids: facts.ids.values, sources: sources ?? facts.sources.values, sourceNames: facts.sourceNames,
                parts: parts ?? facts.parts.values, outcomes: facts.outcomes,
                numbers: { other in
                    if other == column { return numbers }
                    switch other {
                    case .sourceType: return facts.sourceTypes.values
                    case .domain: return facts.labels.values
                    case .traceTokens: return facts.traceTokens.values
                    default: return []
                    }
                },
                names: { $0 == .sourceType ? facts.sourceTypeNames : facts.labelNames }
            ).holdsTogether
        }
        #expect(changed(nil, []))
        #expect(!changed(nil, [], sources: Array(repeating: 1, count: 200)))
        #expect(!changed(nil, [], parts: []))
        for column in QuestionColumn.numbered {
            #expect(!changed(column, []))
            let number = Int32(1000)
            if case .names(_, _, let isOptional) = column.kept {
                #expect(!changed(column, Array(repeating: number, count: 200)))
                #expect(changed(column, Array(repeating: -1, count: 200)) == isOptional)
            } else {
                #expect(changed(column, Array(repeating: number, count: 200)))
            }
        }
    }
}
