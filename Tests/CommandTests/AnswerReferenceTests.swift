import Bytes
import Foundation
import Pools
import TestSupport
import Testing

@testable import curate

@Suite("The reference of keys")
struct AnswerReferenceTests {
    /// The keys of a document with their paths; a null, or an empty list or object, ends a path.
    private static func paths(of json: JSON, _ path: String = "") -> Set<String> {
        switch json {
        case .object(let object) where !object.members.isEmpty:
            Set(object.members.flatMap { paths(of: $0.value, path.isEmpty ? $0.name : path + "." + $0.name) })
        case .list(let list) where !list.isEmpty: Set(list.flatMap { paths(of: $0, path + "[]") })
        default: [path]
        }
    }

    /// Whether a key of the reference stands for a path: capitals stand for any name, a key for all that is in it, and what
    /// is within a key for the key where that is null or empty.
    private static func stands(_ key: String, for path: String) -> Bool {
        let (key, path) = (key.split(separator: "."), path.split(separator: "."))
        let isSame = zip(key, path).dropLast().allSatisfy { $0 == $1 || Self.isAnyName($0) }
        guard isSame, let last = zip(key, path).suffix(1).first else { return false }
        return last.0 == last.1 || last.0 + "[]" == last.1 || isAnyName(last.0)
            || path.count <= key.count && last.0 == last.1 + "[]"
    }

    private static func isAnyName(_ name: Substring) -> Bool { name.allSatisfy(\.isUppercase) }

    /// Compares the keys of documents with those of a section.
    private func check(_ documents: [JSON], _ title: String, _ keys: [AnswerReference.Key], rare: Set<String> = []) {
        let found = documents.reduce(into: Set<String>()) { $0.formUnion(Self.paths(of: $1)) }
        let unknown = found.filter { path in !keys.contains { Self.stands($0.path, for: path) } }
        #expect(unknown == [], "\(title): not documented")
        let missing = keys.map(\.path).filter { key in !found.contains { Self.stands(key, for: $0) } }
        #expect(Set(missing).subtracting(rare) == [], "\(title): not found")
    }

    private static func section(_ title: String, in sections: [AnswerReference.Section]) throws
        -> AnswerReference.Section
    {
        try #require(sections.first { $0.title == title }, "\(title)")
    }

    /// The id of a question of the set.
    private static var chosen: String {
        (try? FinishedSample.folder.lines("data/runs/sample/export/sample.jsonl"))?.last?["id"]?.string ?? ""
    }

    /// Runs a command line with `--json`, which must print one document.
    private static func answer(_ line: String, in folder: String) throws -> JSON {
        let result = try Program.shell("curate \(line) --json", in: folder)
        try #require(result.status == 0, "\(line): \(result.diagnostics)")
        return try json(Array(result.output.utf8))
    }

