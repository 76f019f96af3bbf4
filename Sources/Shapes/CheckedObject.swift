import Bytes

/// An object of a document that has been checked against its shape and filled with defaults.
///
/// A value of the wrong kind is a mistake in the declaration of the shape, not in the document, and traps.
package struct CheckedObject {
    private let object: JSONObject

    /// An object that was checked.
    package init(_ document: JSON) {
        object = Self.require(document.object, "an object")
    }

    /// The text under a key.
    package func text(_ name: String) -> String { Self.require(object[name]?.string, name) }

    /// The text under a key, where there is one.
    package func optionalText(_ name: String) -> String? { object[name]?.string }

    /// The whole number under a key.
    package func integer(_ name: String) -> Int { Self.require(object[name]?.integer, name) }

    /// The whole number under a key, where there is one.
    package func optionalInteger(_ name: String) -> Int? { object[name]?.integer }

    /// The number under a key.
    package func number(_ name: String) -> Double { Self.require(object[name]?.double, name) }

    /// The truth value under a key.
    package func boolean(_ name: String) -> Bool { Self.require(object[name]?.bool, name) }

    /// Whatever is under a key.
    package func value(_ name: String) -> JSON? { object[name] }

    /// The objects of the list under a key.
    package func list(_ name: String) -> [CheckedObject] {
        Self.require(object[name]?.list, name).map(CheckedObject.init)
    }

    /// The texts of the list under a key.
    package func texts(_ name: String) -> [String] { Self.require(object[name]?.list, name).compactMap(\.string) }

    /// The object under a key.
    package func section(_ name: String) -> CheckedObject { CheckedObject(Self.require(object[name], name)) }

    /// The object under a key, where there is one.
    package func optionalSection(_ name: String) -> CheckedObject? { object[name].map(CheckedObject.init) }

    /// The texts of the map under a key by their names.
    package func textMap(_ name: String) -> [String: String] {
        var map: [String: String] = [:]
        for member in Self.require(object[name]?.object, name).members { map[member.name] = member.value.string }
        return map
    }

    /// A value that the shape promises.
    package static func require<Value>(_ value: Value?, _ name: String) -> Value {
        guard let value else { preconditionFailure("\(name) was not checked") }
        return value
    }
}
