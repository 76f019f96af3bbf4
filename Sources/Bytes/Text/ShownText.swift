extension String {
    /// The text for display: on one line and without hidden characters.
    ///
    /// A line break becomes `⏎`, a tab a space, and every other character of `HiddenCharacters` its code point, such as
    /// `\u{1b}`. Text that is already escaped is unchanged.
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
