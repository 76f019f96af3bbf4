/// Reads a pattern, character by character.
struct PatternParser {
    private struct Flags {
        var ignoresCase = false
        var isMultiline = false
        var dotMatchesNewline = false
    }

    /// How often something can be asked for at most; more is a mistake more often than a wish.
    static let mostRepetitions = 1000
    private static let deepestNesting = 100

    private let scalars: [Unicode.Scalar]
    private var position = 0
    private var depth = 0
    private var flags = Flags()

    /// Returns what a pattern says; throws `PatternError` where it is not one.
    static func parse(_ source: String) throws(PatternError) -> PatternSyntax {
        var parser = PatternParser(source)
        let syntax = try parser.choice()
        // Only a closing parenthesis ends a choice before the end.
        if parser.next != nil { throw parser.error("')' closes no group; write \\) for the character") }
        return syntax
    }

    private init(_ source: String) { scalars = Array(source.unicodeScalars) }

    // MARK: - Characters of the pattern

    private var next: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard next == scalar else { return false }
        position += 1
        return true
    }

    private mutating func take(_ text: String) -> Bool {
        let wanted = Array(text.unicodeScalars)
        guard scalars[position...].starts(with: wanted) else { return false }
        position += wanted.count
        return true
    }

    private func error(_ reason: String, at place: Int? = nil) -> PatternError {
        PatternError(position: (place ?? position) + 1, reason: reason)
    }

    // MARK: - Structure

    private mutating func choice() throws(PatternError) -> PatternSyntax {
        depth += 1
        defer { depth -= 1 }
        if depth > Self.deepestNesting { throw error("groups stand deeper than \(Self.deepestNesting) in one another") }
        var branches = [try sequence()]
        while take("|") { branches.append(try sequence()) }
        return branches.count == 1 ? branches[0] : .choice(branches)
    }

    private mutating func sequence() throws(PatternError) -> PatternSyntax {
        var parts: [PatternSyntax] = []
        while let scalar = next, scalar != "|", scalar != ")" {
            let place = position
            if let part = try atom() { parts.append(try repeated(part, from: place)) }
        }
        return parts.count == 1 ? parts[0] : parts.isEmpty ? .empty : .sequence(parts)
    }

    /// Reads one thing that can be repeated; nil of flags that hold from here on.
    private mutating func atom() throws(PatternError) -> PatternSyntax? {
        guard let scalar = next else { return .empty }
        let place = position
        position += 1
        switch scalar {
        case "(": return try group(from: place)
        case "[": return .character(try bracket(from: place))
        case ".": return .character(flags.dotMatchesNewline ? .all : Self.notNewline)
        case "^": return .place(flags.isMultiline ? .lineStart : .textStart)
        case "$": return .place(flags.isMultiline ? .lineEnd : .textEnd)
        case "*", "+", "?": throw error("'\(scalar)' repeats nothing; write \\\(scalar) for the character", at: place)
        case "\\": return try escape(from: place)
        default: return character(scalar)
        }
    }

    private static let notNewline = ScalarSet([0x0A...0x0A]).inverted

    private func character(_ scalar: Unicode.Scalar) -> PatternSyntax {
        let set = ScalarSet([scalar.value...scalar.value])
        return .character(flags.ignoresCase ? set.ignoringCase : set)
    }

    // MARK: - Groups

    private mutating func group(from place: Int) throws(PatternError) -> PatternSyntax? {
        let outer = flags
        if take("?") {
            for ahead in ["=", "!", "<=", "<!"] where take(ahead) {
                throw error("what stands before or behind cannot be asked for with (?\(ahead)", at: place)
            }
            if take("P<") || take("<") {
                while let scalar = next, scalar != ">" { _ = take(scalar) }
                guard take(">") else { throw error("the name of this group has no end", at: place) }
            } else if !take(":"), try readFlags(from: place) {
                return nil
            }
        }
        let inner = try choice()
        guard take(")") else { throw error("this group is not closed; write \\( for the character", at: place) }
        flags = outer
        return inner
    }

    /// Reads flags of a group; true when they are for what follows the parentheses, false when for what is in them.
    private mutating func readFlags(from place: Int) throws(PatternError) -> Bool {
        var isSet = true
        while let scalar = next {
            position += 1
            switch scalar {
            case "i": flags.ignoresCase = isSet
            case "m": flags.isMultiline = isSet
            case "s": flags.dotMatchesNewline = isSet
            case "-" where isSet: isSet = false
            case ":": return false
            case ")": return true
            default: throw error("(?\(scalar) is not known; groups begin with (, (?: or flags of i, m and s", at: place)
            }
        }
        throw error("this group is not closed", at: place)
    }

    // MARK: - Repetition

    private mutating func repeated(_ part: PatternSyntax, from place: Int) throws(PatternError) -> PatternSyntax {
        guard let (minimum, maximum) = try bounds() else { return part }
        let isLazy = take("?")
        if next == "+" { throw error("'+' behind a repetition is not known: every repetition can give back") }
        if try bounds() != nil { throw error("a repetition is repeated; put the first into (?:...)") }
        if let maximum, maximum < minimum { throw error("at least \(minimum) and at most \(maximum)", at: place) }
        return .repetition(part, minimum: minimum, maximum: maximum, isLazy: isLazy)
    }

    private mutating func bounds() throws(PatternError) -> (Int, Int?)? {
        if take("*") { return (0, nil) }
        if take("+") { return (1, nil) }
        if take("?") { return (0, 1) }
        // A brace that gives no numbers is a character, as in Python and in LaTeX: \frac{1}.
        let place = position
        guard take("{"), let minimum = number() else {
            position = place
            return nil
        }
        var maximum: Int? = minimum
        if take(",") { maximum = number() }
        guard take("}") else {
            position = place
            return nil
        }
        for count in [minimum, maximum ?? 0] where count > Self.mostRepetitions {
            throw error("repeats more than \(Self.mostRepetitions) times", at: place)
        }
        return (minimum, maximum)
    }

    private mutating func number() -> Int? {
        var value: Int?
        while let scalar = next, ("0"..."9").contains(scalar) {
            position += 1
            value = min((value ?? 0) * 10 + Int(scalar.value - 0x30), Self.mostRepetitions + 1)
        }
        return value
    }

    // MARK: - Escapes

    private mutating func escape(from place: Int) throws(PatternError) -> PatternSyntax {
        switch next {
        case "b": position += 1; return .place(.wordBoundary)
        case "B": position += 1; return .place(.noWordBoundary)
        case "A": position += 1; return .place(.textStart)
        case "Z", "z": position += 1; return .place(.textEnd)
        default: break
        }
        if let set = namedSet() { return .character(set) }
        return character(try escapedCharacter(from: place))
    }

    /// The set that a letter behind a back-slash stands for.
    private mutating func namedSet() -> ScalarSet? {
        let set: ScalarSet
        switch next {
        case "d": set = .digits
        case "D": set = ScalarSet.digits.inverted
        case "w": set = .wordCharacters
        case "W": set = ScalarSet.wordCharacters.inverted
        case "s": set = .whiteSpace
        case "S": set = ScalarSet.whiteSpace.inverted
        default: return nil
        }
        position += 1
        return set
    }

    private mutating func escapedCharacter(from place: Int) throws(PatternError) -> Unicode.Scalar {
        guard let scalar = next else {
            throw error("a back-slash ends the pattern; write \\\\ for the character", at: place)
        }
        position += 1
        switch scalar {
        case "n": return "\n"
        case "t": return "\t"
        case "r": return "\r"
        case "f": return "\u{C}"
        case "v": return "\u{B}"
        case "0": return "\0"
        case "x": return try take("{") ? hexadecimal(upTo: "}", from: place) : hexadecimal(digits: 2, from: place)
        case "u": return try hexadecimal(digits: 4, from: place)
        case "U": return try hexadecimal(digits: 8, from: place)
        case "1"..."9":
            throw error("\\\(scalar) refers to what a group found, which takes more than linear time", at: place)
        default:
            if scalar.isASCII, scalar.properties.isAlphabetic {
                throw error("\\\(scalar) is not known; write \\\\ for a back-slash", at: place)
            }
            return scalar
        }
    }

    private mutating func hexadecimal(digits: Int, from place: Int) throws(PatternError) -> Unicode.Scalar {
        var text = ""
        while text.count < digits, let scalar = next, scalar.properties.isASCIIHexDigit {
            text.unicodeScalars.append(scalar)
            position += 1
        }
        guard text.count == digits else { throw error("\(digits) hexadecimal digits should stand here", at: place) }
        return try scalar(text, from: place)
    }

    private mutating func hexadecimal(upTo end: Unicode.Scalar, from place: Int) throws(PatternError) -> Unicode.Scalar
    {
        var text = ""
        while let scalar = next, scalar.properties.isASCIIHexDigit {
            text.unicodeScalars.append(scalar)
            position += 1
        }
        guard take(end) else { throw error("hexadecimal digits and } should stand here", at: place) }
        return try scalar(text, from: place)
    }

    private func scalar(_ digits: String, from place: Int) throws(PatternError) -> Unicode.Scalar {
        guard let number = UInt32(digits, radix: 16), let scalar = Unicode.Scalar(number) else {
            throw error("U+\(digits) is no character", at: place)
        }
        return scalar
    }

    // MARK: - Brackets

    private mutating func bracket(from place: Int) throws(PatternError) -> ScalarSet {
        let isInverted = take("^")
        var set = ScalarSet()
        var isFirst = true
        while let scalar = next, scalar != "]" || isFirst {
            isFirst = false
            let start = position
            let lower: Unicode.Scalar
            position += 1
            if scalar == "[", next == ":" {
                throw error("[:name:] is not known; write \\d, \\s, \\w or ranges", at: start)
            }
            if scalar == "\\" {
                if let named = namedSet() {
                    set = set.union(named)
                    continue
                }
                lower = take("b") ? "\u{8}" : try escapedCharacter(from: start)
            } else {
                lower = scalar
            }
            let upper = try rangeEnd(from: start) ?? lower
            guard lower <= upper else { throw error("this range ends before it begins", at: start) }
            set = set.union(ScalarSet([lower.value...upper.value]))
        }
        guard take("]") else { throw error("this set is not closed; write \\[ for the character", at: place) }
        if flags.ignoresCase { set = set.ignoringCase }
        return isInverted ? set.inverted : set
    }

    /// Reads the end of a range, if one is begun here: `-` and a character that does not close the set.
    private mutating func rangeEnd(from place: Int) throws(PatternError) -> Unicode.Scalar? {
        guard next == "-", position + 1 < scalars.count, scalars[position + 1] != "]" else { return nil }
        position += 1
        let start = position
        guard take("\\") else {
            defer { position += 1 }
            return scalars[position]
        }
        if namedSet() != nil { throw error("a range cannot end with a set", at: place) }
        return take("b") ? "\u{8}" : try escapedCharacter(from: start)
    }
}
