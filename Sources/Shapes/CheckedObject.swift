import Bytes

/// An object of a document that was checked against its shape and filled with defaults.
///
/// A value of the wrong kind is an error in the declaration of the shape, not in the document, and traps.
package struct CheckedObject {
    private let object: JSONObject

    /// Creates a view of an object that was checked.
    package init(_ document: JSON) {
        object = Self.require(document.object, "an object")
    }

    /// Returns the string of a key.
    package func text(_ name: String) -> String { Self.require(object[name]?.string, name) }

    /// Returns the string of a key, or nil if the key is missing.
    package func optionalText(_ name: String) -> String? { object[name]?.string }

    /// Returns the integer of a key.
    package func integer(_ name: String) -> Int { Self.require(object[name]?.integer, name) }

    /// Returns the integer of a key, or nil if the key is missing.
    package func optionalInteger(_ name: String) -> Int? { object[name]?.integer }

    /// Returns the number of a key.
    package func number(_ name: String) -> Double { Self.require(object[name]?.double, name) }

    /// Returns the Boolean value of a key.
    package func boolean(_ name: String) -> Bool { Self.require(object[name]?.bool, name) }

    /// Returns the value of a key, or nil if the key is missing.
    package func value(_ name: String) -> JSON? { object[name] }

    /// Returns the objects in the list of a key.
    package func list(_ name: String) -> [CheckedObject] {
        Self.require(object[name]?.list, name).map(CheckedObject.init)
    }

    /// Returns the strings in the list of a key.
    package func texts(_ name: String) -> [String] { Self.require(object[name]?.list, name).compactMap(\.string) }

    /// Returns the object of a key.
    package func section(_ name: String) -> CheckedObject { CheckedObject(Self.require(object[name], name)) }

    /// Returns the object of a key, or nil if the key is missing.
    package func optionalSection(_ name: String) -> CheckedObject? { object[name].map(CheckedObject.init) }

    /// Returns the strings in the map of a key, by name.
    package func textMap(_ name: String) -> [String: String] {
        var map: [String: String] = [:]
        for member in Self.require(object[name]?.object, name).members { map[member.name] = member.value.string }
        return map
    }

    /// Returns a value that the shape guarantees.
    package static func require<Value>(_ value: Value?, _ name: String) -> Value {
        guard let value else { preconditionFailure("\(name) was not checked") }
        return value
    }
}
