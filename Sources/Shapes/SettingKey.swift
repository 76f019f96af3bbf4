import Bytes

/// A key of the recipe with the type of its value; its name, shape, default and purpose are declared in one place.
///
/// The check, the defaults, the JSON Schema, the tables in README and the code that reads the setting are all derived
/// from it.
package struct SettingKey<Value>: Sendable {
    /// The declaration that the recipe's check uses.
    package let key: Key
    /// Reads a checked value; returns nil for a value of another kind, which the shape rules out.
    private let read: @Sendable (JSON?) -> Value?

    /// Creates a key.
    ///
    /// - Parameters:
    ///   - key: The declaration.
    ///   - read: Reads a value of the declared shape; its argument is nil for a missing key without a default.
    package init(_ key: Key, read: @escaping @Sendable (JSON?) -> Value?) {
        self.key = key
        self.read = read
    }

    /// The value if the key is missing; the key must be optional.
    package var defaultValue: Value { value(of: nil) }

    /// Returns the written value, or the default if there is none.
    func value(of written: JSON?) -> Value { CheckedObject.require(read(written ?? key.defaultValue), key.name) }
}

/// A section of the recipe that is read into a type.
package protocol SettingsSection: SendableMetatype {
    /// The keys of the section.
    static var shape: ObjectShape { get }

    /// Creates a section from checked settings.
    init(_ settings: CheckedObject)
}

extension CheckedObject {
    /// The value of a key.
    package subscript<Value>(key: SettingKey<Value>) -> Value { key.value(of: value(key.key.name)) }
}

/// A type whose cases are the possible values of a key in the recipe, each with a description.
package protocol DocumentedChoice: RawRepresentable, CaseIterable, Sendable where RawValue == String {
    /// The description of the choice, in one line.
    var meaning: String { get }
}

extension Shape {
    /// Returns the shape of a choice between a type's cases.
    package static func choice<Choice: DocumentedChoice>(of type: Choice.Type) -> Shape {
        .choice(type.allCases.map(\.rawValue), meanings: type.allCases.map(\.meaning))
    }
}

// MARK: - Kinds of keys

extension SettingKey where Value == Bool {
    /// Returns a Boolean key with a default.
    ///
    /// - Parameter fillsDefault: Whether a filled recipe, as recorded by a run, includes the default.
    package static func boolean(
        _ name: String, default value: Bool, fillsDefault: Bool = true, _ summary: String
    ) -> Self {
        Self(.optional(name, .boolean, .bool(value), fillsDefault: fillsDefault, summary)) { $0?.bool }
    }
}

extension SettingKey where Value == Int {
    /// Returns a required integer key.
    package static func integer(_ name: String, _ range: ClosedRange<Int>, _ summary: String) -> Self {
        Self(.required(name, .integer(range), summary)) { $0?.integer }
    }

    /// Returns an integer key with a default.
    package static func integer(
        _ name: String, _ range: ClosedRange<Int>, default value: Int, _ summary: String
    ) -> Self {
        Self(.optional(name, .integer(range), JSON(value), summary)) { $0?.integer }
    }
}

extension SettingKey where Value == Int? {
    /// Returns an optional integer key.
    package static func integer(_ name: String, _ range: ClosedRange<Int>, _ summary: String) -> Self {
        Self(.optional(name, .integer(range), summary)) { .some($0?.integer) }
    }
}

extension SettingKey where Value == UInt32 {
    /// The range of seeds, that of NumPy's `RandomState`.
    package static var seeds: ClosedRange<Int> { 0...Int(UInt32.max) }

    /// Returns a seed key, 0 by default.
    package static func seed(_ name: String, _ summary: String) -> Self {
        Self(.optional(name, .integer(seeds), 0, summary)) { $0?.integer.flatMap(UInt32.init(exactly:)) }
    }
}

extension SettingKey where Value == Double {
    /// Returns a number key with a default, whose spelling is kept.
    package static func number(
        _ name: String, _ range: ClosedRange<Double>, default value: String, _ summary: String
    ) -> Self {
        Self(.optional(name, .number(range), .number(value), summary)) { $0?.double }
    }
}

extension SettingKey where Value == Double? {
    /// Returns an optional number key.
    package static func number(_ name: String, _ range: ClosedRange<Double>, _ summary: String) -> Self {
        Self(.optional(name, .number(range), summary)) { .some($0?.double) }
    }
}

extension SettingKey where Value == String {
    /// Returns a required string key.
    package static func text(_ name: String, _ rule: TextRule, _ summary: String) -> Self {
        Self(.required(name, .text(rule), summary)) { $0?.string }
    }

