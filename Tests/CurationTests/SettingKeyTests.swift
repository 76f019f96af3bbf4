import Bytes
import TestSupport
import Testing

@testable import Messages
@testable import Shapes

@Suite("A typed key of the recipe")
struct SettingKeyTests {
    private enum Colour: String, CaseIterable, Sendable {
        case red, green
    }

    private struct Inner: SettingsSection, Sendable {
        static let sizeKey = SettingKey<Int>.integer("size", 1...9, default: 4, "how large")
        static let shape = ObjectShape(keys: [sizeKey.key])
        let size: Int

        init(_ settings: CheckedObject) {
            size = settings[Self.sizeKey]
        }
    }

    private struct Section {
        static let flag = SettingKey<Bool>.boolean("flag", default: true, "a flag")
        static let count = SettingKey<Int>.integer("count", 0...5, "a count")
        static let most = SettingKey<Int?>.integer("most", 0...5, "a count that may be left out")
        static let share = SettingKey<Double>.number("share", 0...1, default: "0.25", "a share")
        static let other = SettingKey<Double?>.number("other", 0...1, "a share that may be left out")
        static let name = SettingKey<String>.text("name", .filled, default: "x", "a name")
        static let title = SettingKey<String?>.text("title", .filled, "a title that may be left out")
        static let colour = SettingKey<Colour>.choice("colour", default: .green, "a colour")
        static let kind = SettingKey<String?>.nullableChoice("kind", ["a"], "a kind or null")
        static let names = SettingKey<[String]>.texts("names", .text(.any), default: ["p"], "names")
        static let map = SettingKey<[String: String]>.textMap("map", names: .any, .text(.any), "a map")
        static let inner = SettingKey<Inner>.section("inner", "a section")
        static let list = SettingKey<[Inner]>.sections("list", "sections")
        static let maybe = SettingKey<Inner?>.optionalSection("maybe", "a section that may be left out")

        static let shape = Shape.object(
            ObjectShape(keys: [
                flag.key, count.key, most.key, share.key, other.key, name.key, title.key, colour.key, kind.key,
                names.key, map.key, inner.key, list.key, maybe.key,
            ]))
    }

    private func problems(_ document: JSON) -> [String] {
        var problems: [RecipeProblem] = []
        Section.shape.check(document, at: "", &problems)
        return problems.map { "\($0.path): \($0.message)" }
    }

    @Test("has its default where it is left out")
    func defaults() {
        #expect(problems(["count": 1]) == [])
        let settings = CheckedObject(Section.shape.filled(["count": 1]))
        #expect(settings[Section.flag] && settings[Section.count] == 1 && settings[Section.most] == nil)
        #expect(settings[Section.share] == 0.25 && settings[Section.other] == nil)
        #expect(settings[Section.name] == "x" && settings[Section.title] == nil)
        #expect(settings[Section.colour] == .green && settings[Section.kind] == nil)
        #expect(settings[Section.names] == ["p"] && settings[Section.map] == [:])
        #expect(settings[Section.inner].size == 4 && settings[Section.list].isEmpty)
        #expect(settings[Section.maybe] == nil)
    }

    @Test("has its default where the recipe was not filled, too")
    func unfilled() {
        let settings = CheckedObject(["count": 1])
        #expect(settings[Section.flag] && settings[Section.share] == 0.25 && settings[Section.colour] == .green)
        #expect(settings[Section.inner].size == 4 && settings[Section.list].isEmpty && settings[Section.map] == [:])
        #expect(Section.share.defaultValue == 0.25 && Section.most.defaultValue == nil)
        #expect(Inner(CheckedObject([:])).size == 4)
    }

    private enum Shade: String, DocumentedChoice {
        case light, dark

        var meaning: String { self == .light ? "much light" : "little light" }
    }

    @Test("a default that is not put on record holds all the same, and the schema has it")
    func notOnRecord() {
        let key = SettingKey<Bool>.boolean("quiet", default: true, fillsDefault: false, "whether it is quiet")
        let shape = Shape.object(ObjectShape(keys: [key.key]))
        #expect(shape.filled([:]) == [:])
        #expect(CheckedObject(shape.filled([:]))[key])
        #expect(!CheckedObject(shape.filled(["quiet": false]))[key])
        #expect(shape.schema["properties"]?["quiet"]?["default"] == true)
    }

    @Test("a choice that is documented says in the schema what its values stand for")
    func meanings() {
        let key = SettingKey<Shade>.choice("shade", default: .dark, "which shade")
        #expect(CheckedObject([:])[key] == .dark && CheckedObject(["shade": "light"])[key] == .light)
        #expect(
            key.key.shape.schema["oneOf"] == [
                ["const": "light", "description": "much light"], ["const": "dark", "description": "little light"],
            ])
        let required = SettingKey<Shade>.choice("shade", "which shade")
        #expect(required.key.isRequired && CheckedObject(["shade": "dark"])[required] == .dark)
    }

    @Test("a seed is one of NumPy's")
    func seeds() {
        let key = SettingKey<UInt32>.seed("seed", "a seed")
        #expect(CheckedObject([:])[key] == 0 && CheckedObject(["seed": 4_294_967_295])[key] == .max)
        for (value, count) in [(-1, 1), (4_294_967_296, 1), (4_294_967_295, 0), (0, 0)] as [(Int, Int)] {
            var problems: [RecipeProblem] = []
            key.key.shape.check(JSON(value), at: "seed", &problems)
            #expect(problems.count == count, "\(value)")
        }
    }

    @Test("has the value that is given")
    func values() {
        let document: JSON = [
            "flag": false, "count": 5, "most": 2, "share": .number("1"), "other": .number("0.5"), "name": "n",
            "title": "t", "colour": "red", "kind": "a", "names": ["q", "r"], "map": ["k": "v"], "inner": ["size": 9],
            "list": [["size": 1], JSON.object(JSONObject())], "maybe": ["size": 2],
        ]
        #expect(problems(document) == [])
        let settings = CheckedObject(Section.shape.filled(document))
        #expect(!settings[Section.flag] && settings[Section.count] == 5 && settings[Section.most] == 2)
        #expect(settings[Section.share] == 1 && settings[Section.other] == 0.5)
        #expect(settings[Section.name] == "n" && settings[Section.title] == "t")
        #expect(settings[Section.colour] == .red && settings[Section.kind] == "a")
        #expect(settings[Section.names] == ["q", "r"] && settings[Section.map] == ["k": "v"])
        #expect(settings[Section.inner].size == 9 && settings[Section.list].map(\.size) == [1, 4])
        #expect(settings[Section.maybe]?.size == 2)
    }

    @Test(
        "says what is wrong with a value of another kind",
        arguments: [
            (#"{"count":6}"#, "count: found the number 6; a whole number from 0 to 5 is right"),
            (#"{}"#, "count: missing; a count"),
            (
                #"{"count":1,"colour":"gren"}"#,
                #"colour: found the text "gren"; red or green is right; did you mean "green"?"#
            ),
            (#"{"count":1,"inner":{"size":0}}"#, "inner.size: found the number 0; a whole number from 1 to 9 is right"),
            (#"{"count":1,"share":2}"#, "share: found the number 2; a number from 0 to 1 is right"),
        ])
    func mistakes(_ text: String, _ expected: String) throws {
        #expect(problems(try json(text)) == [expected])
    }
}
