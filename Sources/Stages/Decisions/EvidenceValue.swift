import Bytes
import Pools

/// The value of a member of evidence.
protocol EvidenceValue {
    /// The kind of the value for messages, such as "a text".
    static var kindInWords: String { get }

    /// Appends the value as JSON.
    func append(toEvidence bytes: inout [UInt8])

    /// Reads the value; returns nil if it has the wrong type.
    init?(evidence value: JSON)
}

extension String: EvidenceValue {
    static var kindInWords: String { "a text" }

    func append(toEvidence bytes: inout [UInt8]) { bytes.append(quoted: self) }

    init?(evidence value: JSON) {
        guard let text = value.string else { return nil }
        self = text
    }
}

extension Int: EvidenceValue {
    static var kindInWords: String { "a whole number" }

    func append(toEvidence bytes: inout [UInt8]) { bytes.append(decimal: self) }

    init?(evidence value: JSON) {
        guard let number = value.integer else { return nil }
        self = number
    }
}

extension Double: EvidenceValue {
    static var kindInWords: String { "a number" }

    func append(toEvidence bytes: inout [UInt8]) { bytes.append(json: JSON(self)) }

    init?(evidence value: JSON) {
        guard let number = value.double else { return nil }
        self = number
    }
}

extension [String]: EvidenceValue {
    static var kindInWords: String { "a list of texts" }

    func append(toEvidence bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "["))
        for (place, text) in enumerated() {
            if place > 0 { bytes.append(UInt8(ascii: ",")) }
            bytes.append(quoted: text)
        }
        bytes.append(UInt8(ascii: "]"))
    }

    init?(evidence value: JSON) {
        guard let list = value.list else { return nil }
        let texts = list.compactMap(\.string)
        guard texts.count == list.count else { return nil }
        self = texts
    }
}

extension QuestionID: EvidenceValue {
    static var kindInWords: String { "an id" }

    func append(toEvidence bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        bytes.append(hexadecimal: self.value)
        bytes.append(UInt8(ascii: "\""))
    }

    init?(evidence value: JSON) {
        guard let id = value.string.flatMap({ text in text.withByteView { QuestionID($0) } }) else { return nil }
        self = id
    }
}

extension EvidenceValue where Self: RawRepresentable<String> {
    static var kindInWords: String { "one of the known texts" }

    func append(toEvidence bytes: inout [UInt8]) { bytes.append(quoted: rawValue) }

    init?(evidence value: JSON) {
        guard let known = value.string.flatMap(Self.init(rawValue:)) else { return nil }
        self = known
    }
}
