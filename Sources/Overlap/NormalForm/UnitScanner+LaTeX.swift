import Bytes

/// Commands of LaTeX.
extension UnitScanner {
    /// Reads the command at the current place, which is a backslash.
    mutating func command() {
        let nameStart = offset + 1
        guard nameStart < text.count else { return skip(1) }
        let first = text[nameStart]
        guard first.isASCIILetter else { return control(first) }
        var nameEnd = nameStart
        while nameEnd < text.count, text[nameEnd].isASCIILetter { nameEnd += 1 }
        let name = text[nameStart..<nameEnd]
        switch LaTeXCommands.meaning(of: name) {
        case .nothing(let isSpace):
            let product = isProduct
            skip(nameEnd - offset)
            isProduct = product && isSpace
        case .nothingWithArgument:
            skip(nameEnd - offset)
            skipArgument()
        case .environment(let isEnd):
            environment(behind: nameEnd, isEnd: isEnd)
        case .word(let form, let arguments):
            let start = offset
            offset = nameEnd
            if let form, form == "circ" { removeExponent() }
            if let form { bytes.append(form) } else { append(lowered: name) }
            end(.word, from: start)
            digitArguments = arguments
        case .symbol(let form):
            add(form, .symbol, length: nameEnd - offset)
        case .mark(let form):
            add(form, .mark, length: nameEnd - offset)
        }
    }

    /// Reads a backslash with a character that is no letter.
    private mutating func control(_ character: UInt8) {
        switch character {
        case UInt8(ascii: "("): begin(.parenthesis)
        case UInt8(ascii: "["): begin(.bracket)
        case UInt8(ascii: ")"), UInt8(ascii: "]"):
            skip(2)
            formulaEnd = nil
        case UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "|"): addByte(character, .mark, length: 2)
        case UInt8(ascii: "%"): add("percent", .word, length: 2)
        case UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: ":"), UInt8(ascii: "!"), UInt8(ascii: ">"), 0x20, 0x0A:
            // Space within a product.
            offset += 2
        case 0x80...: skip(1)
        default: skip(2)
        }
    }

    private mutating func begin(_ formula: Formula) {
        skip(2)
        formulaEnd = formula
    }

    /// Passes over an argument in braces, if there is one.
    private mutating func skipArgument() {
        guard let end = argumentEnd(from: offset) else { return }
        skip(end - offset)
    }

    /// Returns the place behind an argument in braces, or nil if there is none of at most 256 bytes.
    private func argumentEnd(from start: Int) -> Int? {
        guard start < text.count, text[start] == UInt8(ascii: "{") else { return nil }
        var depth = 0
        for place in start..<min(text.count, start + 256) {
            if text[place] == UInt8(ascii: "{") { depth += 1 }
            if text[place] == UInt8(ascii: "}") { depth -= 1 }
            if depth == 0 { return place + 1 }
        }
        return nil
    }

    /// Reads the name of an environment: one that only lays out is nothing, others are a word where they begin.
    private mutating func environment(behind nameEnd: Int, isEnd: Bool) {
        guard let end = argumentEnd(from: nameEnd) else { return skip(nameEnd - offset) }
        var name = text[nameEnd + 1..<end - 1]
        if name.last == UInt8(ascii: "*") { name = name[..<(name.count - 1)] }
        if LaTeXCommands.drawings.contains(where: { name == $0 }) { isDrawn = !isEnd }
        let isLayout = LaTeXCommands.layouts.contains { name == $0 }
        let start = offset
        skip(end - offset)
        if !isEnd, name == "array" || name == "tabular" { skipArgument() }
        guard !isEnd, !isLayout, !isDrawn, !name.isEmpty else { return }
        guard (0..<name.count).allSatisfy({ name[$0].isASCIILetter }) else { return }
        append(lowered: name)
        self.end(.word, from: start)
    }

    private mutating func append(lowered name: ByteView) {
        for place in 0..<name.count { bytes.append(name[place] | 0x20) }
    }
}