    /// The answers that only read a run: a section's title, command lines, and keys that they do not show.
    private static let readingCommands: [(title: String, lines: [String], rare: Set<String>)] = [
        (
            "`curate inspect`",
            ["inspect quality", "inspect sample --dropped", "inspect quality --dropped", "inspect classify"], []
        ),
        (
            "`curate inspect --group-by`",
            ["inspect quality --dropped --group-by rule", "inspect classify --group-by domain"], []
        ),
        ("`curate funnel`", ["funnel"], []),
        ("`curate funnel --by`", ["funnel --by source", "funnel --by domain"], []),
        ("`curate funnel --by --rules`", ["funnel --by source --rules", "funnel --by domain --rules"], []),
        (
            "`curate explain`",
            ["explain f8ab", "explain e236"],
            [
                "domain.name", "domain.size", "domain.rank", "amendments[].action", "amendments[].reason",
                "prospect.preselection.teacher_right", "prospect.preselection.longer_than", "prospect.domain_draws",
                "prospect.domain_taken", "prospect.chance_of_these_draws", "prospect.longest_of_domain",
                "prospect.reached_at_target", "origin.row", "length.count", "length.unit",
            ]
        ),
        (
            "`curate explain --domain` and `--source`",
            ["explain --domain 'Number theory'", "explain --source contest"],
            [
                "most_probable[].id", "most_probable[].probability", "most_probable[].standard_error",
                "most_probable[].chosen", "most_probable[].trace_tokens", "phases.PHASE", "bounds.min", "bounds.max",
                "bounds.full",
            ]
        ),
        (
            "`curate what-if`",
            ["what-if --set sample.target=9", "what-if --set sample.target=14", "what-if --seed 3"], []
        ),
        (
            "`curate diff`", ["diff data/runs/sample data/runs/sample"],
            [
                "recipe[].path", "recipe[].a", "recipe[].b", "inputs[].path", "inputs[].a.bytes", "inputs[].a.digest",
                "inputs[].b.bytes", "inputs[].b.digest", "tool.a", "tool.b", "only_a[].id", "only_a[].source",
                "only_a[].stage", "only_a[].rule", "only_a[].evidence", "only_b[].id", "only_b[].source",
                "only_b[].stage",
                "only_b[].rule", "only_b[].evidence",
            ]
        ),
        ("`curate verify`", ["verify"], []), ("`curate rules`", ["rules", "rules quality"], []),
        (
            "`curate overlap`", ["overlap data/runs/sample data/runs/sample"],
            [
                "matches[].question.row", "matches[].item.row", "matches[].question.numbers[]",
                "matches[].question.names[]", "matches[].question.asked", "matches[].item.numbers[]",
                "matches[].item.names[]", "matches[].item.asked",
            ]
        ),
        (
            "`curate run --dry-run`",
            ["run --dry-run", "run --dry-run --force", "run --dry-run --force --set quality.require=[]"],
            ["stages[].on"]
        ),
        (
            "`--dry-run` of `ablate`, `stability`, `amend` and `synth`",
            ["ablate", "stability --seeds 2", "amend --drop \(chosen) --reason x", "synth --rows 16 --out pool"].map {
                "\($0) --dry-run"
            },
            ["removes[]"]
        ),
        (
            "`curate tokens`",
            ["tokens", "tokens --ids"].map {
                "\($0) --tokenizer '\(Program.package)/Tests/TokenizerTests/Fixtures/small.tiktoken' aime.csv"
            }, []
        ),
        ("`curate grade`", ["grade --reference 1 --answer 2"], []),
        (
            "`curate grade --compare`",
            ["grade data/runs/sample/sample/decisions.jsonl --reference id --answer id --compare keep"], []
        ),
    ]

    /// The keys of losses, which a run of the sample has none of, and those of rules that keep.
    private static func isOfLoss(_ key: String) -> Bool { key.contains("lost[].") }

    @Test(
        "has the keys of the answers that read a run, and each answer is one document",
        arguments: 0..<readingCommands.count)
    func readers(_ number: Int) throws {
        let (title, lines, rare) = Self.readingCommands[number]
        let section = try Self.section(title, in: AnswerReference.answers)
        let documents = try lines.map { try Self.answer($0, in: FinishedSample.path) }
        check(documents, title, section.keys.filter { !Self.isOfLoss($0.path) }, rare: rare)
    }

    @Test("has the keys of the answers that write")
    func writers() throws {
        let folder = try TemporaryFolder.withSample()
        let lines = [
            ("`curate run`", "run"), ("`curate stability`", "stability --seeds 20"), ("`curate ablate`", "ablate"),
            ("`curate synth`", "synth --rows 16 --out pool"),
            ("`curate amend`", "amend --drop \(Self.chosen) --reason x"),
        ]
        for (title, line) in lines {
            let section = try Self.section(title, in: AnswerReference.answers)
            let answer = try Self.answer("\(line) --quiet", in: folder.path)
            let isSmall = title == "`curate run`"
            check(
                [answer], title, section.keys.filter { !Self.isOfLoss($0.path) },
                rare: isSmall ? ["files[].split", "files[].target", "impossible_lengths.certain"] : [])
        }
        // What they wrote, and the evidence of all stages.
        let files = AnswerReference.files
        for (title, path) in [("`stability.jsonl`", "stability.jsonl"), ("`amendments.jsonl`", "amendments.jsonl")] {
            check(try folder.lines("data/runs/sample/\(path)"), title, try Self.section(title, in: files).keys)
        }
        let decided = ["decontaminate", "quality", "difficulty", "classify", "sample"].map {
            "data/runs/sample/\($0)/decisions.jsonl"
        }
        let decisions = try decided.flatMap { try folder.lines($0) }
        check(decisions, "decisions", try Self.section("`STAGE/decisions.jsonl`", in: files).keys)
        check(
            decisions.compactMap { $0["evidence"] }, "evidence", AnswerReference.evidence,
            rare: [
                "field", "test", "times", "of", "count", "total", "min", "max", "counted", "group", "full", "target",
                "unknown_of", "nearest", "to", "instead_of", "train_tokens", "max_tokens", "file", "row",
                "byte_offset", "origin.file", "origin.line", "origin.row", "question", "source", "replaces", "label",
                "replaced_by", "reason", "domain_size", "line", "benchmark", "words", "row_group", "row_of_group",
                "score", "stretches", "numbers", "other_numbers", "names", "other_names", "asked", "other_asked",
                "where",
            ])
    }

