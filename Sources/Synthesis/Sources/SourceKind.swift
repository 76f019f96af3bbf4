import Bytes

/// One of the sixteen sources: its published size, its exercises, and the format of its rows.
struct SourceKind: Sendable {
    /// The role of a source that is treated specially.
    enum Role: Sendable {
        case math, aime, gpqa, other
    }

    let name: String
    /// The published size after decontamination.
    let size: Int
    var role = Role.other
    /// Whether it is a programming contest, whose answers have not been graded.
    var isCode = false
    /// The number of additional rows, per thousand rows, that the recipe's conditions leave out.
    var leftOutPerMille = 0
    /// The files of the source and their formats.
    let files: [(path: String, format: RowFormat)]
    let templates: [Template]
    /// Returns the index of the file that contains the rows of a template.
    var fileOfTemplate: @Sendable (Int) -> Int = { _ in 0 }
    /// Returns the question as the recipe composes it from the row.
    var composed: @Sendable (SourceRow) -> Phrase = { $0.question }
    /// Writes the fields of a row.
    let write: @Sendable (SourceRow, inout FieldWriter) -> Void
}

/// A row of a source, independent of its format.
struct SourceRow {
    var exercise: Exercise
    /// The question, including its defect.
    var question: Phrase
    /// The number of the row in its source.
    let number: Int
    /// The index of its template.
    let template: Int
    let chance: Chance
    /// Whether the recipe's conditions leave the row out.
    var isLeftOut = false

    /// The worked solution.
    var solution: Phrase {
        Phrase.joined(exercise.steps + ["The answer is $\\boxed{\(exercise.answer)}$."], by: "\n")
    }

    /// The four options and the index of the correct one.
    var options: (texts: [Phrase], right: Int) {
        let right = chance.below(4, .format)
        var texts: [Phrase] = []
        for k in 0..<4 {
            let distance = (k - right + 4) % 4
            if distance == 0 {
                texts.append(exercise.answer)
            } else if let number = exercise.number {
                texts.append("\(number + distance * (3 + number & 7))")
            } else {
                texts.append(distance == 1 ? exercise.slip : distance == 2 ? "none of these" : "it cannot be decided")
            }
        }
        return (texts, right)
    }

    /// The passage before the first empty line, and the text after it.
    var parts: (passage: Phrase?, question: Phrase) {
        question.bytes.withByteView { bytes in
            guard let place = bytes.firstIndex(of: ByteView("\n\n")) else { return (nil, question) }
            return (Phrase(bytes[..<place].array), Phrase(bytes[(place + 2)...].array))
        }
    }

    static let letters: [Phrase] = ["A", "B", "C", "D"]
}

extension SourceKind {
    /// The sixteen sources in pool order, with their published sizes.
    static let all: [SourceKind] = [
        numina, math, olympicArena, omniMath, agiEval, crosswords, olympiadBench, aime, theoremQA, usaco, jeeBench,
        gpqa, sciEval, prob,
        liveCodeBench, teasers,
    ]

    private static let numina = SourceKind(
        name: "NuminaMATH", size: 30_660, leftOutPerMille: 15, files: [("sources/numina_math_cot.jsonl", .jsonl)],
        templates: AlgebraExercises.all + AnalysisExercises.all + GeometryAndChanceExercises.all
    ) { row, fields in
        let collections = ["aops_forum", "olympiads", "cn_k12", "number_theory"]
        let unused = ["synthetic_math", "orca_math"]
        let collection =
            row.isLeftOut
            ? unused[row.chance.below(2, .format)] : collections[min(3, row.chance.below(60, .format) / 15)]
        fields.text("source", "\(collection)")
        fields.text("problem", row.question)
        fields.text("solution", row.solution)
    }

    private static let math = SourceKind(
        name: "MATH", size: 11_999, role: .math, files: [("sources/math.jsonl", .jsonl)], templates: SchoolExercises.all
    ) { row, fields in
        fields.text("problem", row.question)
        fields.text("level", "Level \(1 + row.chance.below(5, .format))")
        fields.text("type", "\(SchoolExercises.subjects[row.template].name)")
        fields.text("solution", row.solution)
    }

