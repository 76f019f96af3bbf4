import Bytes
import Messages
import Pools
import Recipes
import Stages

/// The sentences of the dataset card.
extension DatasetCard {
    var lengths: String {
        guard let lengths = written.lengths, let most = recipe.train.maxTokens else { return "" }
        let what = recipe.train.dropsLongRows ? "were dropped" : "are kept; a trainer with that limit truncates them"
        if let counted = lengths.counted {
            return
                "\n\nOf \(Wording.grouped(lengths.questions.count)) chosen rows, \(Wording.grouped(lengths.over)) have a "
                + "\(counted) of more than \(Wording.counted(most, "token")) by the counts on record and \(what); the longest "
                + "has \(Wording.grouped(lengths.tokens.max() ?? 0)). The rest of the rows was not counted."
        }
        return
            "\n\nOf \(Wording.grouped(lengths.questions.count)) chosen rows, \(Wording.grouped(lengths.over)) have more "
            + "than \(Wording.counted(most, "token")) in the format `sft` and \(what); the longest has "
            + "\(Wording.grouped(lengths.tokens.max() ?? 0))."
    }

    /// What the draw does otherwise than that of s1, a sentence each; empty if nothing.
    var ownDraw: String {
        recipe.sample.ownSettings.map { " \($0.prefix(1).uppercased() + $0.dropFirst())." }.joined()
    }

    var split: String {
        guard let share = recipe.train.validation else { return "" }
        return
            "\n\n\(JSON(share).compactText) of the rows are held out for validation, drawn with the same seed and stratified "
            + "by domain."
    }

    /// The amendments with their reasons; empty when there are none.
    var amended: String {
        guard !amendments.lines.isEmpty else { return "" }
        let rows = amendments.lines.map { line in
            let other = line.other.map { Markdown.code($0.description, inTable: true) }
            let what =
                line.action == .drop
                ? "removed" + (other.map { ", replaced by \($0)" } ?? "")
                : "held" + (other.map { ", replacing \($0)" } ?? "")
            return "| `\(line.id)` | \(what) | \(Self.cell(line.reason ?? "")) |"
        }
        let head = [
            "", "", "After the draw, a reviewer amended the set by hand:", "", "| question | what | why |",
            "| --- | --- | --- |",
        ]
        return (head + rows).joined(separator: "\n")
    }

    /// What was lost of the sources and recordings of the recipe, a sentence each.
    private var losses: [String] {
        RecordedLoss.all(in: manifest.stages[recipe.stages.poolMaker.name]).map { loss in
            let words = loss.words(name: Markdown.text(loss.name), file: loss.file.map { Markdown.code($0) })
            return "\(words)."
        }
    }

    /// What the stages noted, a sentence each.
    private var notes: [String] {
        manifest.notes.map { note in
            note.words(name: { Markdown.text($0) }, text: { Markdown.code($0) }) + "."
        }
    }

    /// What was done to control tokens in texts, if any were found.
    private var controlTokens: [String] {
        guard written.spellingTokens > 0 else { return [] }
        let what =
            recipe.export.controlTokens == .escape
            ? "a backslash stands behind the `<` of each in the files for training, as in `<\\|im_end|>`"
            : "they stand in the files for training as they are, where a trainer takes them for the tokens"
        return ["The texts of \(Wording.counted(written.spellingTokens, "question")) spell control tokens: \(what)."]
    }

    /// Which lengths cannot be those of the traces, and in how many traces the teacher is wrong.
    private var traces: [String] {
        let lengths = written.impossibleLengths.map {
            ["\($0.words). They were shortened, are missing, or were counted otherwise."]
        }
        let teacher = TeacherOutcomes(of: recipe.sample.teacher, in: chosen, pool.facts)
        guard let share = teacher.wrongShare else {
            return (lengths ?? []) + ["Whether the traces are right is not recorded."]
        }
        let known = teacher.right + teacher.wrong
        return (lengths ?? []) + [
            "In \(Wording.fixed(100 * share, 1)) % of the traces whose outcome is known the teacher is wrong: in "
                + "\(Wording.grouped(teacher.wrong)) of \(Wording.grouped(known))"
                + (teacher.unknown > 0 ? "; of \(Wording.grouped(teacher.unknown)) it is unknown." : ".")
        ]
    }

    /// Where the lengths of traces come from.
    private var origin: String {
        guard recipe.sample.length == .tokens else {
            return "numbers of \(recipe.sample.length.rawValue), counted in the traces"
        }
        return recipe.tokenizer == nil
            ? "recorded" : "recorded, or counted with the recipe's tokenizer where none is recorded"
    }

    var limits: [String] {
        let names = recipe.benchmarks.map { Markdown.text($0.input.name) }
        let benchmarks =
            names.isEmpty
            ? "It was not compared with any benchmark, so nothing is known about contamination."
            : "It shares no \(recipe.decontaminate.ngram)-gram of words with \(listed(names, "and")). Rewordings and "
                + "translations of benchmark items would not be found, and other benchmarks were not checked. Items of "
                + "fewer words were compared as whole texts: `\(ExportGate.fileName)` lists them and their matches."
        let solvers = recipe.difficulty.solvers
        let difficulty =
            solvers.isEmpty
            ? "Questions were not filtered by difficulty, so it contains easy questions as well as hard ones."
            : "Hard means that no recorded attempt of \(listed(solvers.map { Markdown.text($0) }, "and")) was "
                + "graded right"
                + (recipe.difficulty.keepsUnknown ? ", or that none is recorded. " : ". ")
                + "Graders make mistakes; a question may be easier than it seems."
        return losses + notes + controlTokens + [
            benchmarks, difficulty,
            "Traces and attempts were written by a model. The draw does not check whether they are right, except for what "
                + "the recipe preselects.",
        ] + traces + [
            "Domains are recorded labels; trace lengths are \(origin)."
        ]
            + (recipe.export.license == nil
                ? ["The recipe states no license; the licenses of the sources apply."] : [])
    }
}
