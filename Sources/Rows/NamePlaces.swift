/// Finds names in a list, and builds an index of a long list when enough names have been looked up to make that
/// worthwhile.
struct NamePlaces<Name: Hashable> {
    private var places: [Name: Int] = [:]
    private var asked = 0
    /// The number of lookups by linear search before the index is built.
    private static var mostWalks: Int { 4 }
    /// The number of names up to which lists are always searched linearly.
    static var fewNames: Int { 256 }

    /// Resets the state for another list.
    mutating func reset() {
        asked = 0
        if !places.isEmpty { places = [:] }
    }

    /// Returns the index of the first element with the given name, or nil.
    ///
    /// - Parameters:
    ///   - count: the number of names in the list.
    ///   - at: returns the name at an index.
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
