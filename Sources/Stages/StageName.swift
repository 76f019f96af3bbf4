/// The name of a stage, which is also that of its folder in a run.
///
/// Each name is a constant beside the definition of its stage. Names have no order of their own: which stage comes before
/// another is a matter of the registry.
package struct StageName: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    /// The name as recipes, folders and the command line have it.
    package let rawValue: String

    /// A name.
    package init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// The name itself.
    package var description: String { rawValue }
}
