/// The name of a rule by which a stage decides, as it appears in decisions, counts and `--rule`.
///
/// The names of the built-in rules are constants next to the stages that own them. A name that was read from a file can
/// be any text.
package struct RuleName: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    /// The name as it is written.
    package let rawValue: String

    /// Creates a name.
    package init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// The same as `rawValue`.
    package var description: String { rawValue }
}
