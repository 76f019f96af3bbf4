import Answers
import Bytes
import Files
import Grading
import Messages

/// `curate grade`: grades responses against references by rule.
enum GradeCommand: Command {
    static let name = "grade"
    static let summary = "grades responses against references by rule, without a model"
    static let operands = Operands.one("[FILE]")
    static let options: [Option] = [.reference, .answer, .compare, .tolerance, .exact, .ordered]
    static let commonOptions: [Option] = [.threads, .json, .help, .version]
    static let discussion = """
        FILE is JSONL; - is standard input. --reference and --answer are then the names of the fields that have the \
        reference and the response (default: reference and response), and each row gives a line with the verdict (right, \
        wrong or undecided), the rule that decided, how the answer was found, the answer and the reference. Without FILE \
        they are two texts, and the verdict and the way to it are printed. What rules cannot decide, such as a proof, is \
        undecided. With --compare, the rows whose verdict is the opposite of a recorded label are listed, then a table of \
        verdicts and labels.
        """
    static let examples = [
        Example("curate grade --reference '\\frac{1}{2}' --answer 'so it is \\boxed{0.5}'", "two texts"),
        Example("curate grade --compare correct attempts.jsonl", "how far recorded labels agree with the rules"),
    ]

    static func run(_ arguments: Arguments) throws {
        let grader = Grader(settings: try settings(arguments))
        guard let file = arguments.words.first else { return try gradeTexts(grader, arguments) }
        let fields = RowGrader.Fields(
            reference: arguments[.reference] ?? "reference", response: arguments[.answer] ?? "response",
            label: arguments[.compare])
        let rows = RowGrader(grader, fields: fields)
        guard arguments.has(.compare) else {
            return try read(rows, file, arguments) { rows in
                var lines: [UInt8] = []
                for row in rows {
                    var object: JSONObject = ["line": JSON(row.line)]
                    for (name, value) in row.grade.object.members { object[name] = value }
                    lines += Array((JSON.object(object).compactText + "\n").utf8)
                }
                try Terminal.write(jsonLines: lines)
            }
        }
        // Results come one at a time, in order.
        let comparison = Guarded(LabelComparison())
        try read(rows, file, arguments) { rows in
            comparison.withLock { comparison in
                for row in rows { comparison.add(row) }
            }
        }
        try arguments.show(LabelComparisonAnswer(comparison: comparison.withLock { $0 }))
    }

    private static func read(
        _ rows: RowGrader, _ file: String, _ arguments: Arguments, consume: ([GradedRow]) throws -> Void
    ) throws {
        let threads = try arguments.threads()
        if file == "-" {
            try rows.read(
                try StandardInput.contents(), named: "standard input", threads: threads, consume: consume)
        } else {
            try rows.read(file, threads: threads, consume: consume)
        }
    }

    private static func gradeTexts(_ grader: Grader, _ arguments: Arguments) throws {
        guard let reference = arguments[.reference], let answer = arguments[.answer] else {
            throw CurationError.usage("grade needs a file, or --reference and --answer with two texts")
        }
        if arguments.has(.compare) { throw CurationError.usage("--compare needs a file whose rows have labels") }
        let grade = grader.grade(response: Array(answer.utf8), reference: Array(reference.utf8))
        try arguments.show(GradeAnswer(grade: grade))
    }

    private static func settings(_ arguments: Arguments) throws -> GradeSettings {
        var settings = GradeSettings(acceptsRounded: !arguments.has(.exact), keepsOrder: arguments.has(.ordered))
        if let text = arguments[.tolerance] {
            guard let tolerance = Rational(decimal: text), !tolerance.isNegative else {
                throw CurationError.usage("--tolerance \(text): expected a decimal number of at least 0, such as 0.01")
            }
            settings.tolerance = tolerance
        }
        return settings
    }
}

extension Option {
    fileprivate static let reference = Option(
        "reference", value: "TEXT", "the field with the reference, or without FILE the reference")
    fileprivate static let answer = Option(
        "answer", value: "TEXT", "the field with the response, or without FILE the response")
    fileprivate static let compare = Option(
        "compare", value: "NAME", "compares the verdicts with this field of each row, which is true or false")
    fileprivate static let tolerance = Option(
        "tolerance", value: "X", "numbers are equal if they differ by at most X")
    fileprivate static let exact = Option("exact", "a rounded number is not equal to the number itself")
    fileprivate static let ordered = Option("ordered", "the items of a list must be in the reference's order")
}
