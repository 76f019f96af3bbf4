import Messages
import Recipes
import Runs
import Stages

/// All commands.
enum Commands {
    /// The commands, in the order in which the help lists them.
    static var all: [any Command.Type] {
        [
            RunCommand.self, InspectCommand.self, FunnelCommand.self, ExplainCommand.self, AblateCommand.self,
            StabilityCommand.self, WhatIfCommand.self, DiffCommand.self, AmendCommand.self, VerifyCommand.self,
            OverlapCommand.self, GradeCommand.self, InitCommand.self, SynthCommand.self, TokensCommand.self,
            SchemaCommand.self, RulesCommand.self, CompletionsCommand.self, ManCommand.self,
        ]
    }

    /// Finds and runs the command that was given.
    ///
    /// Every command writes its answer to standard output, so a closed standard output is an error before any work
    /// begins.
    static func run(_ arguments: ArraySlice<String>) throws {
        guard let place = firstWord(of: arguments) else { return try run(RunCommand.self, arguments, isDefault: true) }
        var others = Array(arguments)
        let name = others.remove(at: place - arguments.startIndex)
        if name == "help" { return try help(others.first) }
        try run(command(named: name), others[...], isDefault: false)
    }

    /// Returns the index of the first word that is neither an option nor the value of one, which names the command.
    ///
    /// Behind an option that no command has, nothing is sought: whether it has a value is not known.
    private static func firstWord(of arguments: ArraySlice<String>) -> Int? {
        let flags = Set(all.flatMap { $0.acceptedOptions }.map(\.flag) + ["-h"])
        let flagsWithValue = Set(flagsWithValue)
        var index = arguments.startIndex
        while index < arguments.endIndex {
            let argument = arguments[index]
            if !argument.hasPrefix("-") || argument == "-" { return index }
            guard flags.contains(String(argument.prefix { $0 != "=" })) else { return nil }
            index += flagsWithValue.contains(argument) ? 2 : 1
        }
        return nil
    }

    /// Returns the command with a name.
    ///
    /// Throws `CurationError.usage` for an unknown command.
    private static func command(named name: String) throws -> any Command.Type {
        if let command = all.first(where: { $0.name == name }) { return command }
        let ending = Suggestion(for: name, among: all.map { $0.name }).ending(or: "curate --help lists the commands")
        throw CurationError.usage("\(name): unknown command\(ending)")
    }

    /// Prints the help of a command, or of the program if no command is named.
    private static func help(_ name: String?) throws {
        let isAboutAll = name.map { $0.hasPrefix("-") || $0 == "help" } ?? true
        let lines =
            try name.flatMap { isAboutAll ? nil : Help.of(try command(named: $0), columns: Terminal.columns) }
            ?? Help.overview(columns: Terminal.columns)
        try Terminal.demandOutput()
        try Terminal.write(lines: lines)
    }

    private static func run(_ command: any Command.Type, _ words: ArraySlice<String>, isDefault: Bool) throws {
        let arguments = try Arguments(words, of: command)
        try Terminal.demandOutput()
        if arguments.has(.help) {
            try Terminal.write(
                lines: isDefault
                    ? Help.overview(columns: Terminal.columns) : Help.of(command, columns: Terminal.columns))
        } else if arguments.has(.version) {
            try Terminal.write(lines: ["curate \(Tool.version)"])
        } else {
            try arguments.takeNoMoreWords(than: command)
            do {
                try command.run(arguments)
            } catch let refusal as RunRefusal {
                throw refusal.error(of: command.name, arguments.commandLine)
            } catch let fault as SettingFault {
                throw fault.error
            }
        }
    }
}
