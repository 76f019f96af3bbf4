import Bytes

/// A constraint on an object of a recipe that its owner checks.
package struct ObjectConstraint: Sendable {
    /// The constraint as a sentence with its full stop, for the documentation of keys.
    package let sentence: String
    /// The JSON Schema keywords that accept the same objects, or as much of that as a schema can express.
    package let schema: JSON
    /// Returns the dotted path within the object and what is wrong there, or nil for an object that meets the constraint.
    package let fault: @Sendable (JSONObject) -> (place: String, message: String)?

    /// Creates a constraint.
    package init(
        _ sentence: String, schema: JSON = [:],
        fault: @escaping @Sendable (JSONObject) -> (place: String, message: String)?
    ) {
        (self.sentence, self.schema, self.fault) = (sentence, schema, fault)
    }
}

extension Shape {
    /// The kinds of values among which a text is told from others.
    enum ValueKind: String {
        case object = "an object"
        case list = "a list"
        case number = "a number"
        case other = "a value"

        /// Returns whether a value is of this kind.
        func isMet(by value: JSON) -> Bool {
            switch self {
            case .object: value.object != nil
            case .list: value.list != nil
            case .number: value.double != nil
            case .other: value.string == nil
            }
        }
    }

    /// The kinds of values that the shape can accept, without texts.
    var kindsOfValue: [ValueKind] {
        switch self {
        case .object, .variants, .map: [.object]
        case .list: [.list]
        case .integer, .number: [.number]
        case .named(_, let shape): shape().kindsOfValue
        case .either(let shapes): shapes.flatMap(\.kindsOfValue)
        case .text, .choice, .boolean, .anything, .nullable, .booleanOr, .textOr: [.other]
        }
    }
}
