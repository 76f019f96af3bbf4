import Bytes

/// What a command answers on standard output.
///
/// Each answer is a value; this is the one way from there to a program and to people, the same for every command.
protocol Answer {
    /// The answer for programs.
    var json: JSON { get }

    /// The answer for people, in lines no wider than a terminal of so many columns where that can be.
    ///
    /// Texts from elsewhere may stand in it as they are: what is written is shown (`String.shown`).
    func lines(columns: Int) -> [String]
}

extension Arguments {
    /// Writes an answer to standard output: with `--json` for programs, otherwise for people.
    ///
    /// Throws as `Terminal.write(lines:)` does.
    func show(_ answer: some Answer) throws {
        if has(.json) {
            try Terminal.write(json: answer.json)
        } else {
            try Terminal.write(lines: answer.lines(columns: Terminal.columns))
        }
    }
}

extension JSON {
    /// A text, or null where there is none.
    static func optional(_ text: String?) -> JSON { text.map { .string($0) } ?? .null }

    /// A whole number, or null where there is none.
    static func optional(_ number: Int?) -> JSON { number.map { JSON($0) } ?? .null }

    /// A number, or null where there is none.
    static func optional(_ number: Double?) -> JSON { number.map { JSON($0) } ?? .null }
}
