/// The name of a stage, which is also the name of its folder in a run.
///
/// Each name is a constant next to the definition of its stage. Names are not ordered; the order of stages is defined
/// by the registry.
package struct StageName: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    /// The name as it appears in recipes, folders and on the command line.
    package let rawValue: String

    /// Creates a name.
    package init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// The name itself.
    package var description: String { rawValue }
}
