import Bytes

extension JSON {
    /// A place where two documents differ.
    package struct Difference {
        /// The dotted path; list elements are identified by their names if all have one, otherwise by index.
        package let path: String
        /// The value in the first document; nil if it has none.
        package let before: JSON?
        /// The value in the second document; nil if it has none.
        package let after: JSON?

        /// Returns a value as short text for a message.
        package static func inWords(_ value: JSON?) -> String {
            guard let text = value?.compactText else { return "nothing" }
            return text.count > 60 ? String(text.prefix(57)) + "..." : text
        }
    }

    /// Returns the first difference between two documents, or nil if they are equal.
    package func firstDifference(from other: JSON) -> Difference? {
        self == other ? nil : differences(from: other).first
    }

    /// Returns all differences between two documents, as deep as possible.
    package func differences(from other: JSON, at path: String = "") -> [Difference] {
        if self == other { return [] }
        let whole = [Difference(path: path, before: self, after: other)]
        var found: [Difference] = []
        switch (self, other) {
        case (.object(let a), .object(let b)):
            for name in b.names + a.names.filter({ b[$0] == nil }) {
                found += Self.differences(a[name], b[name], at: join(path, name))
            }
        case (.list(let a), .list(let b)):
            if let names = Self.names(of: a), let others = Self.names(of: b) {
                let (own, other) = (
                    Dictionary(uniqueKeysWithValues: zip(names, a)), Dictionary(uniqueKeysWithValues: zip(others, b))
                )
                for name in names + others.filter({ own[$0] == nil }) {
                    found += Self.differences(own[name], other[name], at: join(path, name))
                }
            } else if a.count == b.count {
                for (k, (before, after)) in zip(a, b).enumerated() {
                    found += before.differences(from: after, at: join(path, String(k)))
                }
            }
        default: break
        }
        // The members are in a different order, or the lists have different lengths.
        return found.isEmpty ? whole : found
    }

    private static func differences(_ a: JSON?, _ b: JSON?, at path: String) -> [Difference] {
        if let a, let b { return a.differences(from: b, at: path) }
        return a == nil && b == nil ? [] : [Difference(path: path, before: a, after: b)]
    }

    /// Returns the names of a list's elements if each has a unique one.
    private static func names(of list: [JSON]) -> [String]? {
        let names = list.compactMap { $0["name"]?.string }
        return !list.isEmpty && names.count == list.count && Set(names).count == names.count ? names : nil
    }
}
