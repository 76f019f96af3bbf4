extension Lexer {
    mutating func readLetters() {
        let start = position
        while Lexer.isLetter(byte(position)) { position += 1 }
        let run = String(decoding: bytes[start..<position], as: UTF8.self)
        if run == "rac", byte(position) == 0x7B { return append(.fraction) }
        if case .number = tokens.last, !space, ["th", "st", "nd", "rd"].contains(run) { return }
        let isAlone = Lexer.isWordBoundary(start > 0 ? bytes[start - 1] : 0) && Lexer.isWordBoundary(byte(position))
        if isAlone, run == "a" || run == "A" || run == "I", startsWord(position + 1) {
            return append(word: run.lowercased())
        }
        if isAlone, run.utf8.count > 2, Lexer.isName(run), Lexer.known(run) == nil {
            return append(word: run.lowercased())
        }
        append(letters: run, isAlone: isAlone)
    }

    // A capital letter with small ones behind it.
    private static func isName(_ run: String) -> Bool {
        (run.utf8.first ?? 0) < 0x61 && run.utf8.dropFirst().allSatisfy { $0 >= 0x61 }
    }

    // Whether a word of at least two small letters stands there, which is no conjunction and no function.
    private func startsWord(_ offset: Int) -> Bool {
        var end = offset
        while byte(end) >= 0x61, byte(end) <= 0x7A { end += 1 }
        guard end - offset > 1 else { return false }
        let word = String(decoding: bytes[offset..<end], as: UTF8.self)
        return Lexer.known(word) == nil && word != "is" && word != "in" && word != "for"
    }

    private static func isWordBoundary(_ byte: UInt8) -> Bool {
        byte <= 0x20 || byte == 0x2E || byte == 0x2C || byte == 0x3A || byte == 0x24 || byte == 0x2A || byte == 0x3B
    }

    /// Appends the tokens of a run of letters: a function, a constant, a unit, a word, or a variable for each letter.
    mutating func append(letters run: String, isAlone: Bool = true) {
        if run.utf8.count == 1 {
            return append(run == "e" ? .constant(.e) : run == "i" ? .constant(.imaginaryUnit) : .symbol(run))
        }
        if case .number = tokens.last, let token = Lexer.tokenAfterNumber(run) { return append(token) }
        if let token = Lexer.known(run) { return append(token) }
        let lowered = run.lowercased()
        if let (function, rest) = Lexer.functionPrefix(lowered) {
            append(.function(function))
            if !rest.isEmpty { append(letters: String(run.suffix(rest.utf8.count))) }
            return
        }
        if run.utf8.count <= 3, !isAlone || !Lexer.shortWords.contains(lowered) {
            for letter in run { append(letters: String(letter)) }
            return
        }
        if run.utf8.count <= 5, run.utf8.allSatisfy({ $0 < 0x61 }), !isAlone || !Lexer.shortWords.contains(lowered) {
            for letter in run { append(.symbol(String(letter))) }
            return
        }
        append(word: lowered)
    }

    /// Appends a word, which joins the words before it.
    mutating func append(word: String) {
        if case .words(let before) = tokens.last {
            tokens[tokens.count - 1] = .words(before + " " + word)
            space = false
        } else {
            append(.words(word))
        }
    }

    private static func tokenAfterNumber(_ run: String) -> Token? {
        switch run {
        case "degrees", "degree", "deg": .degree
        case "percent", "pct", "percentage": .percent
        default: Unit.isUnambiguous(run) ? Unit.named(run).map(Token.unit) : nil
        }
    }

    private static func known(_ run: String) -> Token? {
        if let function = Commands.functions[run] { return .function(function) }
        switch run {
        case "pi", "Pi", "PI": return .constant(.pi)
        case "sqrt": return .root
        case "infinity", "infty", "inf", "oo", "Infinity": return .constant(.infinity)
        case "and", "or", "AND", "OR": return .conjunction
        case "percent", "pct", "percentage": return .percent
        case "degrees", "degree": return .degree
        case "times": return .times
        case "union": return .setOperation(.union)
        case "frac", "dfrac", "tfrac": return .fraction
        case "cdot": return .times
        default: return nil
        }
    }

    private static func functionPrefix(_ run: String) -> (Function, Substring)? {
        for name in [
            "arcsin", "arccos", "arctan", "sinh", "cosh", "tanh", "sin", "cos", "tan", "ln", "log", "sec", "csc", "cot",
        ]
        where run.hasPrefix(name) {
            let rest = run.dropFirst(name.utf8.count)
            guard rest.utf8.count <= 2 || rest == "theta", let function = Commands.functions[name] else { return nil }
            return (function, rest)
        }
        return nil
    }

    static let shortWords: Set<String> = [
        "odd", "yes", "no", "all", "for", "the", "is", "are", "if", "any", "red", "not", "one", "two", "six", "ten",
        "of", "to", "on", "in", "as", "by", "at", "it", "we", "so", "an", "be", "but", "can", "has", "its", "let",
        "may", "nor", "our", "out", "per", "set", "then", "than", "with", "when", "where", "only", "each", "both",
        "even", "true", "none", "east", "west", "blue", "sum", "was", "day", "men", "am", "pm", "now", "you", "via",
        "has", "how", "who", "why", "use", "see", "due", "end", "few", "her", "his", "him", "she", "he", "my", "up",
    ]

    /// Reads the text in braces at the position, and appends what it says: a unit, a conjunction, a letter, words.
    mutating func readText(roman: Bool) {
        while byte(position) == 0x20 { position += 1 }
        guard byte(position) == 0x7B else { return }
        let start = position + 1
        var (depth, end) = (1, start)
        while end < bytes.count {
            if bytes[end] == 0x5C {
                end += 1
            } else if bytes[end] == 0x7B {
                depth += 1
            } else if bytes[end] == 0x7D {
                depth -= 1
                if depth == 0 { break }
            }
            end += 1
        }
        end = min(end, bytes.count)
        position = min(end + 1, bytes.count)
        let content = Array(bytes[min(start, end)..<end])
        append(text: content, roman: roman)
    }

    private mutating func append(text content: [UInt8], roman: Bool) {
        let folded = Lexer.folded(content)
        if folded.isEmpty {
            space = true
            return
        }
        if let unit = unit(folded, roman: roman) { return append(.unit(unit)) }
        switch folded {
        case "and", "or", ",", "or ", "; and", ", and", ", or", "&": return append(.conjunction)
        case "degrees", "degree": return append(.degree)
        case "percent", "pct": return append(.percent)
        default: break
        }
        let plain = folded.utf8.allSatisfy { Lexer.isLetter($0) }
        if roman, plain, folded.utf8.count <= 4 || Commands.functions[folded] != nil {
            let original = String(decoding: content, as: UTF8.self)
            if let token = Lexer.known(folded) { return append(token) }
            return append(.symbol(original.trimmed))
        }
        if !roman, plain, folded.utf8.count > 1, Commands.functions[folded] == nil { return append(word: folded) }
        // Anything else is read as if it stood outside.
        var inner = Lexer(content, commas: commas)
        inner.tokens = tokens.suffix(1)
        inner.spaced = spaced.suffix(1)
        let before = inner.tokens.count
        guard content.count < bytes.count, inner.run() else { return append(word: folded) }
        if before == 1, let first = inner.tokens.first, !tokens.isEmpty { tokens[tokens.count - 1] = first }
        tokens += inner.tokens[before...]
        spaced += inner.spaced[before...]
    }

    // A letter is a unit in a text only behind a value.
    private func unit(_ folded: String, roman: Bool) -> Unit? {
        switch tokens.last {
        case .number, .close, .unit, .slash, .degree, .constant, .times: break
        case .symbol: if roman { return nil }
        default: return nil
        }
        let name = folded.last == "." ? String(folded.dropLast()) : folded
        return Unit.named(name) ?? Unit.product(name)
    }

    /// A text with its spaces folded, in its own case if it is one word of at most three letters, else lower-cased.
    static func folded(_ content: [UInt8]) -> String {
        var result: [UInt8] = []
        for byte in content {
            if byte == 0x20 || byte == 0x7E || byte == 0x09 || byte == 0x0A {
                if result.last != 0x20, !result.isEmpty { result.append(0x20) }
            } else if byte != 0x24, byte != 0x5C {
                result.append(byte)
            }
        }
        while result.last == 0x20 { result.removeLast() }
        let text = String(decoding: result, as: UTF8.self)
        return text.utf8.count <= 3 && !text.contains(" ") ? text : text.lowercased()
    }
}

extension String {
    /// The text without white space at its ends.
    var trimmed: String {
        var view = Substring(self)
        while let first = view.first, first.isWhitespace { view.removeFirst() }
        while let last = view.last, last.isWhitespace { view.removeLast() }
        return String(view)
    }
}
