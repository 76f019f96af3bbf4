import Stages

/// How a shell completes a word of the command line.
enum Completion: Equatable, Sendable {
    /// With nothing: the word is a number, a text or an id.
    case nothing
    /// With names of files.
    case files
    /// With names of folders.
    case folders
    /// With one of some words.
    case words([String])

    /// Creates the completion of a value or an operand from the name that the help gives it, such as `FILE`.
    init(of name: String) {
        switch name {
        case "FILE": self = .files
        case "DIR", "RUN": self = .folders
        case "STAGE": self = .words(StageRegistry.standard.names.map(\.rawValue))
        case "STAGES": self = .words(["all"] + StageRegistry.standard.names.map(\.rawValue))
        case "SHELL": self = .words(Shell.allCases.map(\.rawValue))
        default: self = name.contains("|") ? .words(name.split(separator: "|").map(String.init)) : .nothing
        }
    }
}

/// A shell for which there is a completion script.
enum Shell: String, CaseIterable, Sendable {
    case bash, zsh, fish

    /// The completion script, made from the declarations of commands and options.
    var script: [String] {
        switch self {
        case .bash: BashCompletion.script
        case .zsh: ZshCompletion.script
        case .fish: FishCompletion.script
        }
    }
}

extension Command {
    /// The completion of the command's operands.
    static var operandCompletion: Completion {
        Completion(of: operands.names.split { !$0.isLetter }.first.map(String.init) ?? "")
    }
}

extension Commands {
    /// The flags of all options that take a value, sorted.
    static var flagsWithValue: [String] {
        Set(all.flatMap { $0.acceptedOptions }.filter { $0.value != nil }.map(\.flag)).sorted()
    }
}

extension String {
    /// The text in single quotes, for bash and zsh.
    var inShellQuotes: String { "'" + replacing("'", with: "'\\''") + "'" }
}
