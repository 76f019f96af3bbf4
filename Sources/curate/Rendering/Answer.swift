import Bytes

/// The answer that a command writes to standard output.
///
/// Each answer is a value. This protocol is the only way in which answers are rendered, as JSON or as text.
protocol Answer {
    /// The answer as JSON.
    var json: JSON { get }

    /// Returns the answer as text, in lines that fit the given number of columns where possible.
    ///
    /// Lines may contain untrusted text: it is made visible (`String.shown`) when written.
    func lines(columns: Int) -> [String]
}

extension Arguments {
    /// Writes an answer to standard output, as JSON with `--json` and otherwise as text.
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
    /// Returns a text as JSON, or null for nil.
    static func optional(_ text: String?) -> JSON { text.map { .string($0) } ?? .null }

    /// Returns an integer as JSON, or null for nil.
    static func optional(_ number: Int?) -> JSON { number.map { JSON($0) } ?? .null }

    /// Returns a number as JSON, or null for nil.
    static func optional(_ number: Double?) -> JSON { number.map { JSON($0) } ?? .null }
}
