/// The name of a rule by which a stage decides, as decisions, counts and `--rule` have it.
///
/// The names of curate's rules are constants beside the stages that own them. A name that comes from a file may be any
/// text.
package struct RuleName: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    /// The name as it is written.
    package let rawValue: String

    /// A name as it is written.
    package init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// The same as `rawValue`.
    package var description: String { rawValue }
}
