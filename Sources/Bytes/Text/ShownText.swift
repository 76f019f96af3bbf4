extension String {
    /// The text as people are shown it, on one line and with nothing hidden.
    ///
    /// A line break becomes `⏎`, a tab a space, and every other character of `HiddenCharacters` its number, as in
    /// `\u{1b}`. What is shown already stays as it is.
    package var shown: String {
        if utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return self }
        var shown = ""
        for scalar in unicodeScalars {
            switch scalar {
            case "\n": shown += "⏎"
            case "\t": shown += " "
            case _ where HiddenCharacters.contains(scalar.value): shown += "\\u{\(String(scalar.value, radix: 16))}"
            default: shown.unicodeScalars.append(scalar)
            }
        }
        return shown
    }
}
