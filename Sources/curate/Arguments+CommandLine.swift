import Bytes

/// The command line in words, for messages that say how to go on.
extension Arguments {
    /// The command line as it was typed, without the stage.
    var commandLine: String {
        var words = ["curate"]
        for option in [Option.config, .run, .seed] {
            if let value = self[option] { words += [option.flag, Self.quoted(value)] }
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
}
