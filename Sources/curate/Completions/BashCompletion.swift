/// The completion script for bash.
enum BashCompletion {
    /// The lines of the script.
    static var script: [String] {
        [
            "# Completion of curate for bash; made by: curate completions bash",
            "_curate() {",
            "    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} command= index=1",
            "    local IFS=$'\\n'",
            "    while ((index < COMP_CWORD)); do",
            "        case ${COMP_WORDS[index]} in",
            "            \(Commands.flagsWithValue.joined(separator: " | "))) ((index += 2)) ;;",
            "            -*) ((index += 1)) ;;",
            "            *) command=${COMP_WORDS[index]}; break ;;",
            "        esac",
            "    done",
            "    COMPREPLY=()",
            "    case $command:$previous in",
        ] + valueCases + ["    esac", "    case $command:$current in"] + wordCases + [
            "    esac", "}", "complete -F _curate curate",
        ]
    }

    /// The cases in which the word is the value of an option.
    private static var valueCases: [String] {
        Commands.all.flatMap { command in
            command.allOptions.compactMap { option -> String? in
                guard let value = option.value else { return nil }
                let patterns = names(of: command).map { "\($0):\(option.flag)" }.joined(separator: " | ")
                return "        \(patterns)) \(answer(Completion(of: value)))return ;;"
            }
        }
    }

    /// The cases in which the word is an option, the command or an operand.
    private static var wordCases: [String] {
        let flags = Commands.all.flatMap { command in
            names(of: command).map { name in
                "        \(name):-*) \(answer(.words(command.allOptions.map(\.flag)))) ;;"
            }
        }
        let operands = Commands.all.filter { $0.operandCompletion != .nothing }.map { command in
            "        \(command.name):*) \(answer(command.operandCompletion)) ;;"
        }
        return flags + operands + ["        :*) \(answer(.words(Commands.all.map { $0.name } + ["help"]))) ;;"]
    }

    /// The words under which a command is called: `run` without any, too.
    private static func names(of command: any Command.Type) -> [String] {
        command is RunCommand.Type ? ["", command.name] : [command.name]
    }

    /// Returns the statement that completes the current word.
    private static func answer(_ completion: Completion) -> String {
        let reply = { (arguments: String) in "COMPREPLY=($(compgen \(arguments) -- \"$current\"))" }
        return switch completion {
        case .nothing: ""
        case .files: "compopt -o filenames; " + reply("-f") + "; "
        case .folders: "compopt -o filenames; " + reply("-d") + "; "
        case .words(let words): reply("-W $'" + words.joined(separator: "\\n") + "'") + "; "
        }
    }
}
