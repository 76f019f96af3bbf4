import Bytes
import Files
import Foundation
import TestSupport
import Testing

@testable import Messages
@testable import Pools
@testable import Runs
@testable import Stages

@Suite("Decontamination")
struct DecontaminationTests {
    /// The rules with sets of texts and no thought of speed.
    ///
    /// Words come from Foundation.
    private struct Reference {
        let length: Int
        let acrossSources: Bool

        func runs(_ text: String) -> Set<String> {
            let words = text.lowercased().components(separatedBy: .whitespacesAndNewlines).filter { !$0.isEmpty }
            guard words.count >= length else { return [] }
            return Set((0...words.count - length).map { words[$0..<$0 + length].joined(separator: " ") })
        }

        func verdicts(_ questions: [(source: String, text: String)], _ benchmark: [String]) -> [String] {
            let leaked = benchmark.reduce(into: Set<String>()) { $0.formUnion(runs($1)) }
            var kept: [(source: String, runs: Set<String>)] = []
            var verdicts: [String] = []
            for question in questions {
                let runs = runs(question.text)
                if !runs.isDisjoint(with: leaked) {
                    verdicts.append("benchmark")
                } else if acrossSources,
                    kept.contains(where: { $0.source != question.source && !$0.runs.isDisjoint(with: runs) })
                {
                    verdicts.append("earlier_source")
                } else {
                    kept.append((question.source, runs))
                    verdicts.append("kept")
                }
            }
            var seen: Set<String> = []
            for (k, question) in questions.enumerated() where verdicts[k] == "kept" {
                if !seen.insert(question.text).inserted { verdicts[k] = "duplicate" }
            }
            return verdicts
        }
    }

    private func verdicts(
        _ questions: [(source: String, text: String)], _ benchmark: [String], length: Int, across: Bool, threads: Int,
        batchSize: Int? = nil
    ) throws -> [String] {
        let folder = TemporaryFolder()
        var sources: [JSON] = []
        var segment: [JSON] = []
        for (k, question) in questions.enumerated() {
            segment.append(["question": .string(question.text)])
            if k + 1 == questions.count || questions[k + 1].source != question.source {
                let name = "s\(sources.count).jsonl"
                folder.write(name, lines: segment)
                sources.append(["name": .string(question.source), "format": "jsonl", "path": .string(name)])
                segment = []
            }
        }
        folder.write("b.jsonl", lines: benchmark.map { .string($0) })
        let recipe = try recipe(
            [
                ("sources", .list(sources)),
                (
                    "benchmarks",
                    benchmark.isEmpty ? [] : [["name": "B", "format": "jsonl", "path": "b.jsonl", "question": "{.}"]]
                ),
                ("decontaminate", ["ngram": JSON(length), "across_sources": .bool(across)]),
                ("quality", ["require": []]),
            ], in: folder)
        let runner = Runner(recipe, folder: folder.path + "/run", threads: threads) { _ in }
        _ = try runner.run([.ingest, .decontaminate], force: false)
        if let batchSize {
            let pool = try RunFolder(folder.path + "/run").openPool()
            let stage = DecontaminateStage(
                settings: recipe.decontaminate,
                benchmarks: try EvaluationSets.read(of: recipe.inputs, ngram: recipe.decontaminate.ngram).benchmarks,
                batchSize: batchSize
            )
            let decide = try stage.decider(for: Array(pool.facts.all), of: pool, threads: threads)
            return try pool.facts.all.map {
                try decide(Question(facts: pool.facts, index: $0, text: .empty)).rule?.rawValue ?? "kept"
            }
        }
        return try folder.lines("run/decontaminate/decisions.jsonl").map { $0["rule"]?.string ?? "kept" }
    }

