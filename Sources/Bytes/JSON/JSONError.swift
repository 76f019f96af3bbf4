/// An error: a text is not JSON (RFC 8259), and the offset of the fault.
package struct JSONError: Error, Equatable {
    /// The kinds of faults in a JSON text.
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

    /// The maximum nesting depth of lists and objects.
    package static let deepest = 1000
    /// The maximum length of a text in bytes, since offsets have 32 bits.
    package static let longest = Int(UInt32.max) - 1

    /// The kind of fault.
    package let code: Code
    /// The offset in bytes of the fault from the beginning of the text.
    package let offset: Int

    /// Creates a fault at an offset in bytes.
    package init(_ code: Code, at offset: Int) {
        self.code = code
        self.offset = offset
    }

    /// A short description without the offset, so that equal faults have equal descriptions.
    package var reason: String {
        switch code {
        case .empty: "invalid JSON: empty"
        case .unexpectedEnd: "invalid JSON: the text ends too early"
        case .unexpectedByte(let byte): "invalid JSON: unexpected \(Self.name(of: byte))"
        case .unterminatedString: "invalid JSON: a string without its closing quote"
        case .controlCharacter(let byte): "invalid JSON: control character \(Self.name(of: byte)) inside a string"
        case .invalidUTF8: "invalid UTF-8"
        case .invalidEscape: "invalid JSON: a backslash that does not begin an escape"
        case .unpairedSurrogate: "invalid JSON: an unpaired surrogate"
        case .invalidNumber: "invalid JSON: not a number"
        case .invalidLiteral: "invalid JSON: neither true, false nor null"
        case .tooDeep: "nested deeper than \(Self.deepest) levels"
        case .repeatedName(let name): "the field \"\(name)\" is given twice"
        case .textAfterValue: "invalid JSON: text after the end of the value"
        case .tooLong: "longer than \(Self.longest) bytes"
        }
    }

    /// The description without any part of the text.
    package var reasonWithoutText: String {
        switch code {
        case .unexpectedByte: "invalid JSON: an unexpected byte"
        case .controlCharacter: "invalid JSON: a control character inside a string"
        case .repeatedName: "a field is given twice"
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
