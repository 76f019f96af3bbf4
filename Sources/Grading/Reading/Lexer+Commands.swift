extension Lexer {
    mutating func readBackslash() {
        let after = byte(position + 1)
        if Lexer.isLetter(after) { return readCommand(first: nil) }
        position += 2
        switch after {
        case 0x7B: append(.open(.set))
        case 0x7D: append(.close(.set))
        case 0x25: append(.percent)
        case 0x7C: append(.bar)
        case 0x5C: readDoubleBackslash()
        case 0x28, 0x29, 0x5B, 0x5D, 0x24, 0x2C, 0x3B, 0x3A, 0x21, 0x20, 0x3E, 0x23, 0x5F, 0x26: space = true
        case 0: position = bytes.count
        default: space = true
        }
    }

    // Two backslashes end a row; where no table is open, a command whose backslash was escaped follows.
    private mutating func readDoubleBackslash() {
        if environments == 0, Lexer.isLetter(byte(position)) {
            position -= 1
            return readCommand(first: nil)
        }
        if environments == 0, byte(position) == 0x7B || byte(position) == 0x7D || byte(position) == 0x5C {
            position -= 1
            return
        }
        append(.rowEnd)
    }

    /// Reads a command; `first` is its first letter where an escape took the backslash and that letter.
    mutating func readCommand(first: UInt8?) {
        var name: [UInt8] = first.map { [$0] } ?? []
        position += 1
        while Lexer.isLetter(byte(position)) {
            name.append(bytes[position])
            position += 1
        }
        let text = String(decoding: name, as: UTF8.self)
        if perform(text) { return }
        if let prefix = Commands.longestPrefix(text) {
            position -= name.count - prefix.utf8.count
            _ = perform(prefix)
            return
        }
        append(.opaque(text))
    }

    private mutating func perform(_ name: String) -> Bool {
        switch name {
        case "begin", "end":
            readEnvironment(isBegin: name == "begin")
            return true
        case "mathbb", "Bbb":
            readNumberSet()
            return true
        case "left", "right", "bigl", "bigr", "big", "Big":
            // A point stands for no bracket.
            if byte(position) == 0x2E { position += 1 }
            space = true
            return true
        default: break
        }
        guard let meaning = Commands.meaning(name) else { return false }
        switch meaning {
        case .token(.symbol("Omega")) where isBehindNumber:
            append(.unit(Unit.named("ohm") ?? .count))
        case .token(let token): append(token)
        case .nothing: space = true
        case .text: readText(roman: false)
        case .roman: readText(roman: true)
        case .dropped: skipGroup()
        }
        return true
    }

    // A number with a space behind it.
    private var isBehindNumber: Bool {
        guard space, case .number = tokens.last else { return false }
        return true
    }

    private mutating func readGroup() -> String {
        while byte(position) == 0x20 { position += 1 }
        guard byte(position) == 0x7B else {
            guard Lexer.isLetter(byte(position)) else { return "" }
            position += 1
            return String(decoding: bytes[position - 1..<position], as: UTF8.self)
        }
        let start = position + 1
        var end = start
        while end < bytes.count, bytes[end] != 0x7D { end += 1 }
        position = min(end + 1, bytes.count)
        return String(decoding: bytes[min(start, end)..<end], as: UTF8.self)
    }

    private mutating func skipGroup() { _ = readGroup() }

    private mutating func readEnvironment(isBegin: Bool) {
        let name = readGroup()
        if isBegin {
            environments += 1
            append(.begin(name))
            // The columns of an array.
            if name == "array" || name == "tabular", byte(position) == 0x7B { skipGroup() }
        } else {
            environments = max(0, environments - 1)
            append(.end(name))
        }
    }

    private mutating func readNumberSet() {
        let name = readGroup()
        switch name {
        case "R": append(.constant(.reals))
        case "Z": append(.constant(.integers))
        case "N": append(.constant(.naturals))
        case "Q": append(.constant(.rationals))
        case "C": append(.constant(.complexNumbers))
        default: append(.symbol(name))
        }
    }
}
