import Bytes
import Files
import TestSupport
import Testing

@testable import Answers
@testable import Pools
@testable import Recipes
@testable import Rows
@testable import Runs

@Suite("The columns of a question")
struct QuestionColumnTests {
    private let folder = TemporaryFolder()

    @Test("lines of the pool, exported rows and recipes have the columns that README gives")
    func names() {
        #expect(
            QuestionColumn.all.map(\.name) == [
                "id", "row", "source", "key", "question", "solution", "cot_type", "source_type", "metadata", "cot",
                "thinking_trajectories", "attempt", "domain", "trace_tokens", "outcomes", "origin",
            ])
        #expect(
            QuestionColumn.exported.map(\.name) == [
                "solution", "question", "cot_type", "source_type", "metadata", "cot", "thinking_trajectories",
                "attempt", "id", "domain", "trace_tokens", "source",
            ])
        #expect(
            Target.known(isSource: true) == [
                "key", "question", "solution", "cot_type", "source_type", "metadata", "cot", "thinking_trajectories",
                "attempt", "domain", "trace_tokens",
            ])
        // By these two a recording is joined.
        #expect(Target.known(isSource: false) == Array(Target.known(isSource: true).dropFirst(2)))
    }

    @Test("a column is found by its name, and is what a target of this name fills", arguments: QuestionColumn.all)
    func named(_ column: QuestionColumn) {
        #expect(QuestionColumn(named: column.name) == column)
        #expect(Target.column(column).name == column.name)
        #expect(Target.known(isSource: true).contains(column.name) == (column.giver != .program))
        if column.giver != .program { #expect(Target(column.name) == .column(column)) }
    }

    @Test("a text of a recording is the same when it is read again", arguments: QuestionColumn.givenTexts)
    func recorded(_ column: QuestionColumn) throws {
        var bytes: [UInt8] = []
        let texts = ["", "a", "\u{e9} \u{1F600}", String(repeating: "long ", count: 300)]
        for text in texts { text.withByteView { RecordedText.append(column, .plain($0), to: &bytes) } }
        var found: [String] = []
        bytes.withByteView { bytes in
            RecordedText.forEach(in: bytes) { other, value in
                if other == column, value.kind == .plain { found.append(value.bytes.text) }
            }
        }
        #expect(found == texts)
    }

    /// A value for each column that a source can give.
    private static func value(of column: QuestionColumn) -> JSON {
        switch column.type {
        case .texts: ["one", "two"]
        case .wholeNumber: JSON(40 + column.rawValue)
        case .text, .label, .outcomes, .origin: .string("text of \(column.name)")
        }
    }

    private func batch() throws -> PoolBatch {
        var row = JSONObject()
        for column in QuestionColumn.given { row[column.name] = Self.value(of: column) }
        folder.write("s.jsonl", lines: [.object(row), ["question": "alone"]])
        let recipe = try recipe([], in: folder)
        let worker = SourceWorker(
            recipe.sources[0], Recordings(), recipe.inputs, traceTokens: nil, buffers: PoolBuffers())
        let reader = try InputReader(
            "s.jsonl", of: recipe.sources[0].input, in: folder.path, limits: recipe.limits, buffers: BufferPool())
        return try worker.read(try #require(try reader.next()), file: "s.jsonl")
    }

    @Test("what a row gives stands in the pool's line under the same name, and nothing where it gives none")
    func lines() throws {
        let lines = try batch().lines.split(separator: 0x0A).map { line in
            try Array(line).withByteView { try JSON(parsing: $0) }
        }
        try #require(lines.count == 2)
        // The writer of the pool adds the row.
        for line in lines {
            #expect(line.object?.names == QuestionColumn.all.filter { $0 != .row }.map(\.name))
        }
        for column in QuestionColumn.given {
            #expect(lines[0][column.name] == Self.value(of: column), "\(column)")
            switch column {
            case .question, .sourceType, .metadata: break
            case .trajectories: #expect(lines[1][column.name] == [])
            default: #expect(lines[1][column.name] == .null, "\(column)")
            }
        }
    }

    @Test("the pool keeps of a column what its line says", arguments: QuestionColumn.given)
    func kept(_ column: QuestionColumn) throws {
        let writer = try PoolWriter(in: OutputFolder(folder.path), sourceNames: ["s"])
        try writer.append(try batch(), source: 0)
        let pool = try Pool(try writer.finish().readers)
        #expect(pool.count == 2)
        switch column.kept {
        case .names(_, _, let isOptional):
            #expect(pool.facts.name(in: column, of: 0) == "text of \(column.name)")
            #expect((pool.facts.name(in: column, of: 1) == nil) == isOptional)
        case .numbers:
            #expect(pool.facts.number(in: column, of: 0) == Int32(40 + column.rawValue))
            #expect(pool.facts.number(in: column, of: 1) == -1)
        case .presence(let part):
            #expect(PresentParts(rawValue: pool.facts.parts[0]).contains(part))
            #expect(!PresentParts(rawValue: pool.facts.parts[1]).contains(part))
        case .texts:
            #expect(try pool.text(of: 0) == Array("text of \(column.name)".utf8))
        case .nothing, .ids, .position, .sources, .keys, .outcomes, .origins: break
        }
    }

    @Test("verification finds another value in every column of which something is kept", arguments: QuestionColumn.all)
    func verified(_ column: QuestionColumn) throws {
        let batch = try batch()
        let line = Array(batch.lines.split(separator: 0x0A, omittingEmptySubsequences: false)[0])
        let list = QuestionList(batch, source: "s")
        func fault(in line: JSON) -> String? {
            var bytes: [UInt8] = []
            bytes.append(json: line)
            bytes.append(0x0A)
            let text = list.text(of: 0)
            return text.withByteView { text in
                bytes.withByteView {
                    PoolLineCheck(list).fault(of: Question(facts: list.facts, index: 0, text: text), $0)
                }
            }
        }
        var object = try #require(try line.withByteView { try JSON(parsing: $0) }.object)
        // The writer of the pool adds the row.
        #expect(fault(in: .object(object)) == "its row differs from the pool's columns")
        object[QuestionColumn.row.name] = 0
        #expect(fault(in: .object(object)) == nil)
        switch column.type {
        case .text, .label: object[column.name] = column == .solution || column == .attempt ? " " : "another"
        case .texts: object[column.name] = []
        case .wholeNumber: object[column.name] = 1
        case .outcomes: object[column.name] = ["m": true]
        case .origin: object[column.name] = ["file": "s.jsonl", "line": 2]
        }
        let found = fault(in: .object(object))
        switch column.kept {
        case .nothing: #expect(found == nil)
        case .presence: #expect(found?.hasPrefix("whether it has") == true)
        case .texts, .ids, .position, .sources, .keys, .names, .origins:
            #expect(found == "its \(column.name) differs from the pool's columns")
        case .numbers, .outcomes: #expect(found == "its \(column.name) differ from the pool's columns")
        }
    }
}
