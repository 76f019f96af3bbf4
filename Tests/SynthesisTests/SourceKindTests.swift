import Bytes
import TestSupport
import Testing

@testable import Synthesis

@Suite("The sources of a pool")
struct SourceKindTests {
    /// The fields that each source's rows give to the question, the solution and the conditions of a recipe.
    private static let fields: [String: [String]] = [
        "NuminaMATH": ["source", "problem", "solution"], "MATH": ["type", "problem", "solution"],
        "OlympicArena": ["problem", "solution", "subject", "language", "modality"],
        "OmniMath": ["problem", "solution"], "AGIEval": ["passage", "question", "options", "label"],
        "xword": ["clue", "answer"], "OlympiadBench": ["question", "solution", "question_type", "subject"],
        "AIME": ["Question", "Answer", "Year"], "TheoremQA": ["Question", "Answer", "Answer_type", "Picture"],
        "USACO": ["description"], "JEEBench": ["question", "gold", "subject"], "GPQA": ["Question", "Correct Answer"],
        "SciEval": ["question", "answer", "category", "type", "task_name"], "s1-prob": ["question", "solution"],
        "LiveCodeBench": ["question_content", "release", "difficulty"], "s1-teasers": ["question", "answer"],
    ]

    /// The field that numbers or names the rows of a source, where there is one.
    private static let ids: [String: String] = [
        "OlympicArena": "id", "xword": "number", "OlympiadBench": "id", "AIME": "ID", "USACO": "name",
        "JEEBench": "index", "LiveCodeBench": "question_id",
    ]

    private static let plan = PoolPlan(rows: 1000)

    private func generator(_ source: Int, seed: UInt64 = 0) throws -> SourceGenerator {
        try SourceGenerator(SourceKind.all[source], Self.plan.shares[source], source: source, seed: seed)
    }

    /// The rows that are kept and those that conditions leave out.
    private func rows(_ generator: SourceGenerator) -> [SourceRow] {
        let kept = (0..<generator.share.rows).map { generator.kept($0).row }
        return kept + (0..<generator.share.leftOut).map { generator.leftOut($0) }
    }

    /// The rows as JSON Lines, whatever the format of the source.
    private func written(_ generator: SourceGenerator) -> [UInt8] {
        var fields = FieldWriter(.jsonl)
        for row in rows(generator) {
            fields.begin()
            generator.kind.write(row, &fields)
            fields.end()
        }
        return fields.bytes
    }

    private func documents(_ generator: SourceGenerator) throws -> [JSON] {
        try written(generator).split(separator: 0x0A).map { try json(Array($0)) }
    }

    @Test("have rows with the fields that a recipe maps, the same in each row", arguments: SourceKind.all.indices)
    func names(_ source: Int) throws {
        let generator = try generator(source)
        let documents = try documents(generator)
        #expect(documents.count == generator.share.rows + generator.share.leftOut)
        let names: [String] = try #require(documents.first?.object?.names)
        #expect(Set(names).count == names.count)
        #expect(documents.allSatisfy { $0.object?.names == names })
        let mapped: [String] = try #require(Self.fields[generator.kind.name])
        for name in mapped { #expect(names.contains(name), "\(name)") }
    }

    @Test("have rows whose ids are different", arguments: SourceKind.all.indices)
    func identities(_ source: Int) throws {
        let generator = try generator(source)
        guard let name = Self.ids[generator.kind.name] else { return }
        let values: [String] = try documents(generator).compactMap { $0[name]?.compactText }
        #expect(values.count == generator.share.rows + generator.share.leftOut)
        #expect(Set(values).count == values.count)
    }

    @Test("have rows whose questions are different before and after the recipe", arguments: SourceKind.all.indices)
    func questions(_ source: Int) throws {
        let rows = rows(try generator(source))
        #expect(Set(rows.map { $0.exercise.question.bytes }).count == rows.count)
        let composed = SourceKind.all[source].composed
        #expect(Set(rows.map { composed($0).bytes }).count == rows.count)
    }

    @Test("have the same bytes for the same seed, and others for another")
    func repeatable() throws {
        var (first, other): ([UInt8], [UInt8]) = ([], [])
        for source in SourceKind.all.indices {
            let bytes = written(try generator(source, seed: 5))
            let again = written(try generator(source, seed: 5))
            #expect(again == bytes)
            first += bytes
            other += written(try generator(source, seed: 6))
        }
        #expect(first != other)
    }

    @Test("put each row into one of their files, and each file has a name of its own")
    func files() throws {
        var paths: [String] = []
        for (source, kind) in SourceKind.all.enumerated() {
            paths += kind.files.map { $0.path }
            for row in rows(try generator(source)) {
                #expect(kind.templates.indices.contains(row.template))
                #expect(kind.files.indices.contains(kind.fileOfTemplate(row.template)))
            }
        }
        #expect(Set(paths).count == paths.count)
        #expect(paths.allSatisfy { $0.hasPrefix("sources/") })
    }

    @Test("leave out exactly the rows that are planned to be", arguments: SourceKind.all.indices)
    func leftOut(_ source: Int) throws {
        let generator = try generator(source)
        let rows = rows(generator)
        #expect(rows.count { $0.isLeftOut } == generator.share.leftOut)
        #expect(rows.map { $0.number } == Array(rows.indices))
    }

    @Test("offer four different options, of which the right one is the answer", arguments: SourceKind.all.indices)
    func options(_ source: Int) throws {
        for row in rows(try generator(source)) {
            let (texts, right) = row.options
            #expect(Set(texts.map { $0.bytes }).count == 4)
            #expect(texts[right].bytes == row.exercise.answer.bytes)
        }
    }

    @Test("a passage and its question are the text again, with an empty line between them")
    func passages() throws {
        let source = try #require(SourceKind.all.firstIndex { $0.name == "AGIEval" })
        let rows = rows(try generator(source))
        for row in rows {
            let (passage, question) = row.parts
            let whole: String = (passage.map { $0.text + "\n\n" } ?? "") + question.text
            #expect(whole == row.question.text)
            #expect(passage?.text.contains("\n\n") != true)
        }
    }
}
