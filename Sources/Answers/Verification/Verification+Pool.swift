import Bytes
import Files
import Messages
import Pools

extension Verification {
    /// Every question of the pool has the id of its text, and the columns say of it what its line says.
    func checkPool(_ pool: Pool) throws -> String {
        let expected = try count("pool", of: recipe.stages.poolMaker.name)
        guard pool.count == expected else {
            throw fault(files.pool.lines, "it has \(pool.count) questions, and \(expected) were counted")
        }
        let all = Array(0..<Int32(pool.count))
        try pool.scan(all[...], threads: threads, makeWorker: { PoolLineCheck() }) { check, question in
            let line = try pool.line(of: question.index)
            if let what = line.withByteView({ check.fault(of: question, $0) }) {
                throw fault(files.pool.lines, "line \(question.index + 1): \(what)")
            }
        }
        return "\(Wording.grouped(pool.count)) questions have the id of their text and the columns of their line"
    }
}

/// Compares lines of the pool with its columns, on one thread.
private final class PoolLineCheck {
    private var index = JSONIndex()
    private var scratch: [UInt8] = []

    /// What is wrong with a question's line, or nil when nothing is.
    func fault(of question: Question, _ line: ByteView) -> String? {
        let (pool, number) = (question.pool, question.index)
        guard line.last == 0x0A, (try? index.index(line)) != nil else { return "it is not a line of JSON" }
        guard text("question").withByteView({ $0 == question.text }) else { return "its question is another" }
        guard QuestionID(of: question.text) == pool.id(of: number),
            text("id") == Array(pool.id(of: number).description.utf8)
        else { return "its id is not that of its question" }
        guard text("source") == Array(pool.sourceName(of: number).utf8) else { return "its source is another" }
        guard text("source_type") == Array(pool.sourceType(of: number).utf8) else {
            return "its source_type is another"
        }
        guard text("domain") == pool.label(of: number).map({ Array($0.utf8) }) ?? Self.null else {
            return "its domain is another"
        }
        guard text("trace_tokens") == pool.traceTokens(of: number).map({ Array(String($0).utf8) }) ?? Self.null else {
            return "its trace_tokens are others"
        }
        guard QuestionContents(of: index).rawValue == pool.contents[number] else {
            return "it has other parts than the pool's columns say: a trace, a solution, an attempt"
        }
        guard originAgrees(pool, number) else { return "its origin is another" }
        return outcomesAgree(pool, number) ? nil : "its outcomes are others"
    }

    private static let null = Array("null".utf8)

    private func text(_ name: String) -> [UInt8] {
        scratch.removeAll(keepingCapacity: true)
        if let value = name.withByteView({ index.value(named: $0) }) { scratch.append(text: value) }
        return scratch
    }

    private func originAgrees(_ pool: Pool, _ number: Int) -> Bool {
        let origin = pool.origin(of: number)
        guard let found = index.value(named: ByteView("origin")), let json = try? JSON(found) else { return false }
        return json == ["file": .string(origin.file), origin.unit.rawValue: JSON(origin.number)]
    }

    private func outcomesAgree(_ pool: Pool, _ number: Int) -> Bool {
        guard let object = index.value(named: ByteView("outcomes")), let outcomes = try? JSON(object).object else {
            return false
        }
        return pool.outcomes.models.strings.enumerated().allSatisfy { model, name in
            let recorded = pool.outcomes[row: number, model: model]
            switch outcomes[name] {
            case nil: return recorded == nil
            case .bool(true): return recorded == .right
            case .bool(false): return recorded == .wrong
            case .some: return recorded == .unknown
            }
        } && outcomes.members.allSatisfy { pool.model(named: $0.name) != nil }
    }
}
