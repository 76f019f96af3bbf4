import Pools
import Stages

/// The reference of every key in the files of a run and in the JSON answers of commands, in Markdown.
///
/// A test runs the commands and compares the keys that it finds with these.
enum AnswerReference {
    /// A key with its path and meaning.
    ///
    /// In a path, `[]` stands for the elements of a list, and a name in capitals for any name of its kind.
    struct Key {
        let path: String
        let meaning: String

        init(_ path: String, _ meaning: String) { (self.path, self.meaning) = (path, meaning) }

        /// Returns the key within another.
        func inside(_ path: String) -> Key { Key(path + (self.path.hasPrefix("[") ? "" : ".") + self.path, meaning) }
    }

    /// The keys of a file or of an answer.
    struct Section {
        let title: String
        let note: String?
        let keys: [Key]

        init(_ title: String, _ note: String? = nil, _ keys: [Key]) {
            (self.title, self.note, self.keys) = (title, note, keys)
        }
    }

    /// All sections as a page.
    static var lines: [String] {
        [
            ("Files", files),
            ("Evidence", [Section("evidence of decisions", evidenceNote, evidence)]),
            ("Answers", answers),
        ].flatMap { title, sections in
            ["## \(title)", ""]
                + sections.flatMap { section -> [String] in
                    var table = MarkdownTable("key", "what it is")
                    for key in section.keys { table.add(key.path.code, key.meaning) }
                    return ["### \(section.title)", ""] + (section.note.map { [$0, ""] } ?? []) + table.lines + [""]
                }
        }
    }

    // MARK: - Files

    /// The files whose lines are JSON.
    static var files: [Section] {
        [
            Section("`ingest/pool.jsonl`", "A line per question, in the order of sources, files and rows.", pool),
            Section("`ingest/rejected.jsonl`", "A line per row that could not be read.", rejected),
            Section(
                "`STAGE/decisions.jsonl`",
                "A line per question that entered the stage, in the order of the pool.", decision),
            Section("`export/NAME.jsonl`", "A line per question, in the order of the pool.", exported),
            Section("`stability.jsonl`", "A line per question, the most probable first.", stability),
            Section("`amendments.jsonl`", "A line per amendment, in the order in which they were made.", amendment),
        ]
    }

    static let pool =
        QuestionColumn.all.filter { $0 != .origin && $0 != .outcomes }.map { Key($0.name, $0.meaning) }
        + [Key("outcomes.MODEL", QuestionColumn.outcomes.meaning)] + origin
    private static let origin = [
        Key("origin.file", "the file that the row was read from, as the recipe's path gives it"),
        Key("origin.line", "the line on which the row begins, from 1; in files of lines"),
        Key("origin.row", "the number of the row, from 1; in other files"),
    ]
    private static let rejected = [
        Key("source", "the name of the source or recording"), Key("file", "the file"),
        Key("line", "the line on which the row begins, from 1; in files of lines"),
        Key("row", "the number of the row, from 1; in other files"),
        Key("byte_offset", "the place of the fault in the file, in bytes from 0; null if it is unknown"),
        Key("reason", "why it cannot be read"), Key("excerpt", "the beginning of the row"),
    ]
    private static let decision = [
        Key("id", "the question's id"), Key(QuestionColumn.row.name, "the number of its line in the pool, from 0"),
        Key("keep", "whether the stage kept the question"),
        Key("rule", "the rule that decided; absent if none did"),
        Key("evidence", "what the rule found, see [evidence](#evidence); absent if there is none"),
    ]
    static let exported = QuestionColumn.exported.map {
        Key($0.name, $0 == .domain ? "the domain that the label stands for" : $0.meaning)
    }
    private static let stability = [
        Key("id", "the question's id"), Key("probability", "the share of seeds that choose it"),
        Key("standard_error", "the standard error of the probability"), Key("chosen", "whether it is in this set"),
    ]
    private static let amendment = [
        Key("amendment", "its number, from 1"), Key("id", "the question's id"), Key("action", "`drop` or `keep`"),
        Key("reason", "the reviewer's reason; null if there is none"),
    ]

