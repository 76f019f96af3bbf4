import Answers
import Bytes
import Files
import Messages
import Recipes
import Runs
import Stages

/// A command of the program.
protocol Command: Sendable {
    /// The word that calls it.
    static var name: String { get }
    /// What it does, in one line.
    static var summary: String { get }
    /// How it is called, without the program's name.
    static var usage: String { get }
    /// Its own options; those in `Option.common` come with them.
    static var options: [Option] { get }
    /// More about it, for its help.
    static var discussion: String { get }
    /// What options do in this command, where that is not what they do in others.
    static var summaries: [Option: String] { get }
    /// Whether it asks about a finished run, with which `--seed` and `--set` then must agree.
    static var asksAboutRun: Bool { get }

    /// Does it.
    static func run(_ arguments: Arguments) throws
}

extension Command {
    static var summaries: [Option: String] { [:] }
    static var asksAboutRun: Bool { false }
}

/// All commands, in the order of the help.
enum Commands {
    static var all: [any Command.Type] {
        [
            RunCommand.self, InspectCommand.self, FunnelCommand.self, ExplainCommand.self, AblateCommand.self,
            StabilityCommand.self, WhatIfCommand.self, DiffCommand.self, AmendCommand.self, VerifyCommand.self,
            SynthCommand.self, TokensCommand.self, SchemaCommand.self,
        ]
    }

    /// Finds the command that was typed and runs it.
    ///
    /// All of them answer on standard output; without it none begins, so that none ends with its work done and nothing
    /// told.
    static func run(_ arguments: ArraySlice<String>) throws {
        guard let first = arguments.first, !first.hasPrefix("-") else {
            return try run(RunCommand.self, arguments, isDefault: true)
        }
        if first == "help" {
            let command = arguments.dropFirst().first.flatMap { name in all.first { $0.name == name } }
            try Terminal.demandOutput()
            return try Terminal.write(lines: command.map { Help.of($0) } ?? Help.overview)
        }
        guard let command = all.first(where: { $0.name == first }) else {
            let nearest = Spelling.nearest(to: first, among: all.map { $0.name })
            throw CurationError.usage(
                "\(Wording.printable(first)): unknown command; "
                    + (nearest.map { "did you mean \"\($0)\"?" } ?? "curate --help shows what there is"))
        }
        try run(command, arguments.dropFirst(), isDefault: false)
    }

    private static func run(_ command: any Command.Type, _ words: ArraySlice<String>, isDefault: Bool) throws {
        let arguments = try Arguments(words, of: command)
        try Terminal.demandOutput()
        if arguments.has(.help) {
            try Terminal.write(lines: isDefault ? Help.overview : Help.of(command))
        } else if arguments.has(.version) {
            try Terminal.write(lines: ["curate \(Tool.version)"])
        } else {
            do {
                try command.run(arguments)
            } catch let refusal as RunRefusal {
                throw CurationError.usage(refusal.words(of: command.name, arguments.commandLine))
            }
        }
    }
}

/// The texts of `--help`, made from the tables of commands and options.
enum Help {
    /// What `curate --help` shows.
    static var overview: [String] {
        var commands = TextTable()
        for command in Commands.all { commands.add(["  \(command.name)", command.summary]) }
        return [
            "curate turns a large pool of questions, with recorded model attempts and reasoning traces,",
            "into a small, hard, diverse training set.", "", "usage: curate [COMMAND] [OPTIONS]", "",
        ] + commands.lines(columns: 100) + [
            "",
            "Without a command, run. Its stages in order: "
                + StageRegistry.standard.names.map(\.rawValue).joined(separator: ", ")
                + ".",
            "",
        ] + options(RunCommand.options + Option.common, of: RunCommand.self) + [
            "", "curate COMMAND --help tells more. Exit status: 0 done; 1 the run failed; 2 the command line or",
            "the recipe is wrong.",
        ]
    }

    /// What `curate COMMAND --help` shows.
    static func of(_ command: any Command.Type) -> [String] {
        ["curate \(command.name): \(command.summary)", "", "usage: curate \(command.usage)", ""]
            + command.discussion.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) + [""]
            + options(command.options + Option.common, of: command)
    }

    private static func options(_ options: [Option], of command: any Command.Type) -> [String] {
        var table = TextTable()
        for option in options {
            let summary =
                switch option {
                case .seed where command.asksAboutRun: "refuses a run with another seed"
                case .set where command.asksAboutRun: "refuses a run under another setting; may be repeated"
                default: command.summaries[option] ?? option.summary
                }
            table.add(["  --\(option.rawValue)" + (option.value.map { " \($0)" } ?? ""), summary])
        }
        return table.lines(columns: 120)
    }
}

