import Shapes
import Synthesis

/// A synthetic pool to create if it does not exist yet.
package struct SynthRecipe: SettingsSection, Sendable {
    /// The section as a key of the recipe.
    package static let section = SettingKey<SynthRecipe?>.optionalSection(
        "synth",
        "a synthetic pool, which is generated if it does not exist; one with other settings is replaced only by force"
    )

    private static let outKey = SettingKey<String>.text("out", .path, "the folder of the pool")

    /// The keys of the section.
    package static let shape = ObjectShape(keys: [outKey.key] + SyntheticPool.keys)

    /// The pool's folder.
    package let out: String
    /// The settings of the pool.
    package let pool: SyntheticPool

    /// Reads a validated section.
    package init(_ settings: CheckedObject) {
        out = settings[Self.outKey]
        pool = SyntheticPool(settings)
    }
}
