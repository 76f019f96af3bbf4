import Bytes
import Files
import TestSupport
import Testing

@testable import Answers
@testable import Messages
@testable import Pools
@testable import Recipes
@testable import Runs
@testable import Stages

@Suite("Duplicates")
struct DuplicateTests {
    /// A row of a source, in a form that tests can write in one line.
    private struct Copy: Equatable {
        var text = "one two three"
        var source = "A"
        var answer: String?
        var traces: [String] = []
        var attempt: String?
        var tokens: Int?
        var outcome: Bool?

        var row: JSON {
            var row: JSONObject = ["question": .string(text), "domain": "D", "thinking_trajectories": .strings(traces)]
            row["solution"] = answer.map(JSON.string) ?? .null
            row["attempt"] = attempt.map(JSON.string) ?? .null
            row["trace_tokens"] = tokens.map { JSON($0) } ?? .null
            if let outcome { row["outcomes"] = ["m": .bool(outcome)] }
            return .object(row)
        }
    }

    /// Runs the rows of some sources through decontaminate, and returns the run's folder.
    private func run(
        _ copies: [Copy], _ choice: String?, ngram: Int = 8, benchmark: [String] = [], threads: Int = 2
    ) throws -> TemporaryFolder {
        let folder = TemporaryFolder()
        var sources: [JSON] = []
        var start = copies.startIndex
        while start < copies.endIndex {
            let end = copies[start...].firstIndex { $0.source != copies[start].source } ?? copies.endIndex
            let name = "s\(sources.count).jsonl"
            folder.write(name, lines: copies[start..<end].map(\.row))
            sources.append(["name": .string(copies[start].source), "format": "jsonl", "path": .string(name)])
            start = end
        }
        folder.write("b.jsonl", lines: benchmark.map { .string($0) })
        var section: JSONObject = ["ngram": JSON(ngram)]
        if let choice { section["duplicates"] = .string(choice) }
        let recipe = try recipe(
            [
                ("sources", .list(sources)), ("decontaminate", .object(section)), ("quality", ["require": []]),
                (
                    "benchmarks",
                    benchmark.isEmpty ? [] : [["name": "B", "format": "jsonl", "path": "b.jsonl", "question": "{.}"]]
                ),
                ("classify", ["taxonomy": .null]),
            ], in: folder)
        let runner = Runner(recipe, folder: folder.path + "/run", threads: threads) { _ in }
        _ = try runner.run([.ingest, .decontaminate], force: false)
        return folder
    }

    /// The rule that drops each question, "kept" for none, with what the evidence says of a conflict.
    private func verdicts(in folder: TemporaryFolder) throws -> [String] {
        try folder.lines("run/decontaminate/decisions.jsonl").map { line in
            let conflict = line["evidence"]?["conflict"]?.list?.compactMap(\.string)
            return (line["rule"]?.string ?? "kept") + (conflict.map { " " + $0.joined(separator: "+") } ?? "")
        }
    }

    @Test("say what the copies disagree on; a value that one lacks disagrees with nothing")
    func conflicts() throws {
        let pairs: [(Copy, Copy, String)] = [
            (Copy(), Copy(), "duplicate"),
            (Copy(answer: "5"), Copy(answer: "5"), "duplicate"),
            (Copy(answer: "5"), Copy(answer: "6"), "duplicate answer"),
            (Copy(answer: "5"), Copy(answer: nil), "duplicate"),
            (Copy(answer: "5"), Copy(answer: " "), "duplicate"),
            (Copy(answer: "é"), Copy(answer: "e\u{301}"), "duplicate answer"),
            (Copy(traces: ["a"]), Copy(traces: ["b"]), "duplicate trace"),
            (Copy(traces: ["a", "b"]), Copy(traces: ["ab"]), "duplicate trace"),
            (Copy(traces: ["a"]), Copy(traces: []), "duplicate"),
            (Copy(attempt: "a"), Copy(attempt: "b"), "duplicate trace"),
            (Copy(outcome: true), Copy(outcome: false), "duplicate outcomes"),
            (Copy(outcome: true), Copy(outcome: nil), "duplicate"),
            (Copy(tokens: 5), Copy(tokens: 6), "duplicate"),
            (
                Copy(answer: "1", traces: ["a"], outcome: true), Copy(answer: "2", traces: ["b"], outcome: false),
                "duplicate answer+trace+outcomes"
            ),
        ]
        for (first, second, expected) in pairs {
            #expect(try verdicts(in: run([first, second], nil)) == ["kept", expected], "\(first) \(second)")
        }
    }