extension Arguments {
    /// The recipe that `--config`, `--set` and `--seed` name.
    func recipeFile() throws -> RecipeFile {
        let path = self[.config] ?? "pipeline.json"
        guard Folder.hasFile(path) else {
            let end = PathEnd(of: path)
            let what = end.obstacle.map { "it \($0)" } ?? (end == .nothing ? "there is no such file" : "it is no file")
            throw CurationError.usage(
                "\(Wording.printable(path)): \(Wording.printable(what)); --config names the recipe, and pipeline.json is the default"
            )
        }
        var file = try RecipeFile(path)
        file.isConfined = has(.confined)
        try applySettings(to: &file)
        return file
    }

    /// Changes a recipe as `--set` and `--seed` say.
    func applySettings(to file: inout RecipeFile) throws {
        for assignment in try settings() { try file.set(assignment) }
    }

    /// What `--set` and `--seed` say, as `--set` takes it.
    func settings() throws -> [String] {
        guard let seed = try integer(.seed, in: 0...4_294_967_295) else { return all(.set) }
        if let other = all(.set).last(where: { $0.hasPrefix("seed=") }),
            String(other.dropFirst(5)).withByteView({ $0.wholeNumber }) != seed
        {
            throw CurationError.usage(
                "--seed \(seed) and --set \(Wording.printable(other)) name two seeds; one of them is right")
        }
        return all(.set) + ["seed=\(seed)"]
    }

    /// The command line as it was typed, without the stage, for messages that say how to go on.
    var commandLine: String {
        var words = ["curate"]
        for option in [Option.config, .run, .seed] {
            if let value = self[option] { words += ["--\(option.rawValue)", Self.quoted(value)] }
        }
        for assignment in all(.set) { words += ["--set", Self.quoted(assignment)] }
        if has(.confined) { words.append("--confined") }
        return words.joined(separator: " ")
    }

    /// A word as the shell takes it for one.
    static func quoted(_ word: String) -> String {
        let isPlain = word.utf8.allSatisfy {
            $0.isASCIILetterOrDigit || "/._-=+,:@".utf8.contains($0)
        }
        return isPlain && !word.isEmpty
            ? word : "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }

    /// The run's folder: what `--run` names, else that of the recipe's name.
    ///
    /// Throws `CurationError.usage` where the recipe must not lead anywhere, and somebody has put a link in the folder's place.
    func runFolder(_ file: RecipeFile?) throws -> String {
        if let folder = self[.run] { return folder }
        guard let name = try (file ?? recipeFile()).name else {
            // The recipe has no usable name; checking it says so.
            _ = try (file ?? recipeFile()).recipe(withFiles: false)
            throw CurationError.usage("the recipe has no name; --run names the run's folder")
        }
        let folder = "data/runs/\(name)"
        if has(.confined), let here = Location(of: ".") {
            guard let location = Location(of: folder, mayBeMissing: true), location.isInside(here) else {
                throw CurationError.usage(
                    "\(folder): a link leads out of the current folder, which --confined refuses; --run names the run's folder"
                )
            }
        }
        return folder
    }

    /// The run that a command asks about, in the folder that the options name or in another.
    ///
    /// Throws `CurationError.usage` when it is not one that `--set` and `--seed` made: what is told of it would not be
    /// what was asked for.
    func finishedRun(in folder: String? = nil) throws -> RecordedRun {
        let run = try RecordedRun(folder ?? runFolder(nil))
        try run.manifest.demand(settings: settings(), in: run.files)
        return run
    }

    /// The run that a command asks about, found by the recipe as it lies there, without `--set` and `--seed`.
    func finishedRunAsItLies() throws -> RecordedRun {
        if let folder = self[.run] { return try RecordedRun(folder) }
        let path = self[.config] ?? "pipeline.json"
        return try RecordedRun(runFolder(Folder.hasFile(path) ? RecipeFile(path) : recipeFile()))
    }

    /// How many threads work.
    func threads() throws -> Int { try integer(.threads, in: 1...1024) ?? Threads.available }
}
