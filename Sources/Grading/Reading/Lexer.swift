/// How a comma between digits is read.
package enum CommaReading: Sendable, Equatable {
    /// As a separator of items.
    case separator
    /// As a separator of thousands, where groups of three digits follow.
    case thousands
    /// As a decimal point.
    case decimal
}

/// Splits LaTeX, Unicode or plain mathematics into tokens, in one pass.
struct Lexer {
    let bytes: [UInt8]
    let commas: CommaReading
    var position = 0
    var tokens: [Token] = []
    /// For each token, whether white space stands before it.
    var spaced: [Bool] = []
    /// Whether white space was seen since the last token.
    var space = false
    /// The number of open environments, in which two backslashes end a row.
    var environments = 0

    /// The largest number of tokens that is read; longer texts have no value.
    static let largestCount = 4000

    init(_ bytes: [UInt8], commas: CommaReading) {
        self.bytes = bytes
        self.commas = commas
        tokens.reserveCapacity(min(bytes.count, 256))
    }

    mutating func append(_ token: Token) {
        tokens.append(token)
        spaced.append(space)
        space = false
    }

    func byte(_ offset: Int) -> UInt8 { offset < bytes.count ? bytes[offset] : 0 }

    static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

    static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A }

    /// Reads all tokens; returns false if there are too many.
    mutating func run() -> Bool {
        while position < bytes.count {
            guard tokens.count < Lexer.largestCount else { return false }
            next()
        }
        return true
    }

    private mutating func next() {
        let current = bytes[position]
        switch current {
        case 0x08 where starts("inom", at: position + 1), 0x0C where starts("rac", at: position + 1),
            0x09
        where starts("ext{", at: position + 1) || starts("imes", at: position + 1)
            || starts("an", at: position + 1),
            0x0D where starts("ight", at: position + 1):
            // A command whose backslash and first letter were taken for an escape.
            let letters: [UInt8: UInt8] = [0x08: 0x62, 0x0C: 0x66, 0x09: 0x74, 0x0D: 0x72]
            readCommand(first: letters[current])
        case 0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x20, 0x7E, 0x08:
            space = true
            position += 1
        case 0x5C: readBackslash()
        case 0x30...0x39: readNumber()
        case 0x2E where Lexer.isDigit(byte(position + 1)) && !endsNumber: readNumber()
        case 0x41...0x5A, 0x61...0x7A: readLetters()
        case 0x80...: readScalar()
        default: readPunctuation(current)
        }
    }

    private var endsNumber: Bool {
        if case .number = tokens.last { return !space }
        return false
    }

    func starts(_ text: String, at offset: Int) -> Bool {
        let utf8 = text.utf8
        guard offset + utf8.count <= bytes.count else { return false }
        return zip(utf8, bytes[offset...]).allSatisfy { $0 == $1 }
    }

    private mutating func readPunctuation(_ current: UInt8) {
        position += 1
        switch current {
        case 0x2B: append(.plus)
        case 0x2D: readMinus()
        case 0x2A: readStar()
        case 0x2F:
            append(byte(position) == 0x3D ? .relation(.notEqual) : .slash)
            if byte(position) == 0x3D { position += 1 }
        case 0x5E: readPower()
        case 0x5F: append(.lowered)
        case 0x28: append(.open(.round))
        case 0x29: append(.close(.round))
        case 0x5B: append(.open(.square))
        case 0x5D: append(.close(.square))
        case 0x7B: append(.open(.brace))
        case 0x7D: append(.close(.brace))
        case 0x7C: append(.bar)
        case 0x2C: append(.comma)
        case 0x3B: append(.semicolon)
        case 0x3A: readColon()
        case 0x21: readExclamation()
        case 0x25: append(.percent)
        case 0x26: append(.ampersand)
        case 0x27: append(.prime)
        case 0x3D, 0x3C, 0x3E: readRelation(current)
        case 0x2E: readPoint()
        default:
            // Dollar signs, question marks, quotation marks and the like.
            space = true
        }
    }

    private mutating func readMinus() {
        if byte(position) == 0x3E {
            position += 1
            append(.opaque("to"))
        } else {
            append(.minus)
        }
    }

    // Two stars are a power between operands, and emphasis otherwise.
    private mutating func readStar() {
        guard byte(position) == 0x2A else {
            // A letter between two stars is emphasised, where no factor stands before the first one.
            let before = position >= 2 ? bytes[position - 2] : 0x20
            let isFactor = Lexer.isDigit(before) || Lexer.isLetter(before) || before == 0x29 || before == 0x7D
            if !isFactor, Lexer.isLetter(byte(position)), byte(position + 1) == 0x2A {
                readEmphasis()
                return
            }
            return append(.times)
        }
        position += 1
        let after = byte(position)
        if Lexer.isDigit(after) || Lexer.isLetter(after) || after == 0x28, endsOperand, !space {
            append(.power)
        } else {
            space = true
        }
    }

    private mutating func readEmphasis() {
        append(letters: String(decoding: bytes[position..<position + 1], as: UTF8.self))
        position += 2
    }

    private var endsOperand: Bool {
        switch tokens.last {
        case .number, .symbol, .constant, .close: true
        default: false
        }
    }

    private mutating func readPower() {
        // A circle as a superscript is the sign of degrees.
        var end = position
        while byte(end) == 0x20 || byte(end) == 0x7B { end += 1 }
        if starts("\\circ", at: end) || starts("\\degree", at: end) {
            let braces = bytes[position..<end].contains(0x7B)
            position = end + (starts("\\circ", at: end) ? 5 : 7)
            while braces, byte(position) == 0x20 { position += 1 }
            if braces, byte(position) == 0x7D { position += 1 }
            append(.degree)
        } else {
            append(.power)
        }
    }

    private mutating func readColon() {
        if byte(position) == 0x3D {
            position += 1
            append(.relation(.equal))
        } else {
            append(.colon)
        }
    }

    private mutating func readExclamation() {
        if byte(position) == 0x3D, byte(position + 1) != 0x3D {
            position += 1
            append(.relation(.notEqual))
        } else {
            append(.factorial)
        }
    }

    private mutating func readRelation(_ current: UInt8) {
        if current == 0x3C, let end = htmlTag() {
            position = end
            return
        }
        let after = byte(position)
        switch (current, after) {
        case (0x3C, 0x3D), (0x3D, 0x3C): append(.relation(.lessOrEqual))
        case (0x3E, 0x3D): append(.relation(.greaterOrEqual))
        case (0x3D, 0x3D): append(.relation(.equal))
        case (0x3D, 0x2F) where byte(position + 1) == 0x3D:
            position += 1
            append(.relation(.notEqual))
        default:
            append(.relation(current == 0x3D ? .equal : current == 0x3C ? .less : .greater))
            return
        }
        position += 1
    }

    // Superscripts and subscripts of HTML are those of LaTeX; other tags are dropped.
    private mutating func htmlTag() -> Int? {
        if starts("sup>", at: position) {
            append(.power)
            append(.open(.brace))
            return position + 4
        }
        if starts("sub>", at: position) {
            append(.lowered)
            append(.open(.brace))
            return position + 4
        }
        if starts("/sup>", at: position) || starts("/sub>", at: position) {
            append(.close(.brace))
            return position + 5
        }
        for tag in ["br>", "br/>", "/p>", "p>", "/b>", "b>"] where starts(tag, at: position) {
            space = true
            return position + tag.utf8.count
        }
        guard starts("|", at: position) else { return nil }
        // A mark of a model's format, such as the end of its text.
        var end = position + 1
        while end < bytes.count, end < position + 40, bytes[end] != 0x3E { end += 1 }
        return byte(end) == 0x3E && byte(end - 1) == 0x7C ? end + 1 : nil
    }

    private mutating func readPoint() {
        if byte(position) == 0x2E {
            while byte(position) == 0x2E { position += 1 }
            append(.ellipsis)
        } else {
            // The point at the end of a sentence, or after \left.
            space = true
        }
    }
}