    private static let olympicArena = SourceKind(
        name: "OlympicArena", size: 4_250, leftOutPerMille: 90, files: [("sources/olympic_arena.json", .jsonList)],
        templates: ScienceExercises.arena.map(\.template)
    ) { row, fields in
        let subject = ScienceExercises.arena[row.template].subject
        let isForeign = row.isLeftOut && row.number % 2 == 0
        fields.text("id", "\(subject)_\(row.number)")
        fields.text(
            "problem", isForeign ? "\u{4E0B}\u{9762}\u{7684}\u{9898}\u{76EE}\u{FF1A}\n\(row.question)" : row.question)
        fields.text("subject", "\(subject)")
        fields.text("language", isForeign ? "ZH" : "EN")
        fields.text("modality", row.isLeftOut && !isForeign ? "multi-modal" : "text-only")
        fields.list("answer", [row.exercise.answer])
        fields.text("solution", row.solution)
    }

    private static let omniMath = SourceKind(
        name: "OmniMath", size: 4_238, files: [("sources/omni_math.jsonl", .jsonl)],
        templates: ContestExercises.omni.map(\.template)
    ) { row, fields in
        fields.list("domain", ["\(ContestExercises.omni[row.template].path)"])
        fields.text("difficulty", "\(4 + row.chance.below(5, .format)).0")
        fields.text("problem", row.question)
        fields.text("solution", row.solution)
        fields.text("answer", row.exercise.answer)
        fields.text("source", "contest_\(row.number % 40)")
    }

    private static let agiEval = SourceKind(
        name: "AGIEval", size: 2_385,
        files: LanguageAndCodeExercises.agiEval.map { ("sources/agieval/\($0.task).jsonl", .jsonl) },
        templates: LanguageAndCodeExercises.agiEval.map(\.template), fileOfTemplate: { $0 },
        composed: { row in
            let options = row.options.texts.enumerated().map { "(\(SourceRow.letters[$0]))\($1)" as Phrase }
            return "\(row.question)\n\(Phrase.joined(options, by: "\n"))"
        }
    ) { row, fields in
        let (passage, question) = row.parts
        let options = row.options
        if let passage { fields.text("passage", passage) } else { fields.null("passage") }
        fields.text("question", question)
        fields.list("options", options.texts.enumerated().map { "(\(SourceRow.letters[$0]))\($1)" })
        fields.text("label", SourceRow.letters[options.right])
        fields.null("answer")
        fields.object("other", [("solution", row.solution)])
    }

    /// The text that the recipe puts before a crossword's clue.
    static let crosswordPrefix: Phrase =
        "You are given the clue of a crossword and the number of its letters in brackets. Which word is meant?\n"

    private static let crosswords = SourceKind(
        name: "xword", size: 999, files: [("sources/xword.xml", .xml(element: "entry"))],
        templates: LanguageAndCodeExercises.crossword,
        composed: { "\(crosswordPrefix)\($0.question)" }
    ) { row, fields in
        fields.number("number", row.number + 1)
        fields.text("clue", row.question)
        fields.text("answer", row.exercise.answer)
    }

    private static let olympiadBench = SourceKind(
        name: "OlympiadBench", size: 896, files: [("sources/olympiad_bench.json", .jsonList)],
        templates: ContestExercises.olympiadBench.map(\.template)
    ) { row, fields in
        let kind = ContestExercises.olympiadBench[row.template]
        fields.number("id", 1600 + row.number)
        fields.text("question", row.question)
        fields.list("solution", [row.solution])
        fields.list("final_answer", [row.exercise.answer])
        fields.text("subfield", "\(kind.subfield)")
        fields.text("subject", "\(kind.subject)")
        fields.text("question_type", row.chance.below(10, .format) < 8 ? "Open-ended" : "Theorem proof")
    }

    private static let aime = SourceKind(
        name: "AIME", size: 890, role: .aime, leftOutPerMille: 100, files: [("sources/aime.csv", .csv)],
        templates: ContestExercises.aime
    ) { row, fields in
        let year = row.isLeftOut ? 2022 + row.number % 3 : 1983 + row.number % 39
        fields.text("ID", "\(year)-\(row.number)")
        fields.number("Year", year)
        fields.number("Problem Number", 1 + row.number % 15)
        fields.text("Question", row.question)
        fields.text("Answer", row.exercise.answer)
    }

