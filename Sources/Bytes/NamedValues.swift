/// Values by name, in the order in which the names were first inserted, with constant-time lookup.
///
/// Few names are compared one by one, which is faster than hashing; many are found by hash, so that inserting n names
/// takes linear time.
struct NamedValues<Name: Hashable & Sendable, Value: Sendable>: Sendable {
    /// The names and values, in order.
    private(set) var members: [(name: Name, value: Value)] = []
    /// The index of each name; empty while there are few.
    private var places: [Name: Int] = [:]
    /// The maximum number of names that are compared one by one.
    static var fewNames: Int { 16 }

    init() {}

    /// Returns the index of a name, or nil.
    private func place(of name: Name) -> Int? {
        members.count > Self.fewNames ? places[name] : members.firstIndex { $0.name == name }
    }

    /// The value of a name.
    ///
    /// Setting an existing name keeps its position; a new name is appended; nil removes the name.
    subscript(name: Name) -> Value? {
        get { place(of: name).map { members[$0].value } }
        set {
            switch (place(of: name), newValue) {
            case (let place?, let value?): members[place].value = value
            case (nil, let value?): append(name, value)
            case (let place?, nil):
                members.remove(at: place)
                places = [:]
                noteAllPlaces()
            case (nil, nil): break
            }
        }
    }

    /// Modifies the value of a name in place, without copying it; nil stands for a missing name.
    ///
    /// Rethrows the errors of `body`; changes that it made before are kept.
    mutating func update(_ name: Name, _ body: (inout Value?) throws -> Void) rethrows {
        guard let place = place(of: name) else {
            var value: Value?
            defer { self[name] = value }
            return try body(&value)
        }
        // Swapped to the end, where removal moves nothing, and back.
        members.swapAt(place, members.count - 1)
        let name = members[members.count - 1].name
        var value: Value? = members.removeLast().value
        defer {
            if let value {
                members.append((name, value))
                members.swapAt(place, members.count - 1)
            } else {
                if place < members.count { members.append(members.remove(at: place)) }
                places = [:]
                noteAllPlaces()
            }
        }
        try body(&value)
    }

    private mutating func append(_ name: Name, _ value: Value) {
        members.append((name, value))
        if members.count == Self.fewNames + 1 { noteAllPlaces() } else { note(members.count - 1) }
    }

    private mutating func noteAllPlaces() {
        for place in members.indices { note(place) }
    }

    private mutating func note(_ place: Int) {
        if members.count > Self.fewNames { places[members[place].name] = place }
    }
}
