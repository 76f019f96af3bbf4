import Messages
import Runs

/// The manual page in the macros of `man`, made from the declarations of commands and options.
enum ManualPage {
    /// The lines of the page.
    static var lines: [String] {
        [
            ".TH CURATE 1 \"\" \"curate \(Tool.version)\" \"User Commands\"",
            ".SH NAME", "curate \\- select a small, hard, diverse training set from a large pool of questions",
            ".SH SYNOPSIS", ".B curate", text("[COMMAND] [OPTIONS]"),
            ".SH DESCRIPTION",
        ] + paragraphs(Help.overview().prefix { !$0.isEmpty }.joined(separator: "\n"))
            + [".SH COMMANDS"] + Commands.all.flatMap { section(of: $0) }
            + [".SH COMMON OPTIONS"] + Option.common.flatMap { item($0.usage, $0.summary) }
            + [".SH EXIT STATUS"]
            + [("0", "success"), ("1", "the run failed"), ("2", "an error in the command line or the recipe")]
            .flatMap { item($0, $1) }
    }

    private static func section(of command: any Command.Type) -> [String] {
        let own = command.options.flatMap { item($0.usage, $0.summary) }
        let examples = command.examples.flatMap { [".PP", text($0.meaning) + ":", ".PP", ".EX", text($0.line), ".EE"] }
        return [".SS " + text("curate \(command.usage)"), text(command.summary.capitalizedFirst) + "."]
            + [".PP"] + paragraphs(command.discussion) + table(of: command) + own + examples
    }

    private static func table(of command: any Command.Type) -> [String] {
        let lines = command.table(columns: 72)
        return lines.isEmpty ? [] : [".PP", ".EX"] + lines.map { text($0) } + [".EE"]
    }

    private static func item(_ term: String, _ meaning: String) -> [String] {
        [".TP", ".B " + text(term), text(meaning)]
    }

    /// Returns paragraphs; indented lines stay as they are.
    private static func paragraphs(_ words: String) -> [String] {
        words.split(separator: "\n", omittingEmptySubsequences: false).map(String.init).flatMap { line in
            if line.isEmpty { return [".PP"] }
            return line.hasPrefix(" ") ? [".br", text(line)] : [text(line)]
        }
    }

    /// Returns a text as roff reads it: no character of it begins a request or an escape.
    private static func text(_ text: String) -> String {
        let escaped = text.replacing("\\", with: "\\e").replacing("-", with: "\\-")
        return escaped.hasPrefix(".") || escaped.hasPrefix("'") ? "\\&" + escaped : escaped
    }
}

extension String {
    /// The text with its first letter as a capital.
    fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
