import Bytes
import Testing

@testable import Messages
@testable import Shapes

@Suite("Constraints between the keys of a recipe")
struct ObjectShapeTests {
    private static let keys: [Key] = ["a", "b", "c"].map { .optional($0, .anything, "the \($0)") }

    private static func problems(_ object: JSONObject, _ rule: ObjectShape.Rule, at path: String = "s") -> [String] {
        var problems: [RecipeProblem] = []
        ObjectShape(keys: keys, rules: [rule]).check(object, at: path, &problems)
        return problems.map { "\($0.path): \($0.message)" }
    }

    @Test(
        "one of several must be given, or exactly one",
        arguments: [
            ([:], 0), (["a": 1], 1), (["b": .null], 1), (["a": 1, "b": 2], 2), (["c": 1], 0), (["a": 1, "c": 1], 1),
        ] as [(JSONObject, Int)])
    func counts(_ object: JSONObject, _ count: Int) {
        let exactly = Self.problems(object, .exactlyOne(["a", "b"]))
        #expect(exactly == (count == 1 ? [] : ["s: has \(count == 0 ? "none" : "2") of a or b; expected exactly one"]))
        let least = Self.problems(object, .atLeastOne(["a", "b"]))
        #expect(least == (count > 0 ? [] : ["s: has none of a or b; expected at least one"]))
    }

    @Test(
        "a key is required unless another is there, beside which it cannot stand",
        arguments: [
            ([:], "s.a: missing; the a"), (["a": 1], nil), (["b": 1], nil),
            (["c": 1, "a": 1], "s.a: cannot stand beside \"c\""),
            (["b": 1, "c": 1, "a": 1], "s.a: cannot stand beside \"b\""),
        ] as [(JSONObject, String?)])
    func required(_ object: JSONObject, _ problem: String?) {
        #expect(Self.problems(object, .required("a", unlessOneOf: ["b", "c"])) == (problem.map { [$0] } ?? []))
    }

    @Test("a list has at most a number of elements")
    func atMost() {
        for (value, isFaulty) in [([], false), ([1, 2], false), ([1, 2, 3], true), (7, false)] as [(JSON, Bool)] {
            let expected = isFaulty ? ["s.a: found a list of 3; expected a list of at most 2"] : []
            #expect(Self.problems(["a": value], .atMost(2, in: "a")) == expected)
        }
    }

    @Test("a key of a section demands another section")
    func demands() {
        let rule = ObjectShape.Rule.key("x", of: "a", demands: "b", why: "which it measures with")
        #expect(
            Self.problems(["a": ["x": 5]], rule) == [
                "s.a.x: found the number 5 without a \"b\", which it measures with"
            ])
        for object in [["a": ["x": 5], "b": [:]], ["a": ["y": 5]], [:], ["a": 3]] as [JSONObject] {
            #expect(Self.problems(object, rule) == [])
        }
        #expect(Self.problems(["a": ["x": 5]], rule, at: "")[0].hasPrefix("a.x: "))
    }

    @Test("the values of a map are names of a taxonomy where another key says so")
    func maps() {
        let rule = ObjectShape.Rule.valuesOfMap(
            "a", areOneOf: ["Geometry", "Algebra"], what: "a domain", where: "b", is: "msc")
        let object: JSONObject = ["a": ["x": "Geometri", "y": "Algebra", "z": "?", "w": 5], "b": "msc"]
        #expect(
            Self.problems(object, rule) == [
                "s.a.x: found the text \"Geometri\"; expected a domain; did you mean \"Geometry\"?",
                "s.a.z: found the text \"?\"; expected a domain",
            ])
        var other = object
        other["b"] = "none"
        #expect(Self.problems(other, rule) == [])
    }

    @Test("unknown keys are named with the nearest, or with all that there are; all problems are told")
    func unknown() {
        let shape = ObjectShape(keys: [
            .required("target", .integer(1...9), "how many"), .optional("profile", .choice(["paper"]), "which"),
        ])
        var problems: [RecipeProblem] = []
        shape.check(["traget": 5, "zzzz": 1, "profile": "papr"], at: "", &problems)
        #expect(
            problems.map { "\($0.path): \($0.message)" } == [
                "traget: unknown key; did you mean \"target\"?", "zzzz: unknown key; allowed keys: target, profile",
                "profile: found the text \"papr\"; expected paper; did you mean \"paper\"?",
                "target: missing; how many",
            ])
    }
}
