import Bytes

/// Quoting of untrusted text for YAML 1.2.2, also valid in YAML 1.1.
enum YAMLText {
    /// Returns a text as a double-quoted scalar on one line (section 7.3.1).
    ///
    /// Non-printable characters (section 5.1), line breaks and all other hidden characters are escaped by their code
    /// point; JSON, by contrast, escapes UTF-16 units.
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