    @Test(
        "leave the copy that the recipe asks for",
        arguments: [
            ("first", ["kept", "duplicate answer+trace", "duplicate answer+trace", "kept"]),
            ("longest_trace", ["duplicate answer+trace", "kept", "duplicate answer+trace", "kept"]),
            ("agreeing", ["conflicting answer+trace", "conflicting answer+trace", "conflicting answer+trace", "kept"]),
        ])
    func choices(_ choice: String, _ expected: [String]) throws {
        let copies = [
            Copy(answer: "5", traces: ["short"], tokens: 3), Copy(answer: "5", traces: ["the longest"], tokens: 9),
            Copy(answer: "6", traces: ["late"], tokens: 9 - 1), Copy(text: "another text"),
        ]
        let folder = try run(copies, choice)
        #expect(try verdicts(in: folder) == expected)
        let counts = try #require(
            try Manifest.read(in: RunFolder(folder.path + "/run"))?.stages[.decontaminate]?.counts)
        let rule = choice == "agreeing" ? "conflicting" : "duplicate"
        #expect(counts["of_which"] == .object([rule: ["conflict": JSON(choice == "agreeing" ? 3 : 2)]]))
        #expect(counts["rules"]?[rule]?.integer == (choice == "agreeing" ? 3 : 2))
        // Each copy is on record with one that it can be compared with.
        let lines = try folder.lines("run/decontaminate/decisions.jsonl").filter { $0["keep"] == false }
        for line in lines { #expect(line["evidence"]?["question"] == line["id"]) }
        let origins = lines.map { $0["evidence"]?["origin"]?["line"]?.integer }
        #expect(origins == ["first": [1, 1], "longest_trace": [2, 2], "agreeing": [2, 1, 1]][choice])
    }

    @Test("the longest trace has the most tokens, then the most bytes, and is the first of equals")
    func longest() throws {
        let cases: [([Copy], Int)] = [
            ([Copy(traces: ["a"]), Copy(traces: ["aaa"]), Copy(traces: ["bbb"])], 1),
            ([Copy(traces: ["aaaaaa"]), Copy(traces: ["a"], tokens: 1)], 1),
            ([Copy(traces: ["a"], tokens: 2), Copy(traces: ["aaa"], tokens: 2), Copy(traces: ["a"], tokens: 1)], 1),
            ([Copy(), Copy(traces: ["a"])], 1), ([Copy(), Copy()], 0), ([Copy(tokens: 4), Copy(tokens: 4)], 0),
        ]
        for (copies, kept) in cases {
            #expect(try verdicts(in: run(copies, "longest_trace")).firstIndex(of: "kept") == kept, "\(copies)")
        }
    }

    @Test("of an earlier source are found whichever other question shares words with both")
    func sharedOpening() throws {
        let opening = "one two three four five six seven eight nine"
        let copies = [
            Copy(text: opening + " ten"), Copy(text: opening + " eleven", answer: "5"),
            Copy(text: opening + " eleven", source: "B", answer: "7"), Copy(text: opening + " twelve", source: "B"),
        ]
        let folder = try run(copies, nil)
        #expect(try verdicts(in: folder) == ["kept", "kept", "earlier_source answer", "earlier_source"])
        let lines = try folder.lines("run/decontaminate/decisions.jsonl")
        #expect(lines[2]["evidence"]?["question"] == lines[1]["id"])
        #expect(lines[2]["evidence"]?["words"]?.string == opening + " eleven")
        #expect(lines[3]["evidence"]?["question"] == lines[0]["id"])
    }

