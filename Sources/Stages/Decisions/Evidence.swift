import Bytes

/// What a rule found about a question.
///
/// Each kind of evidence is a type next to its stage. It declares the names of its members once, and uses them both to
/// write itself into a decision and to read itself back.
package protocol Evidence: Equatable, Sendable {
    /// Writes the members, in the order in which they appear in a decision.
    func write(to members: inout EvidenceWriter)

    /// Reads the members.
    ///
    /// Throws `EvidenceError` when a member is missing or has the wrong type.
    init(reading members: EvidenceReader) throws(EvidenceError)

    /// The name under which the decision is counted apart within its rule; nil, as by default, if it is not.
    var countedApart: String? { get }
}

extension Evidence {
    /// Nil: most evidence is only counted by its rule.
    package var countedApart: String? { nil }
}

/// The evidence of a rule that has no details to record.
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

    /// Creates a writer of an object without members.
    init() {
        // Most evidence fits in this capacity.
        bytes.reserveCapacity(96)
        bytes.append(UInt8(ascii: "{"))
    }

    /// Writes a member; writes null if the value is nil.
    mutating func write<Value>(_ key: EvidenceKey<Value>, _ value: Value?) {
        if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
        bytes.append(UInt8(ascii: "\""))
        bytes.append(key.name)
        bytes.append("\":")
        if let value { value.append(toEvidence: &bytes) } else { bytes.append("null") }
    }

    /// Writes a member if the value is not nil.
    mutating func writeIfPresent<Value>(_ key: EvidenceKey<Value>, _ value: Value?) {
        if value != nil { write(key, value) }
    }

    /// Ends the object and returns its bytes.
    consuming func finished() -> [UInt8] {
        bytes.append(UInt8(ascii: "}"))
        return bytes
    }
}

/// Reads evidence from a JSON object.
package struct EvidenceReader {
    private let object: JSONObject

    /// Creates a reader of an object.
    ///
    /// Throws `EvidenceError` when the value is not an object.
    package init(_ value: JSON) throws(EvidenceError) {
        guard let object = value.object else {
            throw EvidenceError("the evidence is \(value.kindInWords), not an object")
        }
        self.object = object
    }

    /// Returns the value of a required member.
    func value<Value>(_ key: EvidenceKey<Value>) throws(EvidenceError) -> Value {
        guard let value = try optional(key) else { throw EvidenceError("the evidence has no \"\(key.name)\"") }
        return value
    }

    /// Returns the value of a member, or nil if it is null or missing.
    func optional<Value>(_ key: EvidenceKey<Value>) throws(EvidenceError) -> Value? {
        guard let found = object[key.name.description], found != .null else { return nil }
        guard let value = Value(evidence: found) else {
            throw EvidenceError(
                "\"\(key.name)\" of the evidence is \(found.kindInWords), not \(Value.kindInWords)")
        }
        return value
    }
}

/// The error that a value is not evidence of the expected type.
package struct EvidenceError: Error, Equatable, CustomStringConvertible {
    /// What was found, and what was expected.
    package let description: String

    init(_ description: String) {
        self.description = description
    }
}
