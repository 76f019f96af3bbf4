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

    /// Returns the value of a key, or nil if the key is missing.
    package func value(_ name: String) -> JSON? { object[name] }

    /// Returns the object of a section of which the document may have only some keys, or none.
    package func part<Section>(of key: SettingKey<Section>) -> CheckedObject {
        CheckedObject(value(key.key.name) ?? [:])
    }

    /// Returns a value that the shape guarantees.
    package static func require<Value>(_ value: Value?, _ name: String) -> Value {
        guard let value else { preconditionFailure("\(name) was not checked") }
        return value
    }
}
