/// A command of the program, declared once: the parser, the help and the documentation follow from it.
protocol Command: Sendable {
    /// The word that calls it.
    static var name: String { get }
    /// What it does, in one line.
    static var summary: String { get }
    /// The words that it takes besides options.
    static var operands: Operands { get }
    /// Its own options; those in `Option.common` come with them.
    static var options: [Option] { get }
    /// How it is called, without the program's name, where that does not follow from operands and options.
    static var usage: String { get }
    /// More about it, for its help.
    static var discussion: String { get }
    /// Command lines that show what it is for.
    static var examples: [Example] { get }
    /// Whether it asks about a finished run, with which `--seed` and `--set` then must agree.
    static var asksAboutRun: Bool { get }

    /// Does it, with no more words than it takes.
    static func run(_ arguments: Arguments) throws
}

/// The words that a command takes besides options.
struct Operands: Sendable {
    /// What they are called, as in "RUN RUN"; empty for none.
    let names: String
    /// How many there can be.
    let most: Int

    /// No words.
    static let none = Operands(names: "", most: 0)

    /// One word.
    static func one(_ name: String) -> Operands { Operands(names: name, most: 1) }

    /// Any number of words, or none.
    static func any(_ name: String) -> Operands { Operands(names: "[\(name) ...]", most: .max) }
}

/// A command line that shows what a command is for.
struct Example: Sendable {
    /// The line, as the shell takes it.
    let line: String
    /// What it does.
    let meaning: String

    init(_ line: String, _ meaning: String) {
        self.line = line
        self.meaning = meaning
    }
}

extension Command {
    static var operands: Operands { .none }
    static var examples: [Example] { [] }
    static var asksAboutRun: Bool { false }

    static var usage: String {
        let words = operands.names.isEmpty ? [name] : [name, operands.names]
        return (words + options.map { $0.isRequired ? $0.usage : "[\($0.usage)]" }).joined(separator: " ")
    }

    /// Its own options and the common ones, each with what it does here.
    static var allOptions: [Option] {
        options
            + Option.common.map { option in
                switch option {
                case .seed where asksAboutRun: option.meaning("refuses a run with another seed")
                case .set where asksAboutRun: option.meaning("refuses a run under another setting; may be repeated")
                default: option
                }
            }
    }
}
