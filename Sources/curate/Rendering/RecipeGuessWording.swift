import Bytes
import Messages
import Recipes

/// The words of `curate init` about what it found and what is missing.
struct RecipeGuessWording {
    private let guess: RecipeGuess

    init(_ guess: RecipeGuess) { self.guess = guess }

    /// Returns the words in lines that fit a number of columns where possible.
    func lines(columns: Int) -> [String] {
        var lines: [String] = []
        for file in guess.sources { lines += self.lines(of: file, columns) }
        for file in guess.recordings { lines.append("\(head(of: file)), a recording of attempts") }
        guard !guess.gaps.isEmpty else { return lines }
        lines.append("missing for the recipe of s1K:")
        var table = TextTable()
        for (what, words) in missing { table.add(["  " + what, words]) }
        return lines + table.wrappedLines(columns: columns)
    }

    private func head(of file: FileGuess) -> String {
        let rows = Wording.counted(file.sample.rows.count, "row")
        return "\(file.path): \(file.format), \(file.sample.isWhole ? rows : "the first \(rows)")"
    }

    private func lines(of file: FileGuess, _ columns: Int) -> [String] {
        var table = TextTable()
        for (target, template) in file.map.map ?? [] { table.add(["  " + target, template]) }
        var notes: [String] = []
        if file.map.map == nil { notes.append("it has the columns of the pool, so that it needs no map") }
        if !file.map.unused.isEmpty { notes.append("kept as metadata: \(listed(file.map.unused, "and"))") }
        if file.sample.unreadable > 0 {
            notes.append(
                "\(Wording.counted(file.sample.unreadable, "row")) cannot be read: \(file.sample.fault ?? "")")
        }
        if let sparse = file.map.sparseQuestion {
            notes.append("rows \(sparse.isBlank ? "without text in" : "without") \(sparse.field) are left out")
        }
        if let field = file.map.severalTurns {
            notes.append("\(field) has conversations with several turns, of which only the first is taken")
        }
        if let field = file.map.impossibleLength {
            notes.append(
                "\(field) has more tokens than the traces have bytes, so that it is not the length of these texts")
        }
        if let cut = file.map.responsesCut {
            notes.append(
                "\(Wording.grouped(cut.count)) of \(Wording.grouped(cut.of)) \(cut.field) have no </think>; "
                    + "\"where\": [{ \"field\": \(JSON.string(cut.field).compactText), \"contains\": \"</think>\" }] leaves "
                    + "them out")
        }
        return [head(of: file)] + table.wrappedLines(columns: columns)
            + notes.flatMap { $0.wrapped(to: columns - 2).map { "  " + $0 } }
    }

    /// What is missing and where it could come from, each once.
    private var missing: [(what: String, words: String)] {
        var seen: [(what: String, files: [String], words: String)] = []
        for gap in guess.gaps {
            let (what, file, words) = self.words(for: gap)
            if let place = seen.firstIndex(where: { $0.what == what }) {
                seen[place].files += [file].compactMap(\.self)
            } else {
                seen.append((what, [file].compactMap(\.self), words))
            }
        }
        return seen.map { what, files, words in
            let isOfAll = files.isEmpty || files.count == guess.sources.count
            return (what, isOfAll ? words : "\(words) (\(listed(files, "and")))")
        }
    }

    private func words(for gap: RecipeGuess.Gap) -> (what: String, file: String?, words: String) {
        switch gap {
        case .questionName(let file):
            ("question", file, "no name tells which field it is; the one with the longest texts is taken")
        case .trace(let file):
            ("trace", file, "no field is the reasoning of a model; a recording sets \"thinking_trajectories\"")
        case .traceTokens(let file):
            (
                "trace_tokens", file,
                "no field is the length of the trace in tokens, so the draw ranks by its bytes. --tokenizer DIR counts "
                    + "tokens, or a recording sets them; then leave out sample.length"
            )
        case .domain(let file):
            (
                "domain", file,
                "no field is the subject, over which the draw spreads; \"\(RecipeGuess.onlyDomain)\" for all. A recording "
                    + "of labels sets it"
            )
        case .teacher:
            (
                "outcomes.teacher", nil,
                "no field says whether the trace's answer is right; a recording sets it"
            )
        case .solvers:
            (
                "solvers", nil,
                "no model's success shows that a question is too easy; a recording of attempts (question, model, "
                    + "correct) gives it, and \"difficulty\": { \"solvers\": [...] } names the models"
            )
        case .benchmarks:
            ("benchmarks", nil, "no evaluation set, such as MATH500, is kept apart; \"benchmarks\" names them")
        }
    }
}
