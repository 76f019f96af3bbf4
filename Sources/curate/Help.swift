import Stages

/// The output of `--help`, made from the declarations of commands and options.
enum Help {
    /// The output of `curate --help`.
    static var overview: [String] {
        var commands = TextTable()
        for command in Commands.all { commands.add(["  \(command.name)", command.summary]) }
        return [
            "curate turns a large pool of questions, with recorded model attempts and reasoning traces,",
            "into a small, hard, diverse training set.", "", "usage: curate [COMMAND] [OPTIONS]", "",
        ] + commands.lines(columns: 100) + [
            "",
            "The default command is run. Its stages, in order: "
                + StageRegistry.standard.names.map(\.rawValue).joined(separator: ", ")
                + ".",
            "",
        ] + options(of: RunCommand.self) + [
            "", "See curate COMMAND --help for details. Exit status: 0: success; 1: the run failed; 2: an error in the",
            "command line or the recipe.",
        ]
    }

    /// Returns the output of `curate COMMAND --help`.
    static func of(_ command: any Command.Type) -> [String] {
        ["curate \(command.name): \(command.summary)", "", "usage: curate \(command.usage)", ""]
            + command.discussion.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) + [""]
            + examples(of: command) + options(of: command)
    }

    private static func examples(of command: any Command.Type) -> [String] {
        command.examples.flatMap { ["  \($0.line)", "      \($0.meaning)"] } + (command.examples.isEmpty ? [] : [""])
    }

    private static func options(of command: any Command.Type) -> [String] {
        var table = TextTable()
        for option in command.allOptions { table.add(["  \(option.usage)", option.summary]) }
        return table.lines(columns: 120)
    }
}
