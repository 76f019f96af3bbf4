/// Why a text is not JSON (RFC 8259), and at which byte.
package struct JSONError: Error, Equatable {
    /// What can be wrong with a JSON text.
    package enum Code: Equatable, Sendable {
        case empty
        case unexpectedEnd
        case unexpectedByte(UInt8)
        case unterminatedString
        case controlCharacter(UInt8)
        case invalidUTF8
        case invalidEscape
        case unpairedSurrogate
        case invalidNumber
        case invalidLiteral
        case tooDeep
        case repeatedName(String)
        case textAfterValue
        case tooLong
    }

    /// The deepest nesting of lists and objects that is read; deeper rows are an error.
    package static let deepest = 1000
    /// The longest text that is read, in bytes: places in it are numbers of 32 bits.
    package static let longest = Int(UInt32.max) - 1

    /// What is wrong.
    package let code: Code
    /// The offset in bytes from the beginning of the text at which it shows.
    package let offset: Int

    /// A fault at an offset in bytes.
    package init(_ code: Code, at offset: Int) {
        self.code = code
        self.offset = offset
    }

    /// What is wrong, in a few words that do not name the place, so that equal faults have equal words.
    package var reason: String {
        switch code {
        case .empty: "invalid JSON: nothing there"
        case .unexpectedEnd: "invalid JSON: the text ends too early"
        case .unexpectedByte(let byte): "invalid JSON: unexpected \(Self.name(of: byte))"
        case .unterminatedString: "invalid JSON: a string without its closing quote"
        case .controlCharacter(let byte): "invalid JSON: control character \(Self.name(of: byte)) inside a string"
        case .invalidUTF8: "invalid UTF-8"
        case .invalidEscape: "invalid JSON: a back-slash that begins no escape"
        case .unpairedSurrogate: "invalid JSON: an unpaired surrogate"
        case .invalidNumber: "invalid JSON: not a number"
        case .invalidLiteral: "invalid JSON: neither true, false nor null"
        case .tooDeep: "nested deeper than \(Self.deepest) levels"
        case .repeatedName(let name): "the field \"\(name)\" stands twice"
        case .textAfterValue: "invalid JSON: text after the end of the value"
        case .tooLong: "longer than \(Self.longest) bytes"
        }
    }

    /// What is wrong, in words in which nothing of the text stands.
    package var reasonWithoutText: String {
        switch code {
        case .unexpectedByte: "invalid JSON: an unexpected byte"
        case .controlCharacter: "invalid JSON: a control character inside a string"
        case .repeatedName: "a field stands twice"
        case .empty, .unexpectedEnd, .unterminatedString, .invalidUTF8, .invalidEscape, .unpairedSurrogate,
            .invalidNumber, .invalidLiteral, .tooDeep, .textAfterValue, .tooLong:
            reason
        }
    }

    private static func name(of byte: UInt8) -> String {
        if byte > 0x20, byte < 0x7F { return "'\(Character(UnicodeScalar(byte)))'" }
        let digits = String(byte, radix: 16, uppercase: true)
        return "byte 0x" + (digits.count == 1 ? "0" : "") + digits
    }
}