    @Test("of different sources are compared, too, and chosen before the order of sources counts")
    func acrossSources() throws {
        let text = "one two three four five six seven eight nine"
        let copies = [
            Copy(text: text, answer: "5", traces: ["a"], tokens: 1),
            Copy(text: text, source: "B", answer: "6", traces: ["b"], tokens: 9),
            Copy(text: text + " ten", source: "C"),
        ]
        #expect(
            try verdicts(in: run(copies, nil)) == ["kept", "earlier_source answer+trace", "earlier_source"])
        #expect(
            try verdicts(in: run(copies, "longest_trace")) == ["duplicate answer+trace", "kept", "earlier_source"])
        // Nothing is left of the text that the third question could repeat.
        #expect(
            try verdicts(in: run(copies, "agreeing")) == [
                "conflicting answer+trace", "conflicting answer+trace", "kept",
            ])
        let leaked = try verdicts(in: run(copies, "longest_trace", benchmark: [text]))
        #expect(leaked == ["benchmark", "benchmark", "benchmark"])
    }

    @Test("are decided as the definition says, on random pools", arguments: 0..<24)
    func random(_ seed: Int) throws {
        var random = SeededRandom(UInt64(seed))
        let copies = (0..<40).map { place in
            var copy = Copy(text: "text \(random.below(9))", source: place < 20 ? "A" : "B")
            if random.below(3) > 0 { copy.answer = "\(random.below(2))" }
            if random.below(3) > 0 { copy.traces = ["trace \(random.below(2))"] }
            if random.below(3) > 0 { copy.tokens = random.below(3) }
            return copy
        }
        for choice in ["first", "longest_trace", "agreeing"] {
            // No text has as many words as an n-gram, so only equal texts count.
            let found = try verdicts(in: run(copies, choice, threads: 1 + seed % 3))
            #expect(found == expected(copies, choice))
            let folder = try run(copies, choice)
            let finished = try RunFolder(folder.path + "/run").openPool()
            #expect(finished.count == copies.count)
        }
    }

    /// The definition, text by text.
    private func expected(_ copies: [Copy], _ choice: String) -> [String] {
        var verdicts = Array(repeating: "kept", count: copies.count)
        for text in Set(copies.map(\.text)) {
            let places = copies.indices.filter { copies[$0].text == text }
            guard places.count > 1 else { continue }
            let answers = Set(places.compactMap { copies[$0].answer })
            let traces = Set(places.map { copies[$0].traces }).subtracting([[]])
            let conflict = [answers.count > 1 ? "answer" : nil, traces.count > 1 ? "trace" : nil].compactMap { $0 }
            func length(_ place: Int) -> (Int, Int) {
                (copies[place].tokens ?? -1, copies[place].traces.first?.utf8.count ?? -1)
            }
            var kept: Int? = places.first
            if choice == "longest_trace" {
                kept = places.max { length($0) != length($1) ? length($0) < length($1) : $0 > $1 }
            }
            if choice == "agreeing", answers.count > 1 { kept = nil }
            for place in places where place != kept {
                verdicts[place] =
                    ([kept == nil ? "conflicting" : "duplicate"]
                    + (conflict.isEmpty ? [] : [conflict.joined(separator: "+")]))
                    .joined(separator: " ")
            }
        }
        return verdicts
    }

    @Test("are the same to verification, explanation and what-if", arguments: ["first", "longest_trace", "agreeing"])
    func answers(_ choice: String) throws {
        let copies = [
            Copy(answer: "5", traces: ["a"], tokens: 1), Copy(answer: "6", traces: ["bb"], tokens: 2),
            Copy(text: "four", traces: ["c"], tokens: 1), Copy(text: "four", traces: ["c"], tokens: 1),
        ].map { copy in
            var copy = copy
            copy.text += " words of a question"
            return copy
        }
        let folder = try run(copies, nil)
        let path = folder.path + "/recipe.json"
        let recipe = try RecipeFile(path)
        _ = try Runner(recipe.recipe(), folder: folder.path + "/run", threads: 2) { _ in }
            .run(StageRegistry.standard.names, force: false)
        var other = recipe
        try other.set("decontaminate.duplicates=\(choice)")
        _ = try Runner(other.recipe(), folder: folder.path + "/other", threads: 2) { _ in }
            .run(StageRegistry.standard.names, force: false)
        let run = try RecordedRun(folder.path + "/run")
        let whatIf = try WhatIf(
            run, setting: ["decontaminate.duplicates=\(choice)"], recipeFile: path, isConfined: false, threads: 2)
        let made = try RecordedRun(folder.path + "/other")
        let (before, after) = (try Set(run.kept(by: .sample)), try Set(made.kept(by: .sample)))
        #expect(Set(whatIf.entering.map(\.question)) == after.subtracting(before))
        #expect(Set(whatIf.leaving.map(\.question)) == before.subtracting(after))
        #expect(!after.isEmpty)
        let verification = try Verification(made.folder, recipeFile: path, isConfined: false, threads: 2)
        try verification.run(deep: true) { _ in }
        let kept = try Set(made.kept(by: .decontaminate))
        let dropped = try #require(Array(made.pool.facts.all).first { !kept.contains($0) })
        let explanation = try Explanation(made, question: dropped, threads: 2)
        #expect(explanation.decisions.contains { $0.stage == .decontaminate && !$0.isKept })
    }
}
