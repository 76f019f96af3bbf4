import Bytes
import Files
import Pools

/// The decisions of a stage on consecutive questions.
private struct DecidedChunk {
    var lines: [UInt8] = []
    var kept: [QuestionIndex] = []
    var counts: DecisionCounts
    /// The number of questions.
    var count = 0
}

extension Stage {
    /// Decides on questions on several threads and writes the decisions in pool order.
    ///
    /// - Parameter progress: called with the number of questions that have been decided on.
    /// - Returns: the questions that were kept, and the counts.
    package func run(
        on entering: [QuestionIndex], of questions: any Questions, threads: Int, writing file: OutputFile,
        progress: (Int) -> Void = { _ in }
    ) throws -> (kept: [QuestionIndex], counts: DecisionCounts) {
        try run(on: entering, of: questions, threads: threads, progress: progress) { try file.write($0) }
    }

    /// Decides on questions on several threads and passes the lines of the decisions to `lines` in pool order.
    ///
    /// - Returns: the questions that were kept, and the counts.
    package func run(
        on entering: [QuestionIndex], of questions: any Questions, threads: Int, progress: (Int) -> Void = { _ in },
        lines: ([UInt8]) throws -> Void
    ) throws -> (kept: [QuestionIndex], counts: DecisionCounts) {
        let decide = try decider(for: entering, of: questions, threads: threads)
        var (kept, decided): ([QuestionIndex], Int) = ([], 0)
        var counts = DecisionCounts(rules: rules)
        try Pipeline<ArraySlice<QuestionIndex>, DecidedChunk>(threads: threads).run(
            producers: [questions.chunks(of: entering[...], needsTexts: needsTexts)],
            makeWorker: {
                var buffer: [UInt8] = []
                return { entering in
                    var chunk = DecidedChunk(counts: DecisionCounts(rules: rules))
                    try questions.visit(
                        entering, needsTexts: needsTexts, needsLines: needsLines, buffer: &buffer
                    ) { question in
                        let decision = try decide(question)
                        decision.append(to: &chunk.lines, id: question.id.value, row: question.index.position)
                        chunk.counts.add(decision, of: self)
                        chunk.count += 1
                        if decision.isKept { chunk.kept.append(question.index) }
                    }
                    return chunk
                }
            },
            consume: { chunk in
                try lines(chunk.lines)
                decided += chunk.count
                progress(decided)
                kept.append(contentsOf: chunk.kept)
                counts.add(chunk.counts)
            })
        counts.notes = notes(on: entering, kept: kept, of: questions.facts, counts)
        return (kept, counts)
    }
}
