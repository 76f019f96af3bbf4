import Bytes
import Files
import Pools

/// One line of a stage's `decisions.jsonl`.
///
/// It is valid while it is being visited.
package struct DecisionLine {
    /// The question's number in the pool.
    package let question: Int
    /// Whether the stage kept the question.
    package let isKept: Bool
    /// What follows the verdict: `,"rule":"...","evidence":{...}}`, each of them where there is one.
    private let rest: ByteView

    fileprivate init(question: Int, isKept: Bool, rest: ByteView) {
        self.question = question
        self.isKept = isKept
        self.rest = rest
    }

    /// The name of the rule, or nil.
    package var rule: String? { member("rule")?.string }

    /// The evidence, or nil.
    package var evidence: JSON? { member("evidence") }

    /// Whether the rule has this name.
    package func isRule(_ name: String) -> Bool {
        var quoted: [UInt8] = []
        quoted.append(quoted: name)
        return rest.starts(with: ByteView(",\"rule\":"))
            && quoted.withByteView { rest[ByteView(",\"rule\":").count...].starts(with: $0) }
    }

    private func member(_ name: String) -> JSON? {
        guard rest.count > 1 else { return nil }
        var object: [UInt8] = [UInt8(ascii: "{")]
        object.append(rest[1...])
        return object.withByteView { try? JSON(parsing: $0) }?[name]
    }
}

/// A stage's `decisions.jsonl`: one line for each question that entered, in pool order.
package struct DecisionFile {
    /// The file's name in a stage's folder.
    package static let fileName = "decisions.jsonl"

    /// Visits the lines of a file in order.
    ///
    /// Throws `FileError` when it cannot be read or is not of this pool.
    ///
    /// - Parameter candidates: the questions it may speak of, ascending: after decontaminate those which that stage
    ///   kept, since before it a text may stand in the pool more than once. Nil means the whole pool.
    package static func visit(
        _ file: InputFile, of pool: Pool, among candidates: [Int32]?, _ body: (DecisionLine) throws -> Void
    ) throws {
        var place = 0
        try file.forEachLine { line in
            guard let (id, isKept, rest) = split(line),
                let question = next(id, in: pool, among: candidates, after: &place)
            else { throw damaged(file.path) }
            try body(DecisionLine(question: question, isKept: isKept, rest: rest))
        }
    }

    /// Visits the lines that a stage has just written: the verdict of each, and what its rule is called, read when asked.
    package static func visitLines(_ lines: [UInt8], _ body: (Bool, () -> String?) throws -> Void) throws {
        try lines.withByteView { bytes in
            var start = 0
            while start < bytes.count {
                let end = bytes.firstIndex(of: 0x0A, from: start) ?? bytes.count
                if let (_, isKept, rest) = split(bytes[start..<end]) {
                    try body(isKept) { DecisionLine(question: 0, isKept: isKept, rest: rest).rule }
                }
                start = end + 1
            }
        }
    }

    /// A line's id, its verdict, and what follows; nil when it is not as `Decision` writes it.
    private static func split(_ line: ByteView) -> (id: UInt64, isKept: Bool, rest: ByteView)? {
        let (before, between) = (ByteView("{\"id\":\""), ByteView("\",\"keep\":"))
        let idEnd = before.count + 16
        let verdict = idEnd + between.count
        guard line.count >= verdict + 5, line.starts(with: before), line[idEnd...].starts(with: between),
            let id = QuestionID(line[before.count..<idEnd])
        else { return nil }
        if line[verdict...].starts(with: ByteView("true")) { return (id.value, true, line[(verdict + 4)...]) }
        if line[verdict...].starts(with: ByteView("false")) { return (id.value, false, line[(verdict + 5)...]) }
        return nil
    }

    /// The next question with an id, in pool order.
    private static func next(_ id: UInt64, in pool: Pool, among candidates: [Int32]?, after place: inout Int) -> Int? {
        while place < candidates?.count ?? pool.count {
            let question = candidates.map { Int($0[place]) } ?? place
            place += 1
            if pool.ids[question] == id { return question }
        }
        return nil
    }

    /// The numbers in the pool of the questions that a stage kept.
    package static func kept(_ file: InputFile, of pool: Pool, among candidates: [Int32]?) throws -> [Int32] {
        var kept: [Int32] = []
        try visit(file, of: pool, among: candidates) { if $0.isKept { kept.append(Int32($0.question)) } }
        return kept
    }

    private static func damaged(_ path: String) -> FileError {
        FileError(.notThisFormat, "read", path, cause: "it does not hold the decisions on this pool")
    }
}

