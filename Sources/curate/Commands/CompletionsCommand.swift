import Messages

/// `curate completions`: prints the completion script of a shell.
enum CompletionsCommand: Command {
    static let name = "completions"
    static let summary = "prints a completion script for bash, zsh or fish"
    static let operands = Operands.one("SHELL")
    static let options: [Option] = []
    static let commonOptions: [Option] = [.help, .version]
    static let discussion = """
        The script completes commands, options, and the values of options and operands: stages, files and folders.
        """
    static let examples = [
        Example("curate completions bash > ~/.local/share/bash-completion/completions/curate", "for bash"),
        Example("curate completions zsh > ~/.zfunc/_curate", "for zsh, with ~/.zfunc in fpath before compinit"),
        Example("curate completions fish > ~/.config/fish/completions/curate.fish", "for fish"),
    ]

    static func run(_ arguments: Arguments) throws {
        let known = Shell.allCases.map(\.rawValue)
        guard let word = arguments.words.first else {
            throw CurationError.usage("\(name) needs a shell: \(listed(known))")
        }
        guard let shell = Shell(rawValue: word) else {
            let ending = Suggestion(for: word, among: known).ending
            throw CurationError.usage("\(word): unknown shell; expected \(listed(known))\(ending)")
        }
        try Terminal.write(lines: shell.script)
    }
}
