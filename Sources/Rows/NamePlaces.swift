/// Where names stand in a list that is asked for many of them: an index is made of a long list as soon as to walk it
/// again and again would take longer.
struct NamePlaces<Name: Hashable> {
    private var places: [Name: Int] = [:]
    private var asked = 0
    /// So many names of a list are looked for by walking it.
    private static var mostWalks: Int { 4 }
    /// Lists of no more names than these are always walked.
    static var fewNames: Int { 256 }

    /// Begins with another list.
    mutating func reset() {
        asked = 0
        if !places.isEmpty { places = [:] }
    }

    /// The place of the first that has a name, or nil.
    ///
    /// - Parameters:
    ///   - count: how many names the list has.
    ///   - at: the name at a place of it.
    mutating func first(_ name: Name, among count: Int, _ at: (Int) -> Name) -> Int? {
        asked += 1
        if asked <= Self.mostWalks || count <= Self.fewNames { return (0..<count).first { at($0) == name } }
        if places.isEmpty {
            places.reserveCapacity(count)
            for place in 0..<count where places[at(place)] == nil { places[at(place)] = place }
        }
        return places[name]
    }
}
