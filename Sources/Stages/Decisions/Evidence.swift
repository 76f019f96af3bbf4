import Bytes

/// What a rule found out about a question.
///
/// Each kind of evidence is a type beside its stage. It declares the names of its members once, and by them it writes
/// itself into a decision and reads itself from one.
package protocol Evidence: Equatable, Sendable {
    /// Writes the members, in the order in which they stand in a decision.
    func write(to members: inout EvidenceWriter)

    /// Reads the members.
    ///
    /// Throws `EvidenceError` when one is missing or of another type.
    init(reading members: EvidenceReader) throws(EvidenceError)
}

/// The evidence of a rule that has nothing to show.
struct EmptyEvidence: Evidence {
    init() {}

    init(reading members: EvidenceReader) throws(EvidenceError) {}

    func write(to members: inout EvidenceWriter) {}
}

/// The name of a member of evidence, and the type of its value.
struct EvidenceKey<Value: EvidenceValue>: Sendable {
    let name: StaticString

    init(_ name: StaticString) {
        self.name = name
    }
}

/// Writes evidence as a JSON object, member by member.
package struct EvidenceWriter {
    private(set) var bytes: [UInt8] = []

    /// A writer of an object that has no members yet.
    init() {
        // Most evidence is no longer.
        bytes.reserveCapacity(96)
        bytes.append(UInt8(ascii: "{"))
    }

    /// Writes a member; null where there is no value.
    mutating func write<Value>(_ key: EvidenceKey<Value>, _ value: Value?) {
        if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
        bytes.append(UInt8(ascii: "\""))
        bytes.append(key.name)
        bytes.append("\":")
        if let value { value.append(toEvidence: &bytes) } else { bytes.append("null") }
    }

    /// Writes a member where there is a value, and nothing where there is none.
    mutating func writeIfPresent<Value>(_ key: EvidenceKey<Value>, _ value: Value?) {
        if value != nil { write(key, value) }
    }

    /// Ends the object.
    consuming func finished() -> [UInt8] {
        bytes.append(UInt8(ascii: "}"))
        return bytes
    }
}

/// Reads evidence from a JSON object.
package struct EvidenceReader {
    private let object: JSONObject

    /// A reader of an object.
    ///
    /// Throws `EvidenceError` when the value is none.
    package init(_ value: JSON) throws(EvidenceError) {
        guard let object = value.object else {
            throw EvidenceError("the evidence is \(value.kindInWords), and an object is right")
        }
        self.object = object
    }

    /// Returns the value of a member that must be there.
    func value<Value>(_ key: EvidenceKey<Value>) throws(EvidenceError) -> Value {
        guard let value = try optional(key) else { throw EvidenceError("the evidence has no \"\(key.name)\"") }
        return value
    }

    /// Returns the value of a member, or nil where it is null or not there.
    func optional<Value>(_ key: EvidenceKey<Value>) throws(EvidenceError) -> Value? {
        guard let found = object[key.name.description], found != .null else { return nil }
        guard let value = Value(evidence: found) else {
            throw EvidenceError(
                "\"\(key.name)\" of the evidence is \(found.kindInWords), and \(Value.kindInWords) is right")
        }
        return value
    }
}

/// Why a value is not the evidence that was asked for.
package struct EvidenceError: Error, Equatable, CustomStringConvertible {
    /// What is wrong, and what is right.
    package let description: String

    init(_ description: String) {
        self.description = description
    }
}
