import Bytes
import Files
import Messages
import Pools

extension Verification {
    /// Checks that every question of the pool has the id of its text, and that the columns agree with the lines.
    func checkPool(_ pool: Pool) throws -> Finding {
        let expected = try count("pool", of: recipe.stages.poolMaker.name)
        guard pool.count == expected else {
            throw fault(files.pool.lines, "it has \(pool.count) questions, but \(expected) were counted")
        }
        let all = Array(pool.facts.all)
        try pool.scan(all[...], threads: threads, makeWorker: { PoolLineCheck(pool) }) { check, question in
            let line = try pool.line(of: question.index)
            if let what = line.withByteView({ check.fault(of: question, $0) }) {
                throw fault(files.pool.lines, "line \(question.index.position + 1): \(what)")
            }
        }
        return .pool(questions: pool.count)
    }
}

/// A comparison of the pool's lines with its columns.
///
/// Not thread-safe.
final class PoolLineCheck {
    private let questions: any Questions
    private let facts: QuestionFacts
    private var index = JSONIndex()
    private var scratch: [UInt8] = []

    init(_ questions: any Questions) {
        (self.questions, facts) = (questions, questions.facts)
    }

    /// Returns what is wrong with a question's line, or nil if it is correct.
    func fault(of question: Question, _ line: ByteView) -> String? {
        guard line.last == 0x0A, (try? index.index(line)) != nil else { return "it is not a line of JSON" }
        // If the question itself differs, the other columns need not be compared.
        for column in [.question] + QuestionColumn.all where !agrees(column, question) {
            return
                "its \(column.name) \(column == .traceTokens || column == .outcomes ? "differ" : "differs") from the pool's columns"
        }
        guard PresentParts(of: index).rawValue == question.parts.rawValue else {
            return "whether it has a trace, a solution or an attempt differs from the pool's columns"
        }
        return nil
    }

    /// Returns whether a column of the line agrees with the pool.
    ///
    /// The presence of parts, such as a trace or a solution, is compared for all columns at once in `fault(of:_:)`.
    private func agrees(_ column: QuestionColumn, _ question: Question) -> Bool {
        let number = question.index
        switch column.kept {
        case .nothing, .presence: return true
        case .texts: return text(column).withByteView { $0 == question.text }
        case .ids:
            let id = question.id
            return QuestionID(of: question.text) == id && text(column) == Array(id.description.utf8)
        case .position: return text(column) == Array(String(number.position).utf8)
        case .keys: return keyAgrees(number)
        case .sources: return text(column) == Array(facts.sourceName(of: number).utf8)
        case .names: return text(column) == facts.name(in: column, of: number).map { Array($0.utf8) } ?? Self.null
        case .numbers:
            let kept = facts.number(in: column, of: number)
            return text(column) == (kept < 0 ? Self.null : Array(String(kept).utf8))
        case .outcomes: return outcomesAgree(number)
        case .origins: return originAgrees(number)
        }
    }

    private static let null = Array("null".utf8)

    private func text(_ column: QuestionColumn) -> [UInt8] {
        scratch.removeAll(keepingCapacity: true)
        if let value = index.value(of: column) { scratch.append(text: value) }
        return scratch
    }

    private func keyAgrees(_ number: QuestionIndex) -> Bool {
        guard let value = index.value(of: .key) else { return false }
        scratch.removeAll(keepingCapacity: true)
        scratch.append(text: value)
        return scratch.withByteView { facts.mayHave(value.kind == .null ? nil : $0, number) }
    }

    private func originAgrees(_ number: QuestionIndex) -> Bool {
        let origin = questions.origin(of: number)
        guard let found = index.value(of: .origin), let json = try? JSON(found) else { return false }
        return json == ["file": .string(origin.file), origin.unit.rawValue: JSON(origin.number)]
    }

    private func outcomesAgree(_ number: QuestionIndex) -> Bool {
        guard let object = index.value(of: .outcomes), let outcomes = try? JSON(object).object else {
            return false
        }
        return facts.outcomes.models.strings.enumerated().allSatisfy { model, name in
            let recorded = facts.outcomes[row: number.position, model: model]
            switch outcomes[name] {
            case nil: return recorded == nil
            case .bool(true): return recorded == .right
            case .bool(false): return recorded == .wrong
            case .some: return recorded == .unknown
            }
        } && outcomes.members.allSatisfy { facts.model(named: $0.name) != nil }
    }
}
