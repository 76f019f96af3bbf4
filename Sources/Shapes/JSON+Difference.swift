import Bytes

extension JSON {
    /// A place in which two documents differ.
    package struct Difference {
        /// The dotted path; elements of lists stand under their names where all have one, else under their numbers.
        package let path: String
        /// What stands there in the one and in the other; nil for nothing.
        package let before: JSON?
        /// What stands there in the other; nil for nothing.
        package let after: JSON?

        /// What stands at a place, cut to what a message has room for.
        package static func inWords(_ value: JSON?) -> String {
            guard let text = value?.compactText else { return "nothing" }
            return text.count > 60 ? String(text.prefix(57)) + "..." : text
        }
    }

    /// The first difference between two documents, or nil when they are equal.
    package func firstDifference(from other: JSON) -> Difference? {
        self == other ? nil : differences(from: other).first
    }

    /// All differences between two documents, each as deep as it goes.
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
        // Members in another order, or lists of other lengths.
        return found.isEmpty ? whole : found
    }

    private static func differences(_ a: JSON?, _ b: JSON?, at path: String) -> [Difference] {
        if let a, let b { return a.differences(from: b, at: path) }
        return a == nil && b == nil ? [] : [Difference(path: path, before: a, after: b)]
    }

    /// The names of a list's elements, when each has one of its own.
    private static func names(of list: [JSON]) -> [String]? {
        let names = list.compactMap { $0["name"]?.string }
        return !list.isEmpty && names.count == list.count && Set(names).count == names.count ? names : nil
    }
}
