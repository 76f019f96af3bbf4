/// The completion script for fish.
enum FishCompletion {
    /// The lines of the script.
    static var script: [String] {
        [
            "# Completion of curate for fish; made by: curate completions fish",
            "function __curate_is",
            "    set -l words (commandline -opc)",
            "    set -l command ''",
            "    set -l index 2",
            "    while test $index -le (count $words)",
            "        switch $words[$index]",
            "            case \(Commands.flagsWithValue.joined(separator: " "))",
            "                set index (math $index + 2)",
            "            case '-*'",
            "                set index (math $index + 1)",
            "            case '*'",
            "                set command $words[$index]",
            "                break",
            "        end",
            "    end",
            "    contains -- \"$command\" $argv",
            "end",
            "complete -c curate -f",
        ]
            + Commands.all.map { command in
                "complete -c curate -n \"__curate_is ''\" -a \(command.name) -d \(quoted(command.summary))"
            } + Commands.all.flatMap { lines(of: $0) }
    }

    private static func lines(of command: any Command.Type) -> [String] {
        let names = command is RunCommand.Type ? "\(command.name) ''" : command.name
        let start = "complete -c curate -n \"__curate_is \(names)\""
        let options = command.allOptions.map { option in
            let value =
                option.value.map { value in
                    let completion = Completion(of: value)
                    return (completion == .files ? " -r" : " -x") + action(completion)
                } ?? ""
            return "\(start) -l \(option.name)\(value) -d \(quoted(option.summary))"
        }
        let operands = command.operandCompletion
        return options + (operands == .nothing ? [] : [start + action(operands)])
    }

    private static func action(_ completion: Completion) -> String {
        switch completion {
        case .nothing: ""
        case .files: " -F"
        case .folders: " -a '(__fish_complete_directories)'"
        case .words(let words): " -a \(quoted(words.joined(separator: " ")))"
        }
    }

    private static func quoted(_ text: String) -> String {
        "'" + text.replacing("\\", with: "\\\\").replacing("'", with: "\\'") + "'"
    }
}
