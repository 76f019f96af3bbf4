import Bytes
import TestSupport
import Testing

@testable import Pools
@testable import Runs

@Suite("Difficulty")
struct DifficultyTests {
    @Test(
        "a question that a solver solved is dropped, then one of which something is unknown, however many solvers there are",
        arguments: [0, 1, 3, 7], ["drop", "keep"])
    func solvers(_ count: Int, _ unknown: String) throws {
        let folder = TemporaryFolder()
        var random = SeededRandom(UInt64(count))
        let names = (0..<count).map { "m\($0)" }
        // 2 stands for no word of the model at all.
        let outcomes = (0..<60).map { _ in names.map { _ in [0, 0, 0, 0, 1, 2][random.below(6)] } }
        folder.write(
            "s.jsonl",
            lines: outcomes.enumerated().map { k, outcomes in
                var known = JSONObject()
                for (name, outcome) in zip(names, outcomes) where outcome < 2 { known[name] = .bool(outcome == 1) }
                return ["question": .string("Question \(k)"), "outcomes": .object(known)]
            })
        let recipe = try recipe(
            [
                ("difficulty", ["solvers": .strings(names), "unknown": .string(unknown)]),
                ("quality", ["require": []]),
            ], in: folder)
        let runner = Runner(recipe, folder: folder.path + "/run", threads: 2) { _ in }
        _ = try runner.run([.ingest, .decontaminate, .quality, .difficulty], force: false)
        let expected = outcomes.enumerated().map { k, outcomes in
            func those(_ wanted: Int) -> String {
                JSON.strings(zip(names, outcomes).filter { $0.1 == wanted }.map(\.0)).compactText
            }
            if outcomes.contains(1) { return "Question \(k): solved {\"solved_by\":\(those(1))}" }
            if outcomes.contains(2), unknown == "drop" {
                return "Question \(k): unknown {\"unknown_of\":\(those(2))}"
            }
            return "Question \(k): kept"
        }
        #expect(try decisions("difficulty", in: folder) == expected)
    }

    @Test(
        "a list of texts is a trace when something but white space is in it",
        arguments: [
            ("[]", false), ("[\"\"]", false), ("[\" \",\"\"]", false), ("[\"a\"]", true), ("[\"\",\"a\"]", true),
            ("[\"\\u0020\"]", false), ("[ \"\\u005b\\u0020\" ]", true), ("[\"\\u0020\\u0061\"]", true),
            ("[\"\\u000a\"]", false), ("[\"\\n\"]", false), ("[\"\\/\"]", true),
        ])
    func traces(_ list: String, _ expected: Bool) throws {
        var index = JSONIndex()
        try list.withByteView { list in
            try index.index(list)
            var line = PoolLine()
            line[.trajectories] = index.root
            #expect(line.parts.contains(.trace) == expected)
        }
    }
}
