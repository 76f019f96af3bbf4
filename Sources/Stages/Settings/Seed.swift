import Shapes

/// The seed of a run.
package enum Seed {
    /// The seed as a key of the recipe.
    package static let key = SettingKey<UInt32>.seed("seed", "the seed of all draws")
}
