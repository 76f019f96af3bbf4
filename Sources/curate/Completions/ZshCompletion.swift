/// The completion script for zsh.
enum ZshCompletion {
    /// The lines of the script.
    static var script: [String] {
        [
            "#compdef curate",
            "# Completion of curate for zsh; made by: curate completions zsh",
            "_curate() {",
            "    local command=",
            "    integer index=2",
            "    while ((index < CURRENT)); do",
            "        case ${words[index]} in",
            "            (\(Commands.flagsWithValue.joined(separator: "|"))) ((index += 2)) ;;",
            "            (-*) ((index += 1)) ;;",
            "            (*) command=${words[index]}; break ;;",
            "        esac",
            "    done",
            "    case $command in",
        ] + Commands.all.flatMap { cases(of: $0) } + [
            "    esac", "}",
            // Works as an autoloaded function and when it is sourced.
            "if [ \"$funcstack[1]\" = \"_curate\" ]; then _curate \"$@\"; else compdef _curate curate; fi",
        ]
    }

    private static func cases(of command: any Command.Type) -> [String] {
        let options = command.allOptions.map { option in
            let name = (option.isRepeated ? "*" : "") + option.flag
            let value = option.value.map { ":\(escaped($0)):\(action(Completion(of: $0)))" } ?? ""
            return "            " + "\(name)[\(escaped(option.summary))]\(value)".inShellQuotes + " \\"
        }
        let names = command is RunCommand.Type ? "(\(command.name)|'')" : "(\(command.name))"
        return ["        \(names) _arguments \\"] + options + ["            \(words(of: command)) ;;"]
    }

    /// Returns the specifications of the command and its operands.
    private static func words(of command: any Command.Type) -> String {
        let commands = Commands.all.map { "\($0.name)\\:\(escaped($0.summary).inDoubleQuotes)" }.joined(separator: " ")
        let first = "1:command:((\(commands)))".inShellQuotes
        guard command.operands.most > 0 else { return first }
        return first + " " + "*:\(escaped(command.operands.names)):\(action(command.operandCompletion))".inShellQuotes
    }

    private static func action(_ completion: Completion) -> String {
        switch completion {
        case .nothing: ""
        case .files: "_files"
        case .folders: "_files -/"
        case .words(let words): "(\(words.joined(separator: " ")))"
        }
    }

    /// Returns a text in which no character separates the parts of a specification.
    private static func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing(":", with: "\\:").replacing("[", with: "\\[")
            .replacing("]", with: "\\]")
    }
}

extension String {
    /// The text in double quotes, for a list of words of zsh's `_arguments`.
    fileprivate var inDoubleQuotes: String {
        "\"" + replacing("\"", with: "\\\"").replacing("`", with: "\\`").replacing("$", with: "\\$") + "\""
    }
}