    private static let theoremQA = SourceKind(
        name: "TheoremQA", size: 747, leftOutPerMille: 70, files: [("sources/theorem_qa.json", .jsonList)],
        templates: ScienceExercises.theoremQA.map(\.template)
    ) { row, fields in
        fields.text("Question", row.question)
        fields.text("Answer", row.exercise.answer)
        fields.text("Answer_type", "\(ScienceExercises.theoremQA[row.template].type)")
        if row.isLeftOut { fields.text("Picture", "images/\(row.number).png") } else { fields.null("Picture") }
    }

    private static let usaco = SourceKind(
        name: "USACO", size: 519, isCode: true, files: [("sources/usaco.json", .jsonList)],
        templates: LanguageAndCodeExercises.usaco
    ) { row, fields in
        fields.text("name", "Problem \(row.number + 1)")
        fields.text("problem_level", ["bronze", "silver", "gold"][row.number % 3])
        fields.text("description", row.question)
    }

    private static let jeeBench = SourceKind(
        name: "JEEBench", size: 515, files: [("sources/jee_bench.json", .jsonList)],
        templates: ScienceExercises.jee.map(\.template)
    ) { row, fields in
        fields.text("subject", "\(ScienceExercises.jee[row.template].subject)")
        fields.text("description", "Paper \(1 + row.number % 2)")
        fields.text("gold", row.exercise.answer)
        fields.number("index", row.number + 1)
        fields.text("type", "Numeric")
        fields.text("question", row.question)
    }

    private static let gpqa = SourceKind(
        name: "GPQA", size: 348, role: .gpqa, files: [("sources/gpqa.csv", .csv)],
        templates: ScienceExercises.gpqa.map(\.template)
    ) { row, fields in
        let kind = ScienceExercises.gpqa[row.template]
        let options = row.options
        fields.text("Question", row.question)
        fields.text("Correct Answer", row.exercise.answer)
        for k in 1..<4 { fields.text("Incorrect Answer \(k)", options.texts[(options.right + k) % 4]) }
        fields.text("Explanation", row.solution)
        fields.text("High-level domain", "\(kind.field)")
        fields.text("Subdomain", "\(kind.subdomain)")
    }

    private static let sciEval = SourceKind(
        name: "SciEval", size: 227, leftOutPerMille: 130, files: [("sources/sci_eval.json", .jsonList)],
        templates: ScienceExercises.sciEval.map(\.template)
    ) { row, fields in
        let kind = ScienceExercises.sciEval[row.template]
        fields.text("question", row.question)
        if row.isLeftOut { fields.null("answer") } else { fields.list("answer", [row.exercise.answer]) }
        fields.text("type", "filling")
        fields.text("category", "\(kind.category)")
        fields.text("topic", "\(kind.topic)")
        fields.text("task_name", "estimation")
    }

    private static let prob = SourceKind(
        name: "s1-prob", size: 182, files: [("sources/s1_prob.sqlite", .sqlite)], templates: ContestExercises.prob
    ) { row, fields in
        fields.text("question", row.question)
        fields.text("solution", row.solution)
        fields.text("exam", "Qualifying examination \(1990 + row.number % 35)")
    }

    private static let liveCodeBench = SourceKind(
        name: "LiveCodeBench", size: 151, isCode: true, leftOutPerMille: 1_500,
        files: [("sources/live_code_bench.jsonl", .jsonl)],
        templates: LanguageAndCodeExercises.liveCode.map(\.template)
    ) { row, fields in
        fields.text("question_title", "\(LanguageAndCodeExercises.liveCode[row.template].title)")
        fields.text("question_content", row.question)
        fields.text("platform", "leetcode")
        fields.text("question_id", "\(2000 + row.number)")
        fields.text("release", "release_v\(1 + row.number % 3)")
        fields.text("difficulty", row.isLeftOut ? ["easy", "medium"][row.number % 2] : "hard")
    }

    private static let teasers = SourceKind(
        name: "s1-teasers", size: 23, files: [("sources/s1_teasers.tsv", .tsv)],
        templates: LanguageAndCodeExercises.teasers
    ) { row, fields in
        fields.text("question", row.question)
        fields.text("answer", row.exercise.answer)
    }
}
