import Bytes
import Files
import Foundation
import TestSupport
import Testing

@testable import Recipes
@testable import Runs
@testable import Stages

@Suite("Labels are compared and kept without white space around them")
struct LabelTests {
    private let folder = TemporaryFolder()

    private final class Told {
        var notes: [String] = []
    }

    /// Runs a recipe over questions with these labels, and returns the labels in the pool, the domains of the export
    /// and the notes.
    private func run(
        _ labels: [JSON], _ classify: JSON, recorded: Bool = false
    ) throws -> (pool: [String?], domains: [String?], notes: [String]) {
        let rows = labels.indices.map { number -> JSON in
            [
                "question": .string("Question \(number)?"), "trace_tokens": 7, "thinking_trajectories": ["t"],
                "domain": recorded ? .null : labels[number],
            ]
        }
        folder.write("s.jsonl", lines: rows)
        folder.write(
            "r.jsonl",
            lines: labels.indices.map { ["question": .string("Question \($0)?"), "label": labels[$0]] })
        let recording: JSON = [
            "name": "r", "format": "jsonl", "path": "r.jsonl", "question": "{question}", "set": ["domain": "{label}"],
        ]
        let recipe = try recipe(
            [
                ("recordings", recorded ? [recording] : []), ("classify", classify),
                ("quality", ["require": ["domain"], "rules": []]), ("difficulty", ["solvers": []]),
                ("decontaminate", ["across_sources": false]), ("sample", ["target": 1000, "short": "allow"]),
            ], in: folder)
        let told = Told()
        let runner = Runner(recipe, folder: folder.path + "/run", threads: 2) { event in
            if case .warned(let words) = event { told.notes.append(words.text) }
        }
        _ = try runner.runAll(force: true)
        return (
            try folder.lines("run/ingest/pool.jsonl").map { $0["domain"]?.string },
            try folder.lines("run/export/test.jsonl").map { $0["domain"]?.string }, told.notes
        )
    }

    /// Labels as they stand in a row, and as they are kept.
    private static let spellings: [(JSON, String?)] = [
        ("Algebra", "Algebra"), ("Algebra ", "Algebra"), (" \tAlgebra\n", "Algebra"),
        ("\u{A0}Algebra\u{3000}", "Algebra"),
        ("Linear  algebra", "Linear  algebra"), ("", nil), (" ", nil), ("\u{2003}\r\n", nil), (.null, nil),
        ("\u{200B}", "\u{200B}"), ("é \\ \" ", "é \\ \""), (12, "12"),
    ]

    @Test("of a source and of a recording", arguments: [false, true])
    func kept(_ recorded: Bool) throws {
        let found = try run(Self.spellings.map(\.0), ["taxonomy": .null], recorded: recorded)
        #expect(found.pool == Self.spellings.map(\.1))
        #expect(found.domains == Self.spellings.map(\.1).filter { $0 != nil })
        #expect(found.notes == [])
    }

    @Test("that only Unicode makes equal are two domains without a taxonomy, as they are to NumPy")
    func composed() throws {
        let labels = ["Th\u{E9}orie", "The\u{301}orie", "K", "\u{212A}", "Th\u{E9}orie"]
        _ = try run(labels.map { .string($0) }, ["taxonomy": .null])
        for stage in ["classify", "sample"] {
            let decisions = try folder.lines("run/\(stage)/decisions.jsonl")
            let domains = decisions.map { $0["evidence"]?["domain"]?.string ?? "" }
            #expect(domains.map { Array($0.utf8) } == labels.map { Array($0.utf8) }, "\(stage)")
        }
    }

    /// Labels, what the recipe says of labels, and the domains under the taxonomy.
    private static let taxonomy: [(labels: [JSON], given: JSON, domains: [String])] = [
        (["Number theory", "number  THEORY ", "NUMBER\u{A0}THEORY"], [:], ["Number theory"]),
        (["number\ttheory", "Number theory", "11"], [:], ["number\ttheory"]),
        (["maths", "MATHS", " Maths\n"], ["Maths": "Geometry"], ["Geometry"]),
        (["high school", "High  School", "Physics"], [" high school ": "Physics"], ["Physics"]),
        // A label that is spelled as in the recipe comes first.
        (["AI", "Ai", "ai"], ["AI": "Computer science", "ai": "Biology"], ["Computer science", "Biology"]),
    ]

    @Test("that differ only in case or inner spacing are one domain under a taxonomy", arguments: taxonomy)
    func oneDomain(_ labels: [JSON], _ given: JSON, _ domains: [String]) throws {
        let found = try run(labels, ["taxonomy": "msc", "labels": given])
        #expect(found.domains.count == labels.count)
        #expect(Set(found.domains.compactMap(\.self)) == Set(domains))
        #expect(found.notes == [])
    }

    @Test("that differ only in case or inner spacing are noted where there is no taxonomy")
    func noted() throws {
        let labels: [JSON] = [
            "Algebra", "Geometry", "algebra", "Algebra ", "linear algebra", "ALGEBRA", "Linear  algebra",
        ]
        let ending =
            " differ only in case or spacing, and are domains of their own; classify.labels can say that they stand for "
            + "the same"
        let found = try run(labels, ["taxonomy": .null])
        #expect(
            found.notes == [
                #""Algebra" (2 questions), "algebra" (1 question) and "ALGEBRA" (1 question)"# + ending,
                #""linear algebra" (1 question) and "Linear  algebra" (1 question)"# + ending,
            ])
        let mapped: JSON = ["algebra": "Algebra", "ALGEBRA ": "Algebra", "Linear  algebra": "linear algebra"]
        let again = try run(labels, ["taxonomy": .null, "labels": mapped])
        #expect(again.notes == [])
        #expect(Set(again.domains) == ["Algebra", "Geometry", "linear algebra"])
    }

    @Test("many that differ only in case are noted in few lines")
    func many() throws {
        let labels = (0..<8).flatMap { [JSON.string("d\($0)"), .string("D\($0)")] }
        let found = try run(labels, ["taxonomy": .null])
        #expect(found.notes.count == 6 && found.notes.last == "so it is with 3 more domains")
    }
}
