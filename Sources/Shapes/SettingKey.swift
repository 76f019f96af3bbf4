import Bytes

/// A key of the recipe with the type of its value: its name, shape, default and purpose are declared here, once.
///
/// The check, the defaults, the JSON Schema, README's tables and the code that reads the setting all follow from it.
package struct SettingKey<Value>: Sendable {
    /// What the recipe's check knows of the key.
    package let key: Key
    /// Reads a value that has been checked; nil where it is of another kind, which the shape rules out.
    private let read: @Sendable (JSON?) -> Value?

    /// A key.
    ///
    /// - Parameters:
    ///   - key: the declaration.
    ///   - read: reads a value of the declared shape; nil stands for a key that was left out and has no default.
    package init(_ key: Key, read: @escaping @Sendable (JSON?) -> Value?) {
        self.key = key
        self.read = read
    }

    /// The value of a key that has a default or may be left out, where nothing is said of it.
    package var byDefault: Value { value(of: nil) }

    /// Returns the value that was written, else the default.
    func value(of written: JSON?) -> Value { CheckedObject.require(read(written ?? key.byDefault), key.name) }
}

/// A section of the recipe that a type reads.
package protocol SettingsSection: SendableMetatype {
    /// The keys of the section.
    static var shape: ObjectShape { get }

    /// Reads a section that has been checked.
    init(_ settings: CheckedObject)
}

extension SettingsSection {
    /// The section where nothing is said of any of its keys, all of which may be left out.
    package static var byDefault: Self { Self(CheckedObject([:])) }
}

extension CheckedObject {
    /// The value of a key.
    package subscript<Value>(key: SettingKey<Value>) -> Value { key.value(of: value(key.key.name)) }
}

/// A type whose cases are the values that a key of the recipe may have, each with what it stands for.
package protocol DocumentedChoice: RawRepresentable, CaseIterable, Sendable where RawValue == String {
    /// What the choice stands for, in one line.
    var meaning: String { get }
}

extension Shape {
    /// One of a type's cases.
    package static func choice<Choice: DocumentedChoice>(of type: Choice.Type) -> Shape {
        .choice(type.allCases.map(\.rawValue), meanings: type.allCases.map(\.meaning))
    }
}

// MARK: - Kinds of keys

extension SettingKey where Value == Bool {
    /// True or false.
    ///
    /// - Parameter fillsDefault: whether a recipe that is filled, as a run puts it on record, has the default.
    package static func boolean(
        _ name: String, default value: Bool, fillsDefault: Bool = true, _ summary: String
    ) -> Self {
        Self(.optional(name, .boolean, .bool(value), fillsDefault: fillsDefault, summary)) { $0?.bool }
    }
}

extension SettingKey where Value == Int {
    /// A whole number that must be there.
    package static func integer(_ name: String, _ range: ClosedRange<Int>, _ summary: String) -> Self {
        Self(.required(name, .integer(range), summary)) { $0?.integer }
    }

    /// A whole number with a default.
    package static func integer(
        _ name: String, _ range: ClosedRange<Int>, default value: Int, _ summary: String
    ) -> Self {
        Self(.optional(name, .integer(range), JSON(value), summary)) { $0?.integer }
    }
}

extension SettingKey where Value == Int? {
    /// A whole number that may be left out.
    package static func integer(_ name: String, _ range: ClosedRange<Int>, _ summary: String) -> Self {
        Self(.optional(name, .integer(range), summary)) { .some($0?.integer) }
    }
}

extension SettingKey where Value == UInt32 {
    /// The seeds that there are: those of NumPy's `RandomState`.
    package static var seeds: ClosedRange<Int> { 0...Int(UInt32.max) }

    /// A seed, 0 by default.
    package static func seed(_ name: String, _ summary: String) -> Self {
        Self(.optional(name, .integer(seeds), 0, summary)) { $0?.integer.flatMap(UInt32.init(exactly:)) }
    }
}

extension SettingKey where Value == Double {
    /// A number with a default, which is written as it stands here.
    package static func number(
        _ name: String, _ range: ClosedRange<Double>, default value: String, _ summary: String
    ) -> Self {
        Self(.optional(name, .number(range), .number(value), summary)) { $0?.double }
    }
}

extension SettingKey where Value == Double? {
    /// A number that may be left out.
    package static func number(_ name: String, _ range: ClosedRange<Double>, _ summary: String) -> Self {
        Self(.optional(name, .number(range), summary)) { .some($0?.double) }
    }
}

