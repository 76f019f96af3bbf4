import Shapes

/// The limits on unreadable input and on the size of a row.
package struct LimitsRecipe: SettingsSection, Sendable {
    /// The section as a key of the recipe.
    package static let section = SettingKey<LimitsRecipe>.section(
        "limits", "how much may be wrong, how large a row may be")

    private static let rejectedKey = SettingKey<Double>.number(
        "rejected", 0...1, default: "0.01",
        "the share of rows that may be unreadable, of all and of each source and recording, and of the bytes of each where "
            + "the end of a file is lost; one row of each may always be")
    private static let rowBytesKey = SettingKey<Int>.integer(
        "row_bytes", 1024...1 << 30, default: 1 << 26,
        "the longest row that is read, and the longest text that is made of one, in bytes")
    private static let sqliteStepsKey = SettingKey<Int>.integer(
        "sqlite_steps", 1_000_000...1_000_000_000_000_000, default: 10_000_000_000,
        "how many instructions of SQLite's machine a query may take")
    private static let excerptsKey = SettingKey<Bool>.boolean(
        "excerpts", default: true, fillsDefault: false,
        "whether rejected.jsonl, and what is told of its rows, quotes them")

    /// The keys of the section.
    package static let shape = ObjectShape(keys: [
        rejectedKey.key, rowBytesKey.key, sqliteStepsKey.key, excerptsKey.key,
    ])

    /// The share of rows that may be unreadable.
    package let rejected: Double
    /// The maximum size of a row in bytes.
    package let rowBytes: Int
    /// The maximum number of virtual machine instructions of an SQLite query.
    package let sqliteSteps: Int
    /// Whether messages about an unreadable row may quote it.
    package let quotesRows: Bool

    /// Reads a validated section.
    package init(_ settings: CheckedObject) {
        rejected = settings[Self.rejectedKey]
        rowBytes = settings[Self.rowBytesKey]
        sqliteSteps = settings[Self.sqliteStepsKey]
        quotesRows = settings[Self.excerptsKey]
    }
}
