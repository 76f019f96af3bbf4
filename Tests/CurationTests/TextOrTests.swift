import Bytes
import Foundation
import Testing

@testable import Messages
@testable import Shapes

@Suite("A text or another value, and constraints of an owner")
struct TextOrTests {
    private static let inner: Shape = .named("inner") {
        .object(
            ObjectShape(keys: [
                .optional("n", .integer(0...9), 4, "a number"), .optional("again", .named("inner") { inner }, "x"),
            ]))
    }
    private static let either = Shape.textOr(.choice(["a", "b"]), inner)
    private static let texts = Shape.textOr(.text(.filled), .list(.text(.filled), atLeast: 1))

    private func problems(_ value: JSON, _ shape: Shape) -> [String] {
        var problems: [RecipeProblem] = []
        shape.check(value, at: "k", &problems)
        return problems.map { "\($0.path): \($0.message)" }
    }

    static let values: [(JSON, String?)] = [
        ("a", nil), (["n": 3], nil), ([:], nil), ("c", "k: found the text \"c\"; expected one of a or b"),
        (["n": 10], "k.n: "),
        (["m": 1], "k.m: unknown key"), (4, "k: found the number 4; expected a text or an object"),
        (.null, "k: found null; expected a text or an object"),
        (["a"], "k: found a list; expected a text or an object"),
    ]

    @Test("is checked as what it is", arguments: values)
    func check(_ value: JSON, _ expected: String?) {
        let found = problems(value, Self.either)
        #expect(found.count == (expected == nil ? 0 : 1))
        if let expected, let first = found.first {
            // What is expected of a text is worded by the choice.
            #expect(first.hasPrefix(expected.components(before: "; expected one")), "\(first)")
        }
    }

    @Test("a text or a list of texts")
    func lists() {
        #expect(problems("x", Self.texts) == [] && problems(["x", "y"], Self.texts) == [])
        #expect(problems([], Self.texts).count == 1 && problems("", Self.texts).count == 1)
        #expect(problems([:], Self.texts) == ["k: found an object; expected a text or a list"])
    }

    @Test("defaults are filled in within, and texts stay")
    func filling() {
        #expect(Self.either.filled("a") == "a")
        #expect(Self.either.filled([:]) == ["n": 4])
        #expect(Self.either.spelled(["n": .number("4.0")] as JSON) == ["n": 4])
    }

    @Test("the schema accepts either, and declares what has a name once")
    func schema() {
        #expect(
            JSON.object(Self.either.schema).compactText
                == ##"{"anyOf":[{"enum":["a","b"]},{"$ref":"#/$defs/inner"}]}"##)
        #expect(Self.either.namedSchemas.names == ["inner"])
    }

    @Test("a constraint of an owner is asked with the object, and its place is within it")
    func constraint() {
        let constraint = ObjectConstraint("`n` is even.", schema: ["not": ["required": ["odd"]]]) { object in
            guard let number = object["n"]?.integer, !number.isMultiple(of: 2) else { return nil }
            return ("n", "found an odd number")
        }
        let whole = ObjectConstraint("It is not empty.") { $0.members.isEmpty ? ("", "is empty") : nil }
        let shape = Shape.object(
            ObjectShape(keys: [.optional("n", .integer(0...9), "a number")], rules: [.own(constraint), .own(whole)]))
        #expect(problems(["n": 2], shape) == [])
        #expect(problems(["n": 3], shape) == ["k.n: found an odd number"])
        #expect(problems([:], shape) == ["k: is empty"])
        // A constraint that a schema cannot express leaves no trace in it.
        #expect(shape.schema["allOf"]?.compactText == #"[{"not":{"required":["odd"]}}]"#)
    }
}

extension String {
    /// The text before a part, or the whole if it lacks the part.
    fileprivate func components(before part: String) -> String {
        guard let range = range(of: part) else { return self }
        return String(self[..<range.lowerBound])
    }
}