extension SettingKey where Value == String {
    /// A text that must be there.
    package static func text(_ name: String, _ rule: TextRule, _ summary: String) -> Self {
        Self(.required(name, .text(rule), summary)) { $0?.string }
    }

    /// One of some texts that must be there.
    package static func text(_ name: String, oneOf choices: [String], _ summary: String) -> Self {
        Self(.required(name, .choice(choices), summary)) { $0?.string }
    }

    /// A text with a default.
    package static func text(_ name: String, _ rule: TextRule, default value: String, _ summary: String) -> Self {
        Self(.optional(name, .text(rule), .string(value), summary)) { $0?.string }
    }
}

extension SettingKey where Value == String? {
    /// A text that may be left out.
    package static func text(_ name: String, _ rule: TextRule, _ summary: String) -> Self {
        Self(.optional(name, .text(rule), summary)) { .some($0?.string) }
    }

    /// One of some texts, or null, which is the default.
    package static func nullableChoice(_ name: String, _ choices: [String], _ summary: String) -> Self {
        Self(.optional(name, .nullable(.choice(choices)), .null, summary)) { .some($0?.string) }
    }
}

extension SettingKey where Value == [String] {
    /// A list of texts with a default.
    package static func texts(
        _ name: String, _ element: Shape, atLeast least: Int = 0, default value: [String], _ summary: String
    ) -> Self {
        Self(.optional(name, .list(element, atLeast: least), .strings(value), summary)) {
            $0?.list?.compactMap(\.string)
        }
    }
}

extension SettingKey where Value == [String: String] {
    /// A map of texts, empty by default.
    package static func textMap(_ name: String, names: TextRule, _ element: Shape, _ summary: String) -> Self {
        Self(.optional(name, .map(names: names, element), [:], summary)) { value in
            value?.object?.members.reduce(into: [:]) { $0[$1.name] = $1.value.string }
        }
    }
}

extension SettingKey where Value: RawRepresentable & CaseIterable & Sendable, Value.RawValue == String {
    /// One of a type's cases that must be there.
    package static func choice(_ name: String, _ summary: String) -> Self {
        Self(.required(name, .choice(Value.allCases.map(\.rawValue)), summary)) { $0?.string.flatMap(Value.init) }
    }

    /// One of a type's cases with a default.
    package static func choice(_ name: String, default value: Value, _ summary: String) -> Self {
        Self(.optional(name, .choice(Value.allCases.map(\.rawValue)), .string(value.rawValue), summary)) {
            $0?.string.flatMap(Value.init)
        }
    }
}

extension SettingKey where Value: DocumentedChoice {
    /// One of a type's cases that must be there.
    package static func choice(_ name: String, _ summary: String) -> Self {
        Self(.required(name, .choice(of: Value.self), summary)) { $0?.string.flatMap(Value.init) }
    }

    /// One of a type's cases with a default.
    package static func choice(_ name: String, default value: Value, _ summary: String) -> Self {
        Self(.optional(name, .choice(of: Value.self), .string(value.rawValue), summary)) {
            $0?.string.flatMap(Value.init)
        }
    }
}

extension SettingKey where Value: SettingsSection {
    /// A section whose keys have defaults.
    package static func section(_ name: String, _ summary: String) -> Self {
        Self(.optional(name, .object(Value.shape), [:], summary)) { $0.map { Value(CheckedObject($0)) } }
    }

    /// A section that must be there.
    package static func requiredSection(_ name: String, _ summary: String) -> Self {
        Self(.required(name, .object(Value.shape), summary)) { $0.map { Value(CheckedObject($0)) } }
    }
}

extension SettingKey {
    /// A list of sections, empty by default.
    package static func sections<Section: SettingsSection>(_ name: String, _ summary: String) -> Self
    where Value == [Section] {
        Self(.optional(name, .list(.object(Section.shape), atLeast: 0), [], summary)) {
            $0?.list?.map { Section(CheckedObject($0)) }
        }
    }

    /// A section that may be left out.
    package static func optionalSection<Section: SettingsSection>(_ name: String, _ summary: String) -> Self
    where Value == Section? {
        Self(.optional(name, .object(Section.shape), summary)) { .some($0.map { Section(CheckedObject($0)) }) }
    }
}
