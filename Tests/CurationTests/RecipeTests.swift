import Bytes
import Files
import TestSupport
import Testing

@testable import Messages
@testable import Recipes
@testable import Rows
@testable import Shapes
@testable import Stages
@testable import curate

@Suite("Recipes")
struct RecipeTests {
    /// The names of all formats, as messages list them.
    private static let formats = FormatRegistry.standard.names.joined(separator: ", ")
    private static let tests =
        "equals, in, not, is, contains, matches, longer_than, shorter_than, greater_than, less_than, any, all or none"

    /// A correct recipe, as text, for tests to spoil.
    private static let correct = """
        { "name": "t", "seed": 0,
          "sources": [ { "name": "S", "format": "jsonl", "path": "s.jsonl", "where": [ { "field": "a", "equals": 1 } ],
                         "map": { "question": "{q}", "outcomes.m": "{o?}" } } ],
          "recordings": [ { "name": "R", "format": "jsonl", "path": "s.jsonl", "id": "{id}",
                            "outcome": { "model": "{m}", "correct": "{c}" } } ],
          "benchmarks": [ { "name": "B", "format": "jsonl", "path": "s.jsonl", "question": "{q}" } ],
          "quality": { "require": ["trace"], "rules": ["asy"] },
          "classify": { "taxonomy": "msc", "labels": { "x": "Number theory" } },
          "sample": { "target": 5, "preselect": [ { "source_type": "a*" } ] } }
        """

    private func problems(_ settings: [String], in folder: TemporaryFolder = TemporaryFolder()) throws -> [String] {
        folder.write("s.jsonl", "{\"q\":\"x\"}\n")
        folder.write("db.txt", "no database")
        var file = try RecipeFile(folder.write("recipe.json", Self.correct))
        for setting in settings { try file.set(setting) }
        do {
            _ = try file.recipe()
            return []
        } catch let error as CurationError {
            guard case .recipe(let name, let problems) = error else { throw error }
            #expect(name == folder.path + "/recipe.json")
            #expect(error.status == 2)
            return problems.map { "\($0.path): \($0.message)" }
        }
    }