    @Test("decides as the slow way does, on random pools", arguments: 0..<60)
    func random(_ seed: Int) throws {
        var random = SeededRandom(UInt64(seed))
        let vocabulary = ["the", "The", "a", "sum", "of", "x", "É", "é", "数", "n,"].prefix(2 + random.below(9))
        let spaces = [" ", "  ", "\n", "\u{A0}", "\t", "\u{3000}"]
        func text(_ random: inout SeededRandom) -> String {
            let words = 1 + random.below(12)
            return (0..<words).map { _ in random.pick(Array(vocabulary)) + random.pick(spaces) }.joined() + "."
        }
        var questions: [(source: String, text: String)] = []
        var source = "A"
        for _ in 0..<(20 + random.below(60)) {
            if random.below(8) == 0 { source = random.pick(["A", "B", "C", "D"]) }
            let again = random.below(10) == 0 ? questions.randomElement(using: &random)?.text : nil
            questions.append((source, again ?? text(&random)))
        }
        let benchmark = (0..<random.below(4)).map { _ in text(&random) }
        let length = 1 + random.below(5)
        let across = random.below(4) > 0
        let expected = Reference(length: length, acrossSources: across).verdicts(questions, benchmark)
        for threads in [1, 3] {
            #expect(try verdicts(questions, benchmark, length: length, across: across, threads: threads) == expected)
        }
        if seed < 20 {
            #expect(
                try verdicts(questions, benchmark, length: length, across: across, threads: 3, batchSize: 3) == expected
            )
        }
    }

    @Test("the evidence names the shared words and with whom they are shared")
    func evidence() throws {
        let folder = TemporaryFolder()
        folder.write(
            "a.jsonl",
            "{\"question\":\"one two three four\"}\n\n{\"question\":\"a B c D e F\"}\n{\"question\":\"short\"}\n{\"question\":\"short\"}\n"
        )
        folder.write("b.csv", "question\n\"x a\nb c  d Y\"\n\"ONE two\u{A0}three five\"\n")
        folder.write("bench.json", "[{\"t\":\"none\"},{\"t\":\"zero one two three\"}]")
        try run(
            try recipe(
                [
                    (
                        "sources",
                        [
                            ["name": "A", "format": "jsonl", "path": "a.jsonl"],
                            ["name": "B", "format": "csv", "path": "b.csv", "map": ["question": "{question}"]],
                        ]
                    ),
                    ("benchmarks", [["name": "Bench", "format": "json", "path": "bench.json", "question": "{t}"]]),
                    ("decontaminate", ["ngram": 3]), ("quality", ["require": []]),
                ], in: folder), in: folder)
        #expect(
            try decisions("decontaminate", in: folder) == [
                "one two three four: benchmark {\"benchmark\":\"Bench\",\"file\":\"bench.json\",\"row\":2,\"words\":\"one two three\"}",
                "a B c D e F: kept", "short: kept",
                "short: duplicate {\"question\":\"f9b0078b5df596d2\",\"source\":\"A\",\"origin\":{\"file\":\"a.jsonl\",\"line\":4}}",
                "x a\nb c  d Y: earlier_source {\"question\":\"6fde2134bb804dbe\",\"source\":\"A\",\"origin\":{\"file\":\"a.jsonl\",\"line\":3},\"words\":\"a b c d\"}",
                "ONE two\u{A0}three five: benchmark {\"benchmark\":\"Bench\",\"file\":\"bench.json\",\"row\":2,\"words\":\"one two three\"}",
            ])
    }

    @Test("a question of an earlier source that was dropped holds nothing back")
    func droppedHolder() throws {
        // B's question falls to A's; C shares words with B's alone.
        let questions = [("A", "a b c d"), ("B", "a b c d e f g"), ("C", "e f g h")].map { (source: $0.0, text: $0.1) }
        #expect(try verdicts(questions, [], length: 3, across: true, threads: 2) == ["kept", "earlier_source", "kept"])
    }

    @Test("two sources of one name are one source")
    func sameName() throws {
        let questions = [("A", "a b c d"), ("B", "x y z"), ("A", "a b c e"), ("B", "a b c f")].map {
            (source: $0.0, text: $0.1)
        }
        #expect(
            try verdicts(questions, [], length: 3, across: true, threads: 2) == [
                "kept", "kept", "kept", "earlier_source",
            ])
    }

    @Test("a benchmark row that cannot be read fails the run")
    func brokenBenchmark() throws {
        let folder = TemporaryFolder()
        folder.write("s.jsonl", "{\"question\":\"q\"}\n")
        folder.write("b.jsonl", "{\"t\":\"x\"}\n{\"t\":\n")
        let recipe = try recipe(
            [("benchmarks", [["name": "B", "format": "jsonl", "path": "b.jsonl", "question": "{t}"]])], in: folder)
        #expect(
            throws: CurationError.failed(
                "b.jsonl: line 2: invalid JSON: the text ends too early; every row of the benchmark B must be readable")
        ) { try run(recipe, in: folder) }
    }
}