    // MARK: - Evidence

    private static let evidenceNote = "Each rule has some of these keys."

    /// The keys of evidence.
    static let evidence = [
        Key("benchmark", "the benchmark that the question shares words with"), Key("words", "the shared words"),
        Key("score", "by containment: the share of the shorter text's weight; of near duplicates: their similarity"),
        Key(
            "stretches",
            "what both texts have: the beginning and end in the question and in the other text, in bytes from 0"),
        Key("numbers", "the numbers that the other text has not"), Key("other_numbers", "those that it alone has"),
        Key("names", "the names that the other text has not"), Key("other_names", "those that it alone has"),
        Key("asked", "the last sentence, if the other text's says something else"),
        Key("other_asked", "that of the other"),
        Key("origin.file", "the file of the other question, or of the benchmark item"),
        Key("origin.line", "its line, from 1"), Key("origin.row", "its row, from 1"),
        Key("question", "the id of the earlier question that it shares words with, or whose text it has"),
        Key("source", "the source of that question"),
        Key("conflict", "what questions with the same text disagree on: `answer`, `trace` or `outcomes`"),
        Key("missing", "what is missing, by the names of `quality.require`"),
        Key("found", "the text that the rule looks for"),
        Key("offset", "its place in the text, in characters (code points) from 0"),
        Key("line", "its line in the text, from 1"),
        Key("field", "the text in which it was found, by the name of its column"),
        Key("test", "of a rule of one's own: the key of the test, behind `not` if that found nothing"),
        Key("times", "how often the words of `found` occur, without overlap"),
        Key("of", "the script or the class of characters that was counted"),
        Key("count", "the words, characters, lines or letters that were counted"),
        Key("total", "the characters, or letters, that they are of"), Key("min", "the bound that they fall short of"),
        Key("max", "the bound that they exceed"),
        Key("solved_by", "the solvers that solved it"), Key("unknown_of", "the solvers whose outcome is unknown"),
        Key("label", "the label in the pool"), Key("domain", "the domain that the label stands for, or of the draw"),
        Key("nearest", "the class that the label resembles"),
        Key("domain_size", "the number of questions of the domain that reached the draw"),
        Key("rank", "the rank by the length of the trace, from 0, the longest; of a draw, among those that were left"),
        Key("draw", "the number of the draw, from 0; null without a draw"),
        Key("phase", "`preselected`, `uniform`, `weighted`, `minimum` or `stratum`"),
        Key("group", "the domain, source or stratum whose minimum or share the draw was for"),
        Key("full", "the domain, source or stratum that had as many questions as it may have"),
        Key("target", "with several targets, the smallest whose set the question is in"),
        Key("weight", "the probability of the question within its domain, in that draw; null without a draw"),
        Key("reason", "the reviewer's reason, or why a row cannot be read"),
        Key("replaced_by", "the id of the question in its place"),
        Key("replaces", "the id of the question that it replaces"),
        Key("instead_of", "the id of the question that gave way"), Key("to", "the id of the question it gave way to"),
        Key("train_tokens", "the tokens of its row in the format `sft`, or of the part that was counted"),
        Key("counted", "`trace` if only the trace was counted, whose length is on record"),
        Key("max_tokens", "`train.max_tokens`"),
        Key("file", "of a row that was rejected or left out: its file"),
        Key("row", "of such a row: its number, from 1, unless `line` tells where it is"),
        Key("byte_offset", "of a rejected row: the place of the fault, in bytes from 0"),
        Key("row_group", "of a rejected row of a Parquet file: its row group, from 1"),
        Key("row_of_group", "its number in the row group, from 1"),
        Key("where", "of a row that was left out: the number of the condition, from 0"),
    ]
}
