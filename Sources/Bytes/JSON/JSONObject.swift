/// The members of a JSON object in their original order.
///
/// A lookup takes constant time, however many members there are.
package struct JSONObject: Equatable, Sendable, ExpressibleByDictionaryLiteral {
    private var values = NamedValues<ByteKey, JSON>()

    /// The names and values, in order.
    package var members: Members { Members(values: values.members) }

    /// The names and values of an object, in order.
    package struct Members: RandomAccessCollection, Sendable {
        fileprivate let values: [(name: ByteKey, value: JSON)]

        /// The index of the first member.
        package var startIndex: Int { values.startIndex }

        /// The number of members.
        package var endIndex: Int { values.endIndex }

        /// The member at an index.
        package subscript(index: Int) -> (name: String, value: JSON) { (values[index].name.text, values[index].value) }
    }

    /// Creates an empty object.
    package init() {}

    /// Creates an object; for a duplicate name the last value is used.
    package init(dictionaryLiteral elements: (String, JSON)...) {
        for (name, value) in elements { self[name] = value }
    }

    /// The value of a member.
    ///
    /// Setting an existing member keeps its position; a new name is appended; nil removes the member.
    package subscript(name: String) -> JSON? {
        get { values[ByteKey(name)] }
        set { values[ByteKey(name)] = newValue }
    }

    /// Modifies the value of a member in place, without copying it; nil stands for a missing member.
    ///
    /// Rethrows the errors of `body`; changes that it made before are kept.
    package mutating func update(_ name: String, _ body: (inout JSON?) throws -> Void) rethrows {
        try values.update(ByteKey(name), body)
    }

    /// The names, in order.
    package var names: [String] { values.members.map(\.name.text) }

    /// Returns whether two objects have equal members in the same order.
    package static func == (a: JSONObject, b: JSONObject) -> Bool {
        a.values.members.count == b.values.members.count
            && zip(a.values.members, b.values.members).allSatisfy { $0.name == $1.name && $0.value == $1.value }
    }
}
