import Bytes

/// The path to a value in a row: `a.b.0` into objects and lists, `x/y` to a child element, `@x` to an attribute, `.`
/// for the row itself, and `a[role=user].b` to those objects of a list whose field `role` is `user`.
///
/// A field whose name equals the whole path, including dots, takes precedence.
package struct FieldPath: Hashable, Sendable {
    /// Which objects of a list a step takes: those whose field has a value.
    struct Choice: Hashable, Sendable {
        /// The names that lead from an object to the field.
        let names: [[UInt8]]
        /// The value of the field, as text.
        let value: [UInt8]
    }

    /// The path as it was written.
    package let text: String
    /// The names of the steps, without choices; empty for the row itself.
    package let names: [[UInt8]]
    /// The path's bytes.
    package let whole: [UInt8]
    /// The choice of each step, if any; empty for a path that chooses nothing.
    let choices: [Choice?]

    /// Parses a path.
    package init(_ text: String) {
        self.text = text
        whole = Array(text.utf8)
        let steps = text == "." ? [] : Self.steps(of: whole)
        let parsed = steps.map(Self.parts)
        names = parsed.map(\.name)
        choices = parsed.contains { $0.choice != nil } ? parsed.map(\.choice) : []
    }

    /// The names of the row's fields with which the path may begin.
    var fieldNames: [[UInt8]] { names.first.map { [whole, $0] } ?? [Array("#text".utf8)] }

    /// Whether the path is just the name of a field.
    var isName: Bool { names.count == 1 && choices.isEmpty }

    // MARK: - Parsing

    private static let open = UInt8(ascii: "[")
    private static let close = UInt8(ascii: "]")

    /// Splits a path at its separators, which are not those within brackets.
    private static func steps(of path: [UInt8]) -> [[UInt8]] {
        let outside = withoutChoices(path)
        let separator = outside.contains(UInt8(ascii: "/")) ? UInt8(ascii: "/") : UInt8(ascii: ".")
        var steps: [[UInt8]] = [[]]
        for (place, byte) in path.enumerated() {
            if outside[place] == separator { steps.append([]) } else { steps[steps.count - 1].append(byte) }
        }
        return steps.filter { !$0.isEmpty }
    }

    /// Returns the path with zeros in place of choices: a bracket that closes after an equals sign.
    private static func withoutChoices(_ path: [UInt8]) -> [UInt8] {
        var (result, start) = (path, 0)
        while let first = path[start...].firstIndex(of: open) {
            guard let last = path[first...].firstIndex(of: close) else { break }
            if path[first...last].contains(UInt8(ascii: "=")) {
                for place in first...last { result[place] = 0 }
            }
            start = last + 1
        }
        return result
    }

    /// Splits a step such as `messages[role=user]` into its name and its choice.
    ///
    /// Brackets that hold no equation belong to the name: `Height [m]` is a column like any other.
    private static func parts(of step: [UInt8]) -> (name: [UInt8], choice: Choice?) {
        guard step.last == close, let first = step.firstIndex(of: open), first > 0,
            let equals = step[first...].firstIndex(of: UInt8(ascii: "="))
        else { return (step, nil) }
        let field = step[(first + 1)..<equals].trimmed
        let names = field.split(separator: field.contains(UInt8(ascii: "/")) ? UInt8(ascii: "/") : UInt8(ascii: "."))
        guard !names.isEmpty else { return (step, nil) }
        let value = step[(equals + 1)..<(step.count - 1)].trimmed
        return (Array(step[..<first]), Choice(names: names.map(Array.init), value: Array(value)))
    }
}

extension ArraySlice<UInt8> {
    /// The bytes without ASCII white space at both ends.
    fileprivate var trimmed: ArraySlice<UInt8> {
        var slice = self
        while slice.first?.isASCIIWhiteSpace == true { slice.removeFirst() }
        while slice.last?.isASCIIWhiteSpace == true { slice.removeLast() }
        return slice
    }
}
