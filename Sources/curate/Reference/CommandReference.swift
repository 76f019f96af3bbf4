/// The reference of commands in Markdown, made from their declarations.
enum CommandReference {
    /// A table of all commands.
    static var overview: [String] {
        var table = MarkdownTable("command", "what it does")
        for command in Commands.all { table.add("curate \(call(of: command))".code, command.summary) }
        return table.lines
    }

    /// The help of all commands.
    static var lines: [String] {
        Commands.all.flatMap { command in
            ["## curate \(command.name)", "", "```"] + Help.of(command) + ["```", ""]
        }
    }

    /// Returns the synopsis of a command without its options.
    private static func call(of command: any Command.Type) -> String {
        command.usage.split(separator: " ").prefix { !$0.hasPrefix("[--") && !$0.hasPrefix("--") }
            .joined(separator: " ")
    }
}