/// How many questions a stage kept and dropped, and by which rules.
package struct DecisionCounts {
    private var kept = 0
    private var dropped = 0
    private var byRule: [String: Int] = [:]
    private var keptByRule: [String: Int] = [:]
    private let rules: [String]

    /// Counts of a stage with these rules, in the order in which they are told.
    package init(rules: [String]) {
        self.rules = rules
    }

    /// Counts a decision.
    package mutating func add(_ decision: Decision) {
        if decision.isKept {
            kept += 1
            if let rule = decision.rule { keptByRule[rule, default: 0] += 1 }
        } else {
            dropped += 1
            if let rule = decision.rule { byRule[rule, default: 0] += 1 }
        }
    }

    mutating func add(_ other: DecisionCounts) {
        kept += other.kept
        dropped += other.dropped
        byRule.merge(other.byRule, uniquingKeysWith: +)
        keptByRule.merge(other.keptByRule, uniquingKeysWith: +)
    }

    /// The counts as a manifest has them.
    package var json: JSON {
        var dropRules = JSONObject()
        for rule in rules { dropRules[rule] = JSON(byRule[rule] ?? 0) }
        var counts = JSONObject()
        counts["entered"] = JSON(kept + dropped)
        counts["kept"] = JSON(kept)
        counts["dropped"] = JSON(dropped)
        counts["rules"] = .object(dropRules)
        if !keptByRule.isEmpty {
            var keepRules = JSONObject()
            for (rule, count) in keptByRule.sorted(by: { $0.key.precedesInBytes($1.key) }) {
                keepRules[rule] = JSON(count)
            }
            counts["kept_by"] = .object(keepRules)
        }
        return .object(counts)
    }
}

/// What a stage decided on some questions that follow one another.
private struct DecidedChunk {
    var lines: [UInt8] = []
    var kept: [Int32] = []
    var counts: DecisionCounts
}

extension Stage {
    /// Decides on questions on several threads and writes the decisions in pool order.
    ///
    /// - Returns: the questions that are kept, and the counts.
    package func run(
        on entering: [Int32], of pool: Pool, threads: Int, writing file: OutputFile
    ) throws -> (kept: [Int32], counts: DecisionCounts) {
        try run(on: entering, of: pool, threads: threads) { try file.write($0) }
    }

    /// Decides on questions on several threads and hands on the lines of the decisions in pool order.
    ///
    /// - Returns: the questions that are kept, and the counts.
    package func run(
        on entering: [Int32], of pool: Pool, threads: Int, lines: ([UInt8]) throws -> Void
    ) throws -> (kept: [Int32], counts: DecisionCounts) {
        let decide = try decider(for: entering, of: pool, threads: threads)
        var kept: [Int32] = []
        var counts = DecisionCounts(rules: rules)
        try Pipeline<ArraySlice<Int32>, DecidedChunk>(threads: threads).run(
            producers: [pool.chunks(of: entering[...], needsTexts: needsTexts)],
            makeWorker: {
                var buffer: [UInt8] = []
                return { questions in
                    var chunk = DecidedChunk(counts: DecisionCounts(rules: rules))
                    try pool.visit(questions, needsTexts: needsTexts, buffer: &buffer) { question in
                        let decision = try decide(question)
                        decision.append(to: &chunk.lines, id: pool.ids[question.index])
                        chunk.counts.add(decision)
                        if decision.isKept { chunk.kept.append(Int32(question.index)) }
                    }
                    return chunk
                }
            },
            consume: { chunk in
                try lines(chunk.lines)
                kept.append(contentsOf: chunk.kept)
                counts.add(chunk.counts)
            })
        return (kept, counts)
    }
}
