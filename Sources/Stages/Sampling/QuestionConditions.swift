import Bytes
import Files
import Pools
import Rows

/// Conditions on the columns of questions, as those of `where` are on the fields of rows.
///
/// A field is a column of the pool by its name. `metadata` is the object that its text holds, so that `metadata.NAME` is a
/// field of the row that it came from; `outcomes.MODEL` is the outcome of a model, whatever signs its name has.
enum QuestionConditions {
    /// Returns for each list of conditions whether all of it holds for each question.
    ///
    /// Throws the errors of reading lines of the pool.
    static func hold(
        _ lists: [[Condition]], for questions: [QuestionIndex], of pool: any Questions, threads: Int
    ) throws -> [[Bool]] {
        var holds = [[Bool]](repeating: [], count: lists.count)
        guard lists.contains(where: { !$0.isEmpty }) else {
            return holds.map { _ in Array(repeating: true, count: questions.count) }
        }
        try pool.waitForLines()
        try Pipeline<ArraySlice<QuestionIndex>, [[Bool]]>(threads: threads).run(
            producers: [RowExporter.pieces(of: questions)],
            makeWorker: {
                let own = lists.map { $0.map(\.unsharedCopy) }
                let row = QuestionRow()
                var buffer: [UInt8] = []
                return { piece in
                    var holds = [[Bool]](repeating: [], count: own.count)
                    for question in piece {
                        try pool.withLine(of: question, buffer: &buffer) { line in
                            try row.load(line)
                            for (number, conditions) in own.enumerated() {
                                holds[number].append(conditions.allSatisfy { $0.matches(row.row) })
                            }
                        }
                    }
                    return holds
                }
            },
            consume: { piece in for number in lists.indices { holds[number] += piece[number] } })
        return holds
    }
}

/// A line of the pool as a row.
///
/// Not thread-safe.
private final class QuestionRow {
    let row = Row.ofValues()
    private var line = JSONIndex()
    private var inner = JSONIndex(takesNonFinite: true)
    private var scratch: [UInt8] = []

    /// Loads a line, which must stay valid while the row is used.
    ///
    /// Throws `JSONError` when it is not JSON.
    func load(_ bytes: ByteView) throws(JSONError) {
        try line.index(bytes)
        var fields = line.fields
        row.load(root: line.root) { arena in
            for place in fields.indices where fields[place].name == ByteView("metadata") {
                fields[place] = Field(name: fields[place].name, value: object(in: fields[place].value, arena))
            }
            return fields + outcomes(arena)
        }
    }

    /// Returns the object that a text holds as JSON, or the value if it is no such text.
    private func object(in value: FieldValue, _ arena: Arena) -> FieldValue {
        guard value.isText else { return value }
        scratch.removeAll(keepingCapacity: true)
        scratch.append(text: value)
        let text = scratch.withByteView { arena.copy($0) }
        guard (try? inner.index(text)) != nil, inner.root.kind == .object else { return value }
        return inner.root
    }

    /// Returns the outcomes as fields whose names begin with that of their column.
    private func outcomes(_ arena: Arena) -> [Field] {
        guard let value = line.value(of: .outcomes), value.kind == .object, (try? inner.index(value.bytes)) != nil
        else { return [] }
        return inner.fields.map { field in
            var name = Array("\(QuestionColumn.outcomes.name).".utf8)
            name.append(field.name)
            return Field(name: name.withByteView { arena.copy($0) }, value: field.value)
        }
    }
}