    @Test("has every key of evidence that the sources declare, and no other")
    func evidence() throws {
        var declared: Set<String> = []
        let folder = Program.package + "/Sources/Stages"
        for case let name as String in FileManager.default.enumerator(atPath: folder) ?? .init()
        where name.hasSuffix(".swift") {
            let text = try String(contentsOfFile: folder + "/" + name, encoding: .utf8)
            for match in text.matches(of: #/EvidenceKey<[^>]+>+\((?:"([a-z_]+)"|RejectedRows\.Member\.([a-zA-Z]+))\)/#)
            {
                let member = match.output.2.map(String.init)
                let members = [
                    "offset": RejectedRows.Member.offset, "rowGroup": RejectedRows.Member.rowGroup,
                    "rowOfGroup": RejectedRows.Member.rowOfGroup, "reason": RejectedRows.Member.reason,
                ]
                let name = try match.output.1.map(String.init) ?? #require(member.flatMap { members[$0] }).description
                declared.insert(name)
            }
        }
        #expect(declared.count > 30)
        let documented = AnswerReference.evidence.map { String($0.path.prefix { $0 != "." }) }
        #expect(Set(documented) == declared)
    }

    @Test("has the keys of the lines of a run's files")
    func lines() throws {
        for (title, path) in [
            ("`ingest/pool.jsonl`", "ingest/pool.jsonl"), ("`ingest/rejected.jsonl`", "ingest/rejected.jsonl"),
            ("`export/NAME.jsonl`", "export/sample.jsonl"),
        ] {
            let section = try Self.section(title, in: AnswerReference.files)
            check(try FinishedSample.folder.lines("data/runs/sample/" + path), title, section.keys)
        }
    }

    @Test("whole questions are one document with --json, and a line each without")
    func whole() throws {
        let document = try Self.answer("inspect quality --dropped --full", in: FinishedSample.path)
        let rows = try #require(document["rows"]?.list)
        let lines = try Program.run(["inspect", "quality", "--dropped", "--full"], in: FinishedSample.path).output.lines
        #expect(document["stage"] == "quality" && rows.count > 3)
        #expect(rows.map(\.compactText) == lines.filter { !$0.isEmpty })
    }

    @Test(
        "an error prints nothing on standard output",
        arguments: ["inspect nothing", "funnel --run x", "explain 0", "run --stage x"])
    func errors(_ line: String) throws {
        let result = try Program.shell("curate \(line) --json", in: FinishedSample.path)
        #expect(result.status != 0 && result.output == "" && !result.diagnostics.isEmpty)
    }

    @Test(
        "a key stands for what it says",
        arguments: [
            ("a", "a", true), ("a", "a.b", true), ("a", "b", false), ("a.NAME", "a.x", true), ("a.NAME", "a", true),
            ("a[].b", "a", true), ("a[].b", "a[].b", true), ("a[].b", "a[].c", false), ("a.b", "a", true),
            ("[].b", "[].b", true),
            ("a.b", "a.c", false), ("rules.RULE", "kept.x", false),
        ])
    func meanings(_ key: String, _ path: String, _ expected: Bool) {
        #expect(Self.stands(key, for: path) == expected)
    }
}
