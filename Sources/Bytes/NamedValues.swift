/// Values by name in the order in which the names first came, each found without a look at the others.
///
/// Few names are compared one by one, which takes less than to hash them; many are found by their hashes, so that to
/// take in n names takes n steps.
struct NamedValues<Name: Hashable & Sendable, Value: Sendable>: Sendable {
    /// Names and values, in order.
    private(set) var members: [(name: Name, value: Value)] = []
    /// Where each name stands; nothing while there are few.
    private var places: [Name: Int] = [:]
    /// So many names are still compared one by one.
    static var fewNames: Int { 16 }

    init() {}

    /// Where a name stands among the members, or nil.
    private func place(of name: Name) -> Int? {
        members.count > Self.fewNames ? places[name] : members.firstIndex { $0.name == name }
    }

    /// The value under a name.
    ///
    /// Setting it keeps its place; a new name goes to the end; nil takes the member out.
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

    /// Changes the value under a name in its place, so that nothing of it is copied; nil stands for none.
    ///
    /// Throws what the body throws; what it has made of the value until then stays.
    mutating func update(_ name: Name, _ body: (inout Value?) throws -> Void) rethrows {
        guard let place = place(of: name) else {
            var value: Value?
            defer { self[name] = value }
            return try body(&value)
        }
        // Taken out from the end, where nothing moves, and put back.
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
