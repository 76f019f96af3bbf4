/// A command of the program, from whose declaration the parser, the help and the documentation are made.
protocol Command: Sendable {
    /// The name of the command.
    static var name: String { get }
    /// A one-line summary.
    static var summary: String { get }
    /// The operands of the command.
    static var operands: Operands { get }
    /// The options of the command, without those in `Option.common`.
    static var options: [Option] { get }
    /// The synopsis without the program's name.
    ///
    /// The default is made from operands and options.
    static var usage: String { get }
    /// The common options that have an effect in the command, which are those that the help lists; all by default.
    static var commonOptions: [Option] { get }
    /// Further paragraphs of the help.
    static var discussion: String { get }
    /// Returns a table that ends the discussion, wrapped to a width in columns; none by default.
    static func table(columns: Int) -> [String]
    /// Example command lines.
    static var examples: [Example] { get }
    /// Whether the command asks about a finished run, which must then agree with `--seed` and `--set`.
    static var asksAboutRun: Bool { get }

    /// Runs the command, which has been given no more operands than it takes.
    static func run(_ arguments: Arguments) throws
}

/// The operands of a command.
struct Operands: Sendable {
    /// The names of the operands, as in "RUN RUN"; empty for none.
    let names: String
    /// The maximum number of operands.
    let most: Int

    /// No operands.
    static let none = Operands(names: "", most: 0)

    /// Returns the declaration of one operand.
    static func one(_ name: String) -> Operands { Operands(names: name, most: 1) }

    /// Returns the declaration of one operand that can be left out.
    static func optional(_ name: String) -> Operands { Operands(names: "[\(name)]", most: 1) }

    /// Returns the declaration of any number of operands.
    static func any(_ name: String) -> Operands { Operands(names: "[\(name) ...]", most: .max) }
}

/// An example command line.
struct Example: Sendable {
    /// The command line, as typed in a shell.
    let line: String
    /// What the command line does.
    let meaning: String

    init(_ line: String, _ meaning: String) {
        self.line = line
        self.meaning = meaning
    }
}

extension Command {
    static var operands: Operands { .none }
    static var examples: [Example] { [] }
    static func table(columns: Int) -> [String] { [] }
    static var asksAboutRun: Bool { false }
    static var commonOptions: [Option] { Option.common }

    static var usage: String {
        let words = operands.names.isEmpty ? [name] : [name, operands.names]
        return (words + options.map { $0.isRequired ? $0.usage : "[\($0.usage)]" }).joined(separator: " ")
    }

    /// All options that the command accepts: common ones without an effect are no error, so that a script can give the
    /// same ones to each command.
    static var acceptedOptions: [Option] { options + Option.common }

    /// The options that have an effect in the command, with their meanings in this command.
    static var allOptions: [Option] {
        options
            + commonOptions.map { option in
                switch option {
                case .seed where asksAboutRun: option.meaning("refuses a run with a different seed")
                case .set where asksAboutRun: option.meaning("refuses a run with a different setting; may be repeated")
                default: option
                }
            }
    }
}
