import Bytes
import Shapes

/// A lower and an upper bound of a count.
struct CountBounds: SettingsSection, Sendable, Equatable {
    private static let range = 0...1_000_000_000
    private static let minKey = SettingKey<Int?>.integer("min", range, "the least that a good text has")
    private static let maxKey = SettingKey<Int?>.integer("max", range, "the most that a good text has")

    static let shape = ObjectShape(keys: [minKey.key, maxKey.key], rules: [.atLeastOne(["min", "max"])])

    let least: Int?
    let most: Int?

    init(_ settings: CheckedObject) {
        (least, most) = (settings[Self.minKey], settings[Self.maxKey])
    }

    /// Creates bounds.
    init(least: Int? = nil, most: Int? = nil) {
        (self.least, self.most) = (least, most)
    }

    /// Returns whether a count is within the bounds.
    func contains(_ count: Int) -> Bool { count >= least ?? 0 && count <= most ?? .max }
}

/// A class of characters, and bounds of its share of a text.
struct ClassRatio: SettingsSection, Sendable, Equatable {
    private static let ofKey = SettingKey<CharacterClass>.choice("of", "the class of characters")
    private static let minKey = SettingKey<Double?>.number("min", 0...1, "the least share of the characters")
    private static let maxKey = SettingKey<Double?>.number("max", 0...1, "the greatest share of the characters")

    static let shape = ObjectShape(
        keys: [ofKey.key, minKey.key, maxKey.key], rules: [.atLeastOne(["min", "max"])])

    let kind: CharacterClass
    let least: Double?
    let most: Double?

    init(_ settings: CheckedObject) {
        (kind, least, most) = (settings[Self.ofKey], settings[Self.minKey], settings[Self.maxKey])
    }

    /// Returns whether a share is within the bounds; there is none of no characters.
    ///
    /// The quotient is rounded once, as the bound was, so that a share that equals the bound is within it.
    func contains(_ count: Int, of total: Int) -> Bool {
        guard total > 0 else { return true }
        let share = Double(count) / Double(total)
        return share >= least ?? 0 && share <= most ?? 1
    }
}

extension RepeatedWords: SettingsSection {
    private static let lengthKey = SettingKey<Int>.integer("ngram", 1...1000, "the number of consecutive words")
    private static let timesKey = SettingKey<Int>.integer(
        "times", 2...1_000_000, "how often they must occur, without overlap")

    static let shape = ObjectShape(keys: [lengthKey.key, timesKey.key])

    init(_ settings: CheckedObject) {
        self.init(length: settings[Self.lengthKey], times: settings[Self.timesKey])
    }
}