    @Test("a correct one has no problems")
    func noProblems() throws {
        #expect(try problems([]) == [])
        #expect(
            try problems([
                "sample.target=7", "difficulty.solvers=[\"a\"]", "limits.rejected=1", "classify.labels.A b=Geometry",
            ]) == [])
    }

    static let mistakes: [(String, String)] = [
        ("decontaminate.ngam=5", "decontaminate.ngam: unknown key; did you mean \"ngram\"?"),
        ("smaple.target=5", "smaple: unknown key; did you mean \"sample\"?"),
        ("quality.zzz=5", "quality.zzz: unknown key; allowed keys: require, rules"),
        ("decontaminate.ngram=0", "decontaminate.ngram: found the number 0; expected a whole number from 1 to 1000"),
        (
            "decontaminate.ngram=2.5",
            "decontaminate.ngram: found the number 2.5; expected a whole number from 1 to 1000"
        ),
        (
            "decontaminate.ngram=\"8\"",
            "decontaminate.ngram: found the text \"8\"; expected a whole number from 1 to 1000"
        ),
        ("decontaminate.across_sources=1", "decontaminate.across_sources: found the number 1; expected true or false"),
        ("limits.rejected=1.5", "limits.rejected: found the number 1.5; expected a number from 0 to 1"),
        ("seed=-1", "seed: found the number -1; expected a whole number from 0 to 4294967295"),
        ("seed=4294967296", "seed: found the number 4294967296; expected a whole number from 0 to 4294967295"),
        (
            "name=a/b",
            "name: found the text \"a/b\"; expected letters, digits, '.', '_' and '-', starting with a letter or digit"
        ),
        (
            "name=..",
            "name: found the text \"..\"; expected letters, digits, '.', '_' and '-', starting with a letter or digit"
        ),
        ("name=5", "name: found the number 5; expected a text"),
        ("sources=[]", "sources: found an empty list; expected a list of at least 1"),
        ("sources={}", "sources: found an object; expected a list"),
        (
            "sources.0.format=jsnol",
            "sources.0.format: found the text \"jsnol\"; expected one of \(formats); did you mean \"jsonl\"?"
        ),
        ("sources.S.pth=x", "sources.0.pth: unknown key; did you mean \"path\"?"),
        ("sources.0.record=a", "sources.0.record: unknown key; allowed keys: name, format, path, where, map, empty"),
        ("sources.0.path=t.jsonl", "sources.0.path: \"t.jsonl\" matches no file; did you mean \"s.jsonl\"?"),
        ("sources.0.path=no/*.json", "sources.0.path: \"no/*.json\" matches no file"),
        (
            "sources.0.map.question={q",
            "sources.0.map.question: found { without } in \"{q\"; expected {name}, or {{ for a brace"
        ),
        ("sources.0.map.solutoin={q}", "sources.0.map.solutoin: unknown key; did you mean \"solution\"?"),
        (
            "sources.0.map={\"solution\":\"{q}\"}",
            "sources.0.map.question: missing; the template of the question's text"
        ),
        ("sources.0.where.0.equals=", ""),
        ("sources.0.where.0.in=[1]", "sources.0.where.0: has 2 of \(tests); expected exactly one"),
        ("sources.0.where.0={\"field\":\"a\"}", "sources.0.where.0: has none of \(tests); expected exactly one"),
        (
            "sources.0.where.0={\"field\":\"a\",\"is\":\"there\"}",
            "sources.0.where.0.is: found the text \"there\"; expected present or absent"
        ),
        ("recordings.0.question={q}", "recordings.0: has 2 of question, id or key; expected exactly one"),
        (
            "recordings.0={\"name\":\"R\",\"format\":\"jsonl\",\"path\":\"s.jsonl\",\"id\":\"{i}\"}",
            "recordings.0: has none of outcome or set; expected at least one"
        ),
        (
            "recordings.0.set={\"question\":\"{q}\"}",
            "recordings.0.set.question: unknown key; allowed keys: solution, cot_type, source_type, metadata, cot, thinking_trajectories, attempt, domain, trace_tokens, outcomes.MODEL"
        ),
        ("recordings.0.outcome.model=5", "recordings.0.outcome.model: found the number 5; expected a text"),
        ("benchmarks.0.question=null", "benchmarks.0.question: found null; expected a text"),
        (
            "quality.require=[\"trcae\"]",
            "quality.require.0: found the text \"trcae\"; expected one of trace, trace_tokens, domain, solution, attempt, outcomes, outcomes.MODEL; did you mean \"trace\"?"
        ),
        (
            "quality.rules=[\"asi\"]",
            "quality.rules.0: found the text \"asi\"; expected one of "
                + "\(QualityRules.names.joined(separator: ", ")); did you mean \"asy\"?"
        ),
        ("difficulty.unknown=maybe", "difficulty.unknown: found the text \"maybe\"; expected drop or keep"),
        ("classify.taxonomy=mcs", "classify.taxonomy: found the text \"mcs\"; expected msc; did you mean \"msc\"?"),
        (
            "classify.labels.y=Nubmer theory",
            "classify.labels.y: found the text \"Nubmer theory\"; expected the title of an MSC class or of a science; did you mean \"Number theory\"?"
        ),
        ("sample.target=0", "sample.target: found the number 0; expected a whole number from 1 to 1000000000"),
        (
            "sample.profile=papr",
            "sample.profile: found the text \"papr\"; expected paper or notebook; did you mean \"paper\"?"
        ),
        (
            "sample.preselect.0.longer_than=-1",
            "sample.preselect.0.longer_than: found the number -1; expected a whole number from 0 to 1000000000"
        ),
        ("export.format=[]", "export.format: found an empty list; expected a list of at least 1"),
        (
            "sources.0={\"name\":\"X\",\"format\":\"xml\",\"path\":\"s.jsonl\"}",
            "sources.0.record: missing; the XPath of a row, such as /posts/row"
        ),
        (
            "sources.0={\"name\":\"X\",\"format\":\"xml\",\"path\":\"s.jsonl\",\"record\":\"/a[\"}",
            "sources.0.record: found \"/a[\"; it is not an XPath"
        ),
        (
            "sources.0={\"name\":\"X\",\"format\":\"sqlite\",\"path\":\"s.jsonl\"}",
            "sources.0: has none of table or query; expected exactly one"
        ),
    ]

    @Test("every mistake is named with its path, what was found and what would be right", arguments: mistakes)
    func mistake(_ setting: String, _ expected: String) throws {
        #expect(try problems([setting]) == (expected.isEmpty ? [] : [expected]))
    }

    @Test("several mistakes are told at once")
    func several() throws {
        #expect(
            try problems(["decontaminate.ngam=5", "sample.target=-3"]) == [
                "sample.target: found the number -3; expected a whole number from 1 to 1000000000",
                "decontaminate.ngam: unknown key; did you mean \"ngram\"?",
            ])
    }

    @Test("a key that decides which others may stand is told when it is mistyped")
    func mistypedFormat() throws {
        #expect(
            try problems(["sources.0={\"name\":\"X\",\"formt\":\"jsonl\",\"path\":\"s.jsonl\"}"]) == [
                "sources.0.formt: unknown key; did you mean \"format\"?",
                "sources.0.format: missing; expected one of \(Self.formats)",
            ])
    }

    @Test("queries are compiled on the databases they are for")
    func queries() throws {
        let folder = TemporaryFolder()
        let source = "{\"name\":\"X\",\"format\":\"sqlite\",\"path\":\"db.txt\",\"query\":\"select 1\"}"
        // A file that is no database is a matter of its rows, not of the recipe.
        #expect(try problems(["sources.0=\(source)"], in: folder) == [])
    }

    @Test(
        "what is no recipe at all",
        arguments: [
            ("{ \"name\": }", "line 1, column 11: invalid JSON: unexpected '}'"),
            ("[]", "found an empty list; expected an object"),
            ("{\n \"name\": \"a\",\n \"name\": \"b\" }", "line 3, column 2: the field \"name\" is given twice"),
            ("", "line 1, column 1: invalid JSON: empty"),
        ])
    func noRecipe(_ text: String, _ message: String) {
        let folder = TemporaryFolder()
        let path = folder.write("recipe.json", text)
        #expect(throws: CurationError.recipe(file: path, [RecipeProblem("", message)])) { try RecipeFile(path) }
    }

    @Test(
        "--set that cannot be",
        arguments: [
            ("target", "--set target: expected KEY=VALUE, such as --set sample.target=500"),
            ("=5", "--set =5: expected KEY=VALUE, such as --set sample.target=500"),
            (
                "sources.9.name=x",
                "--set sources.9.name=x: the list has no element \"9\"; expected a number below 1 or S"
            ),
            (
                "sources.T.name=x",
                "--set sources.T.name=x: the list has no element \"T\"; expected a number below 1 or S"
            ),
            ("name.x=5", "--set name.x=5: found the text \"t\" before \"x\", which has no keys"),
        ])
    func badSet(_ setting: String, _ message: String) {
        let fault = #expect(throws: SettingFault.self) { try problems([setting]) }
        #expect(fault?.error == CurationError.usage(Message(stringLiteral: message)))
    }

    @Test("--set reaches every key that the shape declares")
    func setReachesEveryKey() throws {
        let folder = TemporaryFolder()
        let file = try RecipeFile(folder.write("recipe.json", Self.correct))
        func paths(_ shape: Shape, _ path: String) -> [String] {
            switch shape {
            case .object(let object):
                object.keys.flatMap { [join(path, $0.name)] + paths($0.shape, join(path, $0.name)) }
            case .list(let element, _): paths(element, path + ".0")
            case .variants(_, let variants):
                variants[0].shape.keys.flatMap { [join(path, $0.name)] + paths($0.shape, join(path, $0.name)) }
            case .nullable(let shape): paths(shape, path)
            default: []
            }
        }
        let all = paths(.recipe, "")
        #expect(all.count > 50)
        for path in all {
            var changed = file
            try changed.set("\(path)=\"mark\"")
            #expect(changed.document != file.document, "\(path)")
        }
    }

    @Test("keys that are left out have their defaults")
    func defaults() throws {
        let folder = TemporaryFolder()
        folder.write("s.jsonl", "{\"question\":\"q\"}\n")
        let recipe = try recipe([], in: folder)
        #expect(recipe.seed == 0)
        #expect(recipe.decontaminate.ngram == 8)
        #expect(recipe.decontaminate.acrossSources)
        #expect(recipe.quality.require == ["trace", "trace_tokens", "domain", "outcomes"])
        #expect(recipe.quality.rules == ["image", "numbering", "emphasis", "asy"])
        #expect(recipe.limits.rejected == 0.01)
        #expect(recipe.sample.uniformUntil == 700)
        #expect(recipe.sample.profile == .paper)
        #expect(recipe.export.formats == [.jsonl])
    }

    @Test("a number is the same number however it is written, and a byte order mark says nothing")
    func spelling() throws {
        let folder = TemporaryFolder()
        folder.write("s.jsonl", "{\"question\":\"a\"}\n")
        let start =
            "{\"name\":\"t\",\"sources\":[{\"name\":\"S\",\"format\":\"jsonl\",\"path\":\"s.jsonl\"}],"
        func document(_ text: String) throws -> JSON {
            try RecipeFile(folder.write("recipe.json", text)).recipe(withFiles: false).document
        }
        let plain = try document(start + "\"limits\":{\"rejected\":0.01},\"sample\":{\"target\":1000}}")
        for (rejected, target) in [("0.010", "1e3"), ("1e-2", "1000.0")] {
            let other = try document(
                "\u{FEFF}" + start + "\"limits\":{\"rejected\":\(rejected)},\"sample\":{\"target\":\(target)}}")
            #expect(plain.firstDifference(ofSettings: other, in: .recipe) == nil)
            // What is on record stays as it was written.
            #expect(other["limits"]?["rejected"]?.compactText == rejected)
        }
        let more = try document(start + "\"limits\":{\"rejected\":0.011},\"sample\":{\"target\":1000}}")
        #expect(plain.firstDifference(ofSettings: more, in: .recipe)?.path == "limits.rejected")
    }
}