    /// Returns a required key with one of the given strings.
    package static func text(_ name: String, oneOf choices: [String], _ summary: String) -> Self {
        Self(.required(name, .choice(choices), summary)) { $0?.string }
    }

    /// Returns a string key with a default.
    package static func text(_ name: String, _ rule: TextRule, default value: String, _ summary: String) -> Self {
        Self(.optional(name, .text(rule), .string(value), summary)) { $0?.string }
    }
}

extension SettingKey where Value == String? {
    /// Returns an optional string key.
    package static func text(_ name: String, _ rule: TextRule, _ summary: String) -> Self {
        Self(.optional(name, .text(rule), summary)) { .some($0?.string) }
    }

    /// Returns a key with one of the given strings or null, null by default.
    package static func nullableChoice(_ name: String, _ choices: [String], _ summary: String) -> Self {
        Self(.optional(name, .nullable(.choice(choices)), .null, summary)) { .some($0?.string) }
    }
}

extension SettingKey where Value == [String] {
    /// Returns a key for a list of strings with a default.
    package static func texts(
        _ name: String, _ element: Shape, atLeast least: Int = 0, default value: [String], _ summary: String
    ) -> Self {
        Self(.optional(name, .list(element, atLeast: least), .strings(value), summary)) {
            $0?.list?.compactMap(\.string)
        }
    }
}

extension SettingKey where Value == [String: String] {
    /// Returns a key for a map of strings, empty by default.
    package static func textMap(_ name: String, names: TextRule, _ element: Shape, _ summary: String) -> Self {
        Self(.optional(name, .map(names: names, element), [:], summary)) { value in
            value?.object?.members.reduce(into: [:]) { $0[$1.name] = $1.value.string }
        }
    }
}

extension SettingKey where Value: RawRepresentable & CaseIterable & Sendable, Value.RawValue == String {
    /// Returns a required key with one of a type's cases.
    package static func choice(_ name: String, _ summary: String) -> Self {
        Self(.required(name, .choice(Value.allCases.map(\.rawValue)), summary)) { $0?.string.flatMap(Value.init) }
    }

    /// Returns a key with one of a type's cases and a default.
    package static func choice(_ name: String, default value: Value, _ summary: String) -> Self {
        Self(.optional(name, .choice(Value.allCases.map(\.rawValue)), .string(value.rawValue), summary)) {
            $0?.string.flatMap(Value.init)
        }
    }
}

extension SettingKey where Value: DocumentedChoice {
    /// Returns a required key with one of a type's documented cases.
    package static func choice(_ name: String, _ summary: String) -> Self {
        Self(.required(name, .choice(of: Value.self), summary)) { $0?.string.flatMap(Value.init) }
    }

    /// Returns a key with one of a type's documented cases and a default.
    package static func choice(_ name: String, default value: Value, _ summary: String) -> Self {
        choice(name, default: value, fillsDefault: true, summary)
    }

    /// Returns a key with one of a type's documented cases and a default.
    ///
    /// - Parameter fillsDefault: Whether a filled recipe, as recorded by a run, includes the default.
    package static func choice(
        _ name: String, default value: Value, fillsDefault: Bool, _ summary: String
    ) -> Self {
        Self(
            .optional(
                name, .choice(of: Value.self), .string(value.rawValue), fillsDefault: fillsDefault, summary)
        ) { $0?.string.flatMap(Value.init) }
    }
}

extension SettingKey where Value: SettingsSection {
    /// Returns a key for a section whose keys have defaults.
    package static func section(_ name: String, _ summary: String) -> Self {
        Self(.optional(name, .object(Value.shape), [:], summary)) { $0.map { Value(CheckedObject($0)) } }
    }

    /// Returns a key for a required section.
    package static func requiredSection(_ name: String, _ summary: String) -> Self {
        Self(.required(name, .object(Value.shape), summary)) { $0.map { Value(CheckedObject($0)) } }
    }
}

extension SettingKey {
    /// Returns a key for a list of sections, empty by default.
    package static func sections<Section: SettingsSection>(_ name: String, _ summary: String) -> Self
    where Value == [Section] {
        Self(.optional(name, .list(.object(Section.shape), atLeast: 0), [], summary)) {
            $0?.list?.map { Section(CheckedObject($0)) }
        }
    }

    /// Returns a key for an optional section.
    package static func optionalSection<Section: SettingsSection>(_ name: String, _ summary: String) -> Self
    where Value == Section? {
        Self(.optional(name, .object(Section.shape), summary)) { .some($0.map { Section(CheckedObject($0)) }) }
    }
}
