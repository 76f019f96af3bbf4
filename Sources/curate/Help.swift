import Stages

/// The output of `--help`, made from the declarations of commands and options.
enum Help {
    /// The width of texts that are not written to a terminal.
    static let width = 100

    /// Returns the output of `curate --help`, wrapped to a width in columns.
    static func overview(columns: Int = width) -> [String] {
        var commands = TextTable()
        for command in Commands.all { commands.add(["  \(command.name)", command.summary]) }
        return paragraphs(
            """
            curate turns a large pool of questions, with recorded model attempts and reasoning traces, into a small, hard,
            diverse training set.

            usage: curate [COMMAND] [OPTIONS]
            """, columns) + [""] + commands.wrappedLines(columns: columns) + [""]
            + paragraphs(
                "Without a command, run. Its stages in order: "
                    + StageRegistry.standard.names.map(\.rawValue).joined(separator: ", ") + ".", columns) + [""]
            + options(of: RunCommand.self, columns) + [""]
            + paragraphs(
                """
                curate COMMAND --help tells more. Options may precede the command or follow it. Exit status: 0 done; 1 the run
                failed; 2 the command line or the recipe is wrong.
                """, columns)
    }

    /// Returns the output of `curate COMMAND --help`, wrapped to a width in columns.
    static func of(_ command: any Command.Type, columns: Int = width) -> [String] {
        paragraphs("curate \(command.name): \(command.summary)", columns) + [""]
            + usage(of: command, columns) + [""]
            + paragraphs(command.discussion, columns) + table(of: command, columns) + [""]
            + examples(of: command, columns) + options(of: command, columns)
    }

    /// Returns the synopsis, in which an option stays on a line with its value.
    private static func usage(of command: any Command.Type, _ columns: Int) -> [String] {
        let words = "usage: curate \(command.usage)"
        let joined = words.replacing(#/\[[^\]]*\]|--[a-z-]+ [A-Z=]+/#) { $0.output.replacing(" ", with: "\u{A0}") }
        return joined.wrapped(to: columns, indent: "           ").map { $0.replacing("\u{A0}", with: " ") }
    }

    private static func table(of command: any Command.Type, _ columns: Int) -> [String] {
        let lines = command.table(columns: columns)
        return lines.isEmpty ? [] : [""] + lines
    }

    /// Returns paragraphs wrapped to a width; indented lines stay as they are.
    static func paragraphs(_ text: String, _ columns: Int) -> [String] {
        var lines: [String] = []
        var paragraph: [Substring] = []
        func finish() {
            if !paragraph.isEmpty { lines += paragraph.joined(separator: " ").wrapped(to: columns) }
            paragraph = []
        }
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.isEmpty || line.hasPrefix(" ") {
                finish()
                lines.append(String(line))
            } else {
                paragraph.append(line)
            }
        }
        finish()
        return lines
    }

    private static func examples(of command: any Command.Type, _ columns: Int) -> [String] {
        let indent = "      "
        return command.examples.flatMap { example in
            ["  \(example.line)"]
                + example.meaning.wrapped(to: columns - indent.count).map { indent + $0 }
        } + (command.examples.isEmpty ? [] : [""])
    }

    private static func options(of command: any Command.Type, _ columns: Int) -> [String] {
        var table = TextTable()
        for option in command.allOptions { table.add(["  \(option.usage)", option.summary]) }
        return table.wrappedLines(columns: columns)
    }
}
