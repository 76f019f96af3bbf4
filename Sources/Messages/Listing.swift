/// Returns names as a list in a sentence: "a", "a or b", "a, b or c".
package func listed(_ names: [String], _ last: String = "or") -> String {
    names.count < 2
        ? names.joined() : names.dropLast().joined(separator: ", ") + " \(last) " + (names.last ?? "")
}
