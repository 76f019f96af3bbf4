/// Returns names as a list in a sentence: "a", "a or b", "a, b or c".
package func listed(_ names: [String], _ last: String = "or") -> String {
    names.count < 2
        ? names.joined() : names.dropLast().joined(separator: ", ") + " \(last) " + (names.last ?? "")
}

/// Returns what was expected in place of an unknown word: "expected a", "expected a or b", "expected one of a, b, c".
package func expectedOne(of names: [String]) -> String {
    names.count < 3 ? "expected \(listed(names))" : "expected one of \(names.joined(separator: ", "))"
}
