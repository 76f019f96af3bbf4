import Bytes
import Foundation
import TestSupport
import Testing

@testable import Messages
@testable import Pools
@testable import Recipes
@testable import Runs
@testable import Shapes
@testable import Stages

/// Classes that a recipe declares, in place of those of the Mathematics Subject Classification.
@Suite("Classes of one's own")
struct OwnClassesTests {
    private let folder = TemporaryFolder()

    private static let taxonomy: JSON = [
        "classes": ["Algebra", "Number Theory", "Geometrie"],
        "fold": ["Algebra I": "Algebra", "primes": "Number Theory", "Trigonometry": "geometrie"],
    ]

    private static func classes(_ taxonomy: JSON) -> OwnClasses {
        OwnClasses(CheckedObject(Shape.object(OwnClasses.shape).filled(taxonomy)))
    }

    @Test(
        "labels name them, ignoring case and spacing, or what is folded into them",
        arguments: [
            ("Algebra", "Algebra"), ("ALGEBRA", "Algebra"), (" number   theory", "Number Theory"),
            ("algebra i", "Algebra"), ("Primes", "Number Theory"), ("trigonometry", "Geometrie"), ("Algebra II", nil),
            ("", nil), ("11", nil), ("Physics", nil), ("Algebr", nil),
        ] as [(String, String?)])
    func titles(_ label: String, _ expected: String?) {
        #expect(Self.classes(Self.taxonomy).title(of: label) == expected)
    }

    private func recipe(_ classify: JSON, labels: [String] = ["x"]) throws -> Recipe {
        folder.write(
            "s.jsonl",
            lines: labels.enumerated().map { number, label in
                [
                    "question": .string("Question \(number)?"), "trace_tokens": 1, "thinking_trajectories": ["t"],
                    "domain": .string(label),
                ]
            })
        return try CurationTests.recipe(
            [
                ("classify", classify), ("quality", ["require": [], "rules": []]),
                ("sample", ["target": 100, "short": "allow"]),
            ], in: folder)
    }

    @Test("domains are the classes as the recipe spells them; other labels are dropped with the nearest class")
    func domains() throws {
        let classify: JSON = ["taxonomy": Self.taxonomy, "labels": ["Zahlen": "primes", "alg": "ALGEBRA"]]
        let labels = ["number theory", "Algebra I", "zahlen", "Alg", "Algebre", "Combinatorics", "trigonometry"]
        try run(try recipe(classify, labels: labels), in: folder)
        #expect(
            try decisions("classify", in: folder) == [
                #"Question 0?: kept {"domain":"Number Theory","label":"number theory"}"#,
                #"Question 1?: kept {"domain":"Algebra","label":"Algebra I"}"#,
                #"Question 2?: kept {"domain":"Number Theory","label":"zahlen"}"#,
                #"Question 3?: kept {"domain":"Algebra","label":"Alg"}"#,
                #"Question 4?: unknown_label {"label":"Algebre","nearest":"Algebra"}"#,
                #"Question 5?: unknown_label {"label":"Combinatorics"}"#,
                #"Question 6?: kept {"domain":"Geometrie","label":"trigonometry"}"#,
            ])
        #expect(
            try folder.lines("run/export/test.jsonl").compactMap { $0["domain"]?.string }
                == ["Number Theory", "Algebra", "Number Theory", "Algebra", "Geometrie"])
    }

    @Test("from a file are a part of the recipe, whose run does not need the file")
    func file() throws {
        folder.write("classes.json", Self.taxonomy.readableText)
        let classify: JSON = ["taxonomy": ["file": "classes.json"], "labels": ["Zahlen": "primes"]]
        let recipe = try recipe(classify, labels: ["Algebra", "Zahlen"])
        #expect(recipe.document["classify"]?["taxonomy"] == Self.taxonomy)
        #expect(try run(recipe, in: folder).ran.count > 0)
        let recorded = try #require(try Manifest.read(in: RunFolder(folder.path + "/run")))
        #expect(recorded.recipe["classify"]?["taxonomy"] == Self.taxonomy)
        // Another file is another recipe, from the stage on that uses it.
        folder.write("classes.json", "{\"classes\": [\"Algebra\"], \"fold\": {\"primes\": \"Algebra\"}}")
        let again = try RecipeFile(folder.path + "/recipe.json").recipe()
        #expect(try run(again, in: folder).ran == [.classify, .sample, .export])
        #expect(Set(try folder.lines("run/export/test.jsonl").compactMap { $0["domain"]?.string }) == ["Algebra"])
    }

    private func problems(_ classify: JSON, isConfined: Bool = false) -> [String] {
        do {
            var document = try recipe([:]).document.object ?? [:]
            document["classify"] = classify
            folder.write("recipe.json", JSON.object(document).readableText)
            var file = try RecipeFile(folder.path + "/recipe.json")
            file.isConfined = isConfined
            _ = try file.recipe()
            return []
        } catch CurationError.recipe(_, let problems) {
            return problems.map { "\($0.path): \($0.message)" }
        } catch {
            return ["\(error)"]
        }
    }

    @Test(
        "that are given twice, are folded or are none are told with their place",
        arguments: [
            (
                ["taxonomy": ["classes": ["A", "a "]]],
                "classify.taxonomy.classes.1: found \"a \"; \"A\" differs only in case or spacing"
            ),
            (["taxonomy": ["classes": ["A", "A"]]], "classify.taxonomy.classes.1: found \"A\"; it is given twice"),
            (
                ["taxonomy": ["classes": []]],
                "classify.taxonomy.classes: found an empty list; expected a list of at least 1"
            ),
            (["taxonomy": [:]], "classify.taxonomy: has none of file or classes; expected exactly one"),
            (
                ["taxonomy": ["classes": ["A"], "fold": ["a": "A"]]],
                "classify.taxonomy.fold.a: this is a class itself; expected a title that is none"
            ),
            (
                ["taxonomy": ["classes": ["Algebra"], "fold": ["x": "Algebre"]]],
                "classify.taxonomy.fold.x: found the text \"Algebre\"; expected one of the classes; did you mean \"Algebra\"?"
            ),
            (
                ["taxonomy": ["classes": ["Algebra"]], "labels": ["x": "Algebre"]],
                "classify.labels.x: found the text \"Algebre\"; expected a class of the taxonomy; did you mean \"Algebra\"?"
            ),
            (["taxonomy": 5], "classify.taxonomy: found the number 5; expected msc, null or an object"),
            (["taxonomy": ["file": "none.json"]], "classify.taxonomy.file: \"none.json\": No such file or directory"),
            (
                ["taxonomy": ["file": "s.jsonl", "fold": ["x": "y"]]],
                "classify.taxonomy.file: cannot stand beside other keys"
            ),
            (
                ["taxonomy": ["file": "s.jsonl"]],
                "classify.taxonomy.file: \"s.jsonl\": question: unknown key; allowed keys: classes, fold"
            ),
        ] as [(JSON, String)])
    func faults(_ classify: JSON, _ expected: String) {
        #expect(problems(classify).first == expected)
    }

    @Test("a file that is no JSON, and one outside of the folder of a confined recipe, are refused")
    func files() {
        folder.write("broken.json", "{\"classes\": [")
        #expect(problems(["taxonomy": ["file": "broken.json"]]).first?.contains("\"broken.json\": byte 13") == true)
        let outside = problems(["taxonomy": ["file": "../classes.json"]], isConfined: true)
        #expect(outside.count == 1 && outside[0].hasPrefix("classify.taxonomy.file: "))
        #expect(!outside[0].contains("no such file"))
    }
}
