import Bytes

/// Texts from elsewhere in YAML (version 1.2.2; parsers of 1.1 read it so, too).
enum YAMLText {
    /// A text as a double-quoted scalar on one line (section 7.3.1).
    ///
    /// What YAML does not print (section 5.1), what it takes for a line break, and every other hidden character is escaped by
    /// its number; unlike JSON, by that of the whole character and not of its UTF-16 units.
    static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\r": quoted += "\\r"
            case "\t": quoted += "\\t"
            case _ where HiddenCharacters.contains(scalar.value):
                let digits = String(scalar.value, radix: 16)
                let (letter, length) =
                    switch scalar.value {
                    case ...0xFF: ("x", 2)
                    case ...0xFFFF: ("u", 4)
                    default: ("U", 8)
                    }
                quoted += "\\\(letter)" + String(repeating: "0", count: length - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
