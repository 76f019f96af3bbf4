import Bytes
import Files
import Foundation
import Testing

@testable import Answers
@testable import Messages
@testable import Pools
@testable import Runs
@testable import Stages

@Suite("Amendments by hand")
struct AmendmentTests {
    private let rows = numpyWitness["pools"]?.list?[1].list ?? []

    private func domain(_ row: Int) -> String { rows[row]["domain"]?.string ?? "" }
    private func length(_ row: Int) -> Int { rows[row]["length"]?.integer ?? 0 }

    /// The rows of a domain that are not chosen, the longest trace first, of equals the later.
    private func free(_ domain: String, but chosen: [Int]) -> [Int] {
        rows.indices.filter { self.domain($0) == domain && !chosen.contains($0) }
            .sorted { (length($0), $0) > (length($1), $1) }
    }

    @Test("a leaver is replaced by the longest trace of its domain that was not drawn")
    func replaced() throws {
        let run = try WitnessRun(sample: ["target": 150])
        let before = try run.chosen
        let leavers = before.filter { domain($0) == domain(before[0]) }.prefix(3)
        let expected = free(domain(before[0]), but: before).prefix(3)
        try run.amend(drop: Array(leavers), reason: "they say nothing")
        #expect(try run.chosen == (before.filter { !leavers.contains($0) } + expected).sorted())
        for (leaver, replacement) in zip(leavers, expected) {
            let (out, new) = (try run.verdict(leaver), try run.verdict(replacement))
            #expect(out["keep"] == false && out["rule"] == "amended")
            #expect(out["evidence"]?["reason"] == "they say nothing")
            #expect(out["evidence"]?["replaced_by"]?.string == run.id(replacement))
            #expect(new["keep"] == true && new["rule"] == "replacement")
            #expect(new["evidence"]?["replaces"]?.string == run.id(leaver))
        }
        let card = String(
            decoding: try InputFile.contents(of: run.folder.path + "/run/export/README.md"), as: UTF8.self)
        #expect(
            card.contains(
                "| `\(run.id(leavers[0]))` | removed, replaced by `\(run.id(expected[0]))` | they say nothing |"))
        let explanation = try Explanation(run.finished, question: QuestionIndex(leavers[0]), threads: 2)
        #expect(explanation.decisions.last?.rule?.rawValue == "amended")
        #expect(explanation.amendments.map(\.action) == [.drop])
        let lines = try run.folder.lines("run/amendments.jsonl")
        #expect(lines.map { $0["id"]?.string } == leavers.map(run.id))
        #expect(lines.allSatisfy { $0["reason"] == "they say nothing" && $0["action"] == "drop" })
    }

    @Test("where its domain has no more, by the next draw")
    func nextDraw() throws {
        let run = try WitnessRun(sample: ["target": 690])
        let before = try run.chosen
        // With a target larger by one, the same draws go on to the next question.
        let next = try WitnessRun(sample: ["target": 691]).chosen.filter { !before.contains($0) }
        let leaver = try #require(before.first { free(domain($0), but: before).isEmpty })
        try run.amend(drop: [leaver])
        #expect(next.count == 1)
        #expect(try run.chosen == (before.filter { $0 != leaver } + next).sorted())
        #expect(try run.verdict(next[0])["evidence"]?["draw"]?.integer != nil)
    }

    @Test("where nobody is left, the run fails and the record stays as it was; a short set is one shorter")
    func nobodyLeft() throws {
        let run = try WitnessRun(sample: ["target": 700])
        let before = try run.outputs
        #expect(
            throws: CurationError.failed(
                "no question is left to replace \(run.id(5)); lower sample.target or set \"short\": \"allow\""
            )
        ) { try run.amend(drop: [5]) }
        #expect(!Folder.hasFile(run.folder.path + "/run/amendments.jsonl"))
        #expect(try run.again().isEmpty)
        #expect(try run.outputs == before)
        let short = try WitnessRun(sample: ["target": 700, "short": "allow"])
        try short.amend(drop: [5])
        #expect(try short.chosen == rows.indices.filter { $0 != 5 })
    }

    @Test("amendments are applied again after a rerun, whatever the seed")
    func rerun() throws {
        let run = try WitnessRun(sample: ["target": 150])
        let before = try run.chosen
        let held = try #require(free(domain(before[0]), but: before).last)
        try run.amend(drop: [before[1]])
        try run.amend(keep: [held], reason: nil)
        #expect(try run.verdict(held)["rule"] == "held")
        #expect(try run.again() == [])
        for seed in 1..<6 {
            #expect(try run.again([("seed", JSON(seed))]) == [.sample, .export])
            let now = try run.chosen
            #expect(now.count == 150 && now.contains(held) && !now.contains(before[1]))
        }
        try Verification(run.folder.path + "/run", recipeFile: run.folder.path + "/recipe.json", threads: 2).run(
            deep: true)
    }

    @Test("the one that gives way to a held one is the last drawn of its domain")
    func gaveWay() throws {
        let run = try WitnessRun(sample: ["target": 150])
        let before = try run.chosen
        let home = domain(before[0])
        let held = try #require(free(home, but: before).last)
        let draws = try before.filter { domain($0) == home }.compactMap { row -> (Int, Int)? in
            try run.verdict(row)["evidence"]?["draw"]?.integer.map { (row, $0) }
        }
        let last = try #require(draws.max { $0.1 < $1.1 }?.0)
        try run.amend(keep: [held])
        #expect(try run.chosen == (before.filter { $0 != last } + [held]).sorted())
        #expect(try run.verdict(last)["evidence"]?["to"]?.string == run.id(held))
        #expect(try run.verdict(held)["evidence"]?["instead_of"]?.string == run.id(last))
    }

    @Test("the last word on a question counts, and taking it back gives the same bytes as before")
    func undo() throws {
        let run = try WitnessRun(sample: ["target": 150])
        let (first, chosen) = (try run.outputs, try run.chosen)
        try run.amend(drop: [chosen[7], chosen[70]])
        let second = try run.outputs
        #expect(second != first)
        try run.amend(keep: [chosen[7]])
        #expect(try run.chosen.contains(chosen[7]))
        #expect(try run.verdict(chosen[7])["rule"]?.string != "held")
        for expected in [second, first] {
            var editor = try AmendmentEditor(run.finished)
            try editor.undo()
            try run.again(amendments: (editor.before, editor.amendments))
            #expect(try run.outputs == expected)
        }
        #expect(!Folder.hasFile(run.folder.path + "/run/amendments.jsonl"))
        #expect(throws: CurationError.self) {
            var editor = try AmendmentEditor(run.finished)
            try editor.undo()
        }
    }

    @Test("a changed record is found by verify, and by the next run")
    func forged() throws {
        let run = try WitnessRun(sample: ["target": 150])
        let chosen = try run.chosen
        try run.amend(drop: [chosen[0]])
        let path = run.folder.path + "/run/amendments.jsonl"
        let text = try InputFile.contents(of: path)
        func verify() throws {
            try Verification(run.folder.path + "/run", recipeFile: run.folder.path + "/recipe.json", threads: 2).run(
                deep: false)
        }
        try verify()
        run.folder.write(
            "run/amendments.jsonl",
            String(decoding: text, as: UTF8.self).replacingOccurrences(of: "a reason", with: "b reason"))
        #expect(throws: CurationError.self) { try verify() }
        #expect(try run.again() == [.sample, .export])
        try verify()
        try Folder.removeFile(path)
        #expect(throws: CurationError.self) { try verify() }
        #expect(try run.again() == [.sample, .export])
        #expect(try run.chosen == chosen)
        run.folder.write("run/amendments.jsonl", "{\"amendment\":1,\"id\":\"x\",\"action\":\"drop\"}\n")
        #expect(
            throws: CurationError.failed(
                "\(path), line 1: not an amendment; expected {\"amendment\":1,\"id\":\"0123456789abcdef\",\"action\":\"drop\","
                    + "\"reason\":\"...\"}")
        ) { try run.again() }
    }

    @Test("a held question that a stage drops later cannot be held, and the run says so")
    func unmet() throws {
        let run = try WitnessRun(sample: ["target": 150])
        let held = try run.chosen[0]
        try run.amend(keep: [held])
        let recipe = try recipe(
            [
                ("sample", ["target": 20]), ("decontaminate", ["across_sources": false]),
                (
                    "sources",
                    [
                        [
                            "name": "s", "format": "jsonl", "path": "s.jsonl",
                            "where": [["field": "question", "not": .string("Question \(held)")]],
                        ]
                    ]
                ),
            ], in: run.folder)
        var warnings: [String] = []
        let runner = Runner(recipe, folder: run.folder.path + "/run", threads: 2) {
            if case .warned(let words) = $0 { warnings.append(words.text) }
        }
        _ = try runner.runAll()
        // The pool has domains "alpha" and "Alpha", which is noted before.
        #expect(warnings.count == 2 && warnings.first?.hasPrefix("\"alpha\" (") == true)
        #expect(warnings.last == "the question \(run.id(held)) cannot be held, since it did not reach the stage sample")
    }

    @Test("a held question takes a dropped one's place, and no third question is touched")
    func together() throws {
        let run = try WitnessRun(sample: ["target": 150])
        let before = try run.chosen
        let held = try #require(free(domain(before[3]), but: before).last)
        try run.amend(drop: [before[3]], keep: [held])
        #expect(try run.chosen == (before.filter { $0 != before[3] } + [held]).sorted())
        #expect(try run.verdict(before[3])["evidence"]?["replaced_by"]?.string == run.id(held))
    }

    @Test("one that gave way comes back when nobody else is left")
    func comesBack() throws {
        let run = try WitnessRun(sample: ["target": 699])
        let before = try run.chosen
        let held = try #require(rows.indices.first { !before.contains($0) })
        try run.amend(keep: [held])
        let after = try run.chosen
        let gone = try #require(before.first { !after.contains($0) })
        let leaver = try #require(after.first { $0 != held })
        try run.amend(drop: [leaver])
        #expect(try run.chosen == rows.indices.filter { $0 != leaver })
        #expect(try run.verdict(gone)["rule"] == "drawn" || run.verdict(gone)["rule"] == "preselected")
    }

    @Test("a run that is not up to date is not asked, and an amendment that somebody else made is not lost")
    func stale() throws {
        let run = try WitnessRun(sample: ["target": 150])
        let chosen = try run.chosen
        #expect(
            throws: CurationError.failed(
                "\(run.folder.path)/run: somebody else amended the run in the meantime; try again")
        ) {
            var editor = try AmendmentEditor(run.finished)
            try editor.add(drop: [run.id(chosen[0])], keep: [], reason: "first")
            try run.amend(drop: [chosen[1]])
            try run.again(amendments: (editor.before, editor.amendments))
        }
        #expect(try run.finished.amendments().map(\.id.description) == [run.id(chosen[1])])
        let opened = try run.finished
        #expect(throws: CurationError.self) { try run.again([("sample", ["target": 1_000_000])]) }
        #expect(throws: Never.self) { try opened.demandCurrent(.sample) }
        run.folder.write("run/amendments.jsonl", "")
        for ask in [
            { _ = try Stability(run.finished, seeds: 2, threads: 1) }, { _ = try AmendmentEditor(run.finished) },
            { _ = try RunComparison(run.finished, run.finished) },
        ] as [() throws -> Void] {
            #expect(
                throws: RunRefusal.outOfDate(.sample, in: "\(run.folder.path)/run")
            ) { try ask() }
        }
    }
}
