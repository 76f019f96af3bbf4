import Bytes
import Rows
import Shapes
import Stages
import Testing

@testable import curate

@Suite("The reference in Markdown")
struct ReferenceTests {
    @Test("a table leaves out empty columns, and no bar ends a cell")
    func table() {
        var table = MarkdownTable("a", "b", "c")
        #expect(table.lines == [])
        table.add("x", "", "`p|q`")
        table.add("y", "", "")
        #expect(table.lines == ["| a | c |", "| --- | --- |", "| x | `p\\|q` |", "| y |  |"])
    }

    private enum Size: String, DocumentedChoice {
        case small, large

        var meaning: String { self == .small ? "of one" : "of many" }
    }

    private struct Part: SettingsSection {
        static let size = SettingKey<Size>.choice("size", default: .small, "how large")
        static let shape = ObjectShape(keys: [size.key])

        init(_ settings: CheckedObject) {}
    }

    @Test(
        "a value is told in words",
        arguments: [
            (.integer(1...2000), "whole number from 1 to 2,000"), (.number(0...0.5), "number from 0 to 0.5"),
            (.boolean, "`true` or `false`"), (.anything, "any value"), (.text(.path), "path"),
            (.nullable(.choice(["a"])), "`a` or `null`"), (.list(.text(.filled), atLeast: 0), "list of texts"),
            (.list(.choice(["a", "b"]), atLeast: 1), "list of 1 or more `a` or `b`"),
            (.map(names: .any, .text(.fileName)), "object of names of a file or folder with names of your choice"),
            (.choice(of: Size.self), "`small`: of one; `large`: of many"),
            (.list(.object(Part.shape), atLeast: 0), "list of objects, see L"),
        ] as [(Shape, String)])
    func words(_ shape: Shape, _ expected: String) {
        #expect(shape.words(link: expected.hasSuffix("see L") ? "L" : nil) == expected)
    }

    @Test("every object has a section, and what is declared once is told once")
    func sections() {
        let recipe = Shape.object(
            ObjectShape(
                keys: [
                    SettingKey<[Part]>.sections("parts", "the parts").key,
                    .required("more", .map(names: .any, .object(Part.shape)), "more parts"),
                ], rules: [.exactlyOne(["parts", "more"])]))
        let reference = RecipeReference(of: recipe, stages: .standard)
        #expect(reference.sections.map(\.path) == ["", "parts"])
        #expect(
            reference.lines == [
                "## All keys", "", "| key | what it is | values | default |", "| --- | --- | --- | --- |",
                "| `parts` | the parts | list of objects, see [below](#parts) | `[]` |",
                "| `more` | more parts | object of objects with names of your choice, see [below](#parts) | required |",
                "", "Exactly one of `parts` and `more` must be given.", "", "### `parts`", "",
                "The parts; a list, each element with these keys:", "", "| key | what it is | values | default |",
                "| --- | --- | --- | --- |",
                "| `size` | how large | `small`: of one; `large`: of many | `\"small\"` |", "",
            ])
    }

    @Test("a key of some variants says of which, and stands where they have it")
    func variants() throws {
        let own: [(String, [Key])] = [
            ("x", [.optional("only", .boolean, "of x")]), ("y", [.optional("other", .boolean, "of y")]), ("z", []),
        ]
        let shape = Shape.variants(
            key: "kind",
            own.map { value, keys in
                (
                    value,
                    ObjectShape(
                        keys: [.required("kind", .choice(["x", "y", "z"]), "which")] + keys
                            + [.required("last", .boolean, "the last")],
                        rules: value == "z" ? [.atMost(3, in: "last")] : [])
                )
            })
        let section = try #require(RecipeSection(shape, at: "s", summary: "s", isList: false))
        #expect(section.entries.map(\.key.name) == ["kind", "only", "other", "last"])
        #expect(section.entries.map(\.variants) == [[], ["x"], ["y"], []])
        #expect(section.demands == ["With the kind `z`, `last` has at most 3 elements."])
    }

    @Test("what the choices of a key mean is told where they first stand, and not again")
    func meanings() {
        let shape = Shape.choice(["a", "b", "c"], meanings: ["of a", "of b", "of c"])
        let part = Shape.object(ObjectShape(keys: [.required("way", shape, "which way")]))
        let recipe = Shape.object(
            ObjectShape(keys: [.required("first", shape, "the first"), .required("part", part, "a part")]))
        let lines = RecipeReference(of: recipe).lines
        #expect(lines.count { $0 == "| `b` | of b |" } == 1)
        #expect(lines.contains("| `first` | meaning |") && !lines.contains("| `way` | meaning |"))
        #expect(lines.count { $0.contains("| `a`, `b` or `c` | required |") } == 2)
    }

    @Test("the formats of files stand in a table with the keys that are their own")
    func formats() {
        let lines = FormatReference.overview()
        #expect(lines.contains("| `sqlite` | the rows of a table or of a query | `table`, `query` |"))
        let names = FormatRegistry.standard.names
        #expect(lines.dropFirst(2).map { $0.split(separator: " ")[1] } == names.map { "`\($0)`" })
    }

    @Test("the rules of a stage stand in its section and in the table of all")
    func rules() throws {
        let all = RuleReference.overview()
        for stage in StageRegistry.standard.definitions {
            for rule in stage.rules {
                #expect(all.contains { $0.hasPrefix("| \(stage.name.rawValue) | `\(rule.name)` | ") })
                #expect(RuleReference.table(of: stage.rules).contains { $0.hasPrefix("| `\(rule.name)` | ") })
            }
        }
        let lines = RecipeReference().lines
        #expect(lines.contains { $0.hasPrefix("| `emphasis` | drops a question when its text") })
        for (rule, word) in [
            ("emphasis: s1", "on"), ("emphasis", "off"), ("asy", "on"), ("cut_trace", "off"), ("missing", ""),
        ] {
            let cells = try #require(lines.first { $0.hasPrefix("| `\(rule)` | ") }).components(separatedBy: " | ")
            #expect(cells[2] == word, "\(rule)")
        }
    }
}
