import Bytes
import TestSupport
import Testing

@testable import Messages
@testable import Rows
@testable import Shapes

@Suite("Tests of fields")
struct FieldTestTests {
    private func problems(_ condition: String) throws -> [RecipeProblem] {
        var problems: [RecipeProblem] = []
        Condition.namedShape.check(try json(condition), at: "where.0", &problems)
        return problems
    }

    private func holds(_ condition: String, _ text: String) throws -> Bool {
        try #require(try problems(condition) == [])
        return Condition(CheckedObject(try json(condition))).unsharedCopy.matches(try row(text))
    }

    @Test(
        "of texts, lists and numbers",
        arguments: [
            (#""contains":"x y""#, #""a x y z""#, true), (#""contains":"x y""#, #""a x  y""#, false),
            (#""contains":"\n""#, #""a\nb""#, true), (#""contains":"x""#, "null", false),
            (#""contains":"x""#, #"["x","y"]"#, true), (#""contains":"x""#, #"["xx",null]"#, false),
            (#""contains":"2""#, "123", true), (#""matches":"^\\d+ cm$""#, #""20 cm""#, true),
            (#""matches":"^\\d+ cm$""#, #""20 cm.""#, false), (#""matches":"(?i)PROVE""#, #"["a","Prove it"]"#, true),
            (#""matches":"x*""#, "null", false), (#""longer_than":2"#, #""\u00e9\u00e9\u00e9""#, true),
            (#""longer_than":3"#, #""\u00e9\u00e9\u00e9""#, false), (#""longer_than":1"#, "[1,2]", true),
            (#""longer_than":0"#, #""""#, false), (#""shorter_than":1"#, #""""#, true),
            (#""shorter_than":5"#, "null", false),
            (#""shorter_than":2"#, "[1,2]", false), (#""greater_than":0.5"#, "0.75", true),
            (#""greater_than":0.5"#, #""0.75""#, true), (#""greater_than":0.5"#, "0.5", false),
            (#""greater_than":-1"#, #""""#, false), (#""less_than":0.5"#, "-3e2", true),
            (#""less_than":5"#, #""x""#, false),
            (#""less_than":5"#, "null", false), (#""less_than":5"#, "[1]", false), (#""less_than":5"#, "true", false),
        ])
    func values(_ test: String, _ value: String, _ expected: Bool) throws {
        #expect(try holds(#"{"field":"a",\#(test)}"#, #"{"a":\#(value)}"#) == expected)
    }

    @Test(
        "are put together",
        arguments: [
            (#"{"any":[{"field":"a","equals":1},{"field":"b","equals":1}]}"#, [true, true, false]),
            (#"{"all":[{"field":"a","equals":1},{"field":"b","equals":1}]}"#, [true, false, false]),
            (#"{"none":[{"field":"a","equals":1},{"field":"b","equals":1}]}"#, [false, false, true]),
            (
                #"{"any":[{"all":[{"field":"a","equals":1},{"field":"b","not":1}]},{"field":"a","is":"absent"}]}"#,
                [false, true, true]
            ),
        ])
    func groups(_ condition: String, _ expected: [Bool]) throws {
        let rows = [#"{"a":1,"b":1}"#, #"{"a":1}"#, "{}"]
        #expect(try rows.map { try holds(condition, $0) } == expected)
    }

    @Test(
        "hold for one of the values that a path chooses, or for all of them if something must not be there",
        arguments: [
            (#""contains":"plus""#, true), (#""equals":"1 plus 1""#, true), (#""matches":"^2""#, true),
            (#""contains":"minus""#, false), (#""not":"1 plus 1""#, false), (#""not":"minus""#, true),
            (#""is":"absent""#, false), (#""is":"present""#, true),
        ])
    func chosen(_ test: String, _ expected: Bool) throws {
        let row = #"{"m":[{"r":"u","c":"1 plus 1"},{"r":"a","c":"minus"},{"r":"u","c":"2"}]}"#
        #expect(try holds(#"{"field":"m[r=u].c",\#(test)}"#, row) == expected)
    }

    @Test(
        "are checked",
        arguments: [
            (#"{"field":"a"}"#, "where.0", "has none of equals, in, not"),
            (#"{"equals":1}"#, "where.0.field", "missing; "),
            (#"{"field":"a","equals":1,"contains":"x"}"#, "where.0", "has 2 of "),
            (#"{"field":"a","any":[{"field":"a","equals":1}]}"#, "where.0.field", #"cannot stand beside "any""#),
            (#"{"any":[]}"#, "where.0.any", "a list of at least 1"),
            (#"{"any":[{"field":"a"}]}"#, "where.0.any.0", "has none of"),
            (#"{"any":[{"all":[{"field":"a","matches":"("}]}]}"#, "where.0.any.0.all.0.matches", "at character 1: "),
            (#"{"field":"a","matches":""}"#, "where.0.matches", "found an empty text"),
            (#"{"field":"a","longer_than":1.5}"#, "where.0.longer_than", "a whole number"),
            (#"{"field":"a","greater_than":"5"}"#, "where.0.greater_than", "a number from"),
            (#"{"field":"a","contain":"5"}"#, "where.0.contain", #"did you mean "contains"?"#),
        ])
    func mistakes(_ condition: String, _ path: String, _ message: String) throws {
        let problems = try problems(condition)
        #expect(problems.contains { $0.path == path && $0.message.contains(message) }, "\(problems)")
    }

    @Test("name the fields that they look at")
    func fields() throws {
        let condition = Condition(
            CheckedObject(try json(#"{"any":[{"field":"a","equals":1},{"all":[{"field":"b.c","is":"absent"}]}]}"#)))
        #expect(condition.fields.map(\.place) == ["any.0.field", "any.1.all.0.field"])
        #expect(condition.fields.map(\.path) == [FieldPath("a"), FieldPath("b.c")])
    }
}
