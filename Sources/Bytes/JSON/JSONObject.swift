/// The members of a JSON object in the order in which they stand.
///
/// A member is found without a look at the others, however many there are.
package struct JSONObject: Equatable, Sendable, ExpressibleByDictionaryLiteral {
    private var values = NamedValues<String, JSON>()

    /// Names and values, in order.
    package var members: [(name: String, value: JSON)] { values.members }

    /// An object of no members.
    package init() {}

    /// An object; of a name that stands twice the last value counts.
    package init(dictionaryLiteral elements: (String, JSON)...) {
        for (name, value) in elements { self[name] = value }
    }

    /// The value under a name.
    ///
    /// Setting it keeps its place; a new name goes to the end; nil takes the member out.
    package subscript(name: String) -> JSON? {
        get { values[name] }
        set { values[name] = newValue }
    }

    /// Changes the value under a name in its place, so that nothing of it is copied; nil stands for none.
    ///
    /// Throws what the body throws; what it has made of the value until then stays.
    package mutating func update(_ name: String, _ body: (inout JSON?) throws -> Void) rethrows {
        try values.update(name, body)
    }

    /// The names, in order.
    package var names: [String] { members.map(\.name) }

    /// Whether the same members stand in the same order.
    package static func == (a: JSONObject, b: JSONObject) -> Bool {
        a.members.count == b.members.count
            && zip(a.members, b.members).allSatisfy { $0.name == $1.name && $0.value == $1.value }
    }
}
