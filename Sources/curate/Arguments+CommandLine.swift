import Bytes

/// The command line as text, for messages that suggest a command.
extension Arguments {
    /// The command line as it was typed, without the stages.
    var commandLine: String {
        var words = ["curate"]
        for option in [Option.config, .run, .seed] {
            if let value = self[option] { words += [option.flag, Self.quoted(value)] }
        }
        for assignment in all(.set) { words += ["--set", Self.quoted(assignment)] }
        if has(.confined) { words.append("--confined") }
        return words.joined(separator: " ")
    }

    /// Returns a word quoted for the shell, if necessary.
    static func quoted(_ word: String) -> String {
        let isPlain = word.utf8.allSatisfy {
            $0.isASCIILetterOrDigit || "/._-=+,:@".utf8.contains($0)
        }
        return isPlain && !word.isEmpty
            ? word : "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }
}
