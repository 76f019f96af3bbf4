import Bytes
import Rows
import Shapes

/// The name that stands for all domains or sources without an entry of their own.
private let anyOther = "*"

/// The weight of a domain, and how many of its questions are chosen.
struct DomainBounds: SettingsSection, Sendable {
    private static let weightKey = SettingKey<Double?>.number(
        "weight", 1e-9...1e9, "the weight with which the domain is drawn; 1 unless it is given")
    private static let leastKey = SettingKey<Int?>.integer(
        "min", 0...1_000_000_000, "the fewest of its questions, which are drawn first")
    private static let mostKey = SettingKey<Int?>.integer(
        "max", 0...1_000_000_000, "the most of its questions, after which the domain leaves the draw")

    static let shape = ObjectShape(
        keys: [weightKey.key, leastKey.key, mostKey.key],
        rules: [.atLeastOne([weightKey.key.name, leastKey.key.name, mostKey.key.name])])

    /// The domains by name.
    static let key = SettingKey<[DomainBounds]>(
        .optional(
            "domains", .map(names: .filled, .object(shape)), [:], fillsDefault: false,
            "the weight of domains, and the fewest and the most of their questions; `*` is every domain without an entry"
        )
    ) { value in
        value?.object?.members.map { member in
            var bounds = DomainBounds(CheckedObject(member.value))
            bounds.name = member.name
            return bounds
        }
    }

    /// The name of the domain.
    private(set) var name = ""
    /// The weight; nil if none is given.
    let weight: Double?
    /// The fewest and the most questions.
    let (least, most): (Int, Int?)

    init(_ settings: CheckedObject) {
        weight = settings[Self.weightKey]
        (least, most) = (settings[Self.leastKey] ?? 0, settings[Self.mostKey])
    }
}

/// A number for each source, or one for all.
struct SourceBounds: Sendable {
    private static let numbers = Shape.integer(0...1_000_000_000)

    private static func key(_ name: String, _ summary: String) -> SettingKey<SourceBounds> {
        SettingKey(
            .optional(
                name, .either([numbers, .map(names: .filled, numbers)]), [:], fillsDefault: false,
                summary + ": a number for all sources, or one by the source's name, where `*` is every other source")
        ) { value in
            SourceBounds(
                all: value?.integer,
                named: value?.object?.members.compactMap { member in member.value.integer.map { (member.name, $0) } }
                    ?? [])
        }
    }

    static let mostKey = key("max_per_source", "the most questions of a source, after which it leaves the draw")
    static let leastKey = key("min_per_source", "the fewest questions of a source, which are drawn first")

    /// The number for all sources, if it is one.
    let all: Int?
    /// The numbers by name.
    let named: [(name: String, number: Int)]

    /// Returns the number for a source, or nil.
    func number(of source: String) -> Int? {
        all ?? (named.first { $0.name.utf8.elementsEqual(source.utf8) } ?? named.first { $0.name == anyOther })?.number
    }
}

/// A group of questions that conditions describe, and how many of it are chosen.
///
/// A question belongs to the first stratum whose conditions hold.
package struct Stratum: SettingsSection, Sendable {
    private static let nameKey = SettingKey<String>.text("name", .filled, "the name of the stratum")
    private static let whereKey = conditions(
        "conditions on the question's columns, which must all hold; without any, every question that no stratum before it has"
    )
    private static let leastKey = SettingKey<Int?>.integer(
        "min", 0...1_000_000_000, "the fewest questions, which are drawn first")
    private static let mostKey = SettingKey<Int?>.integer(
        "max", 0...1_000_000_000, "the most questions, after which the stratum leaves the draw")
    private static let shareKey = SettingKey<Double?>.number(
        "share", 1e-9...1e9,
        "the stratum's part of the set, in relation to the shares of the others; questions of no stratum are not drawn then"
    )

    /// Returns a key for conditions on a question.
    static func conditions(_ summary: String) -> SettingKey<[Condition]?> {
        SettingKey(.optional("where", .list(Condition.namedShape, atLeast: 1), summary)) {
            .some($0?.list?.map { Condition(CheckedObject($0)) })
        }
    }

    /// The keys of an element of `strata`.
    package static let shape = ObjectShape(
        keys: [nameKey.key, whereKey.key, leastKey.key, mostKey.key, shareKey.key],
        rules: [.atLeastOne([leastKey.key.name, mostKey.key.name, shareKey.key.name])])

    /// The strata, in order.
    static let key = SettingKey<[Stratum]>(
        .optional(
            "strata", .list(.object(shape), atLeast: 1), [], fillsDefault: false,
            "groups of questions, such as bins of a pass rate, and how many of each are chosen; a question belongs to the "
                + "first whose conditions hold")
    ) { $0?.list?.map { Stratum(CheckedObject($0)) } }

    /// The name.
    package let name: String
    /// Conditions that must all hold.
    let conditions: [Condition]
    /// The fewest and the most questions.
    let (least, most): (Int, Int?)
    /// The part of the set.
    let share: Double?

    /// Reads a validated element.
    package init(_ settings: CheckedObject) {
        name = settings[Self.nameKey]
        conditions = settings[Self.whereKey] ?? []
        (least, most) = (settings[Self.leastKey] ?? 0, settings[Self.mostKey])
        share = settings[Self.shareKey]
    }
}

extension SampleRecipe {
    private func entry(ofDomain name: String) -> DomainBounds? {
        domains.first { $0.name.utf8.elementsEqual(name.utf8) } ?? domains.first { $0.name == anyOther }
    }

    /// Returns the bounds of a domain.
    func bounds(ofDomain name: String) -> (least: Int, most: Int?, share: Double?) {
        let entry = entry(ofDomain: name)
        return (entry?.least ?? 0, entry?.most, nil)
    }

    /// Returns the bounds of a source.
    func bounds(ofSource name: String) -> (least: Int, most: Int?, share: Double?) {
        (leastOfSources.number(of: name) ?? 0, mostOfSources.number(of: name), nil)
    }

    /// Returns the weights of domains, or nil if the recipe gives none.
    func weights(ofDomains names: [String]) -> [Double]? {
        guard domains.contains(where: { $0.weight != nil }) else { return nil }
        return names.map { entry(ofDomain: $0)?.weight ?? 1 }
    }

    /// The names of domains and of sources that have entries, and that questions must have for the entries to mean
    /// something.
    var namedDomains: [String] { domains.map(\.name).filter { $0 != anyOther } }
    /// The names of sources that have entries.
    var namedSources: [String] { (mostOfSources.named + leastOfSources.named).map(\.name).filter { $0 != anyOther } }
}
