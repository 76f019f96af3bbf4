import Bytes
import Testing

@testable import Pools
@testable import Rows

@Suite("Templates compiled into a program")
struct RowProgramTests {
    private static let texts = [
        ["{a}"], ["{a?}"], ["{b?}", "{a?}"], ["{b}"], ["{b?}", "{c}"], ["{a|trim}"], ["{b?|trim}", "{a?}"], ["text"],
        ["{a} and {b?}"], ["{n?}"], ["{n}"], ["{n?}", "{a}"], ["{o.x?}"], ["{o.x}", "{a?}"], ["{.}"],
    ]

    private static func templates(_ texts: [String]) -> [Template] { texts.map(Template.init(checked:)) }

    /// What a program of all of them gives for a row, and what the templates give that are tried one by one.
    private func values(of text: String) throws -> [(program: String, templates: String)] {
        let row = try row(text)
        let program = RowProgram(Self.texts.map(Self.templates))
        #expect(program.count == Self.texts.count)
        func told(_ value: () throws(RowFault) -> FieldValue) -> String {
            do throws(RowFault) {
                let value = try value()
                return "\(value.kind) \(row.text(of: value).text)"
            } catch {
                return "! \(error.reason)"
            }
        }
        return Self.texts.enumerated().map { number, texts in
            // A value may look into the template that gave it.
            let templates = Self.templates(texts)
            defer { withExtendedLifetime(templates) {} }
            let expected = told { () throws(RowFault) in
                for template in templates {
                    let value = try template.value(of: row)
                    if value.kind != .null { return value }
                }
                return .null
            }
            return (told { () throws(RowFault) in try program.value(number, of: row) }, expected)
        }
    }

    @Test(
        "gives what its templates give that are tried in turn",
        arguments: [
            #"{"a":"x"}"#, #"{"a":" x ","b":"y"}"#, #"{"b":null,"c":"z"}"#, #"{"n":null,"a":5}"#,
            #"{"o":{"x":[1,2]},"a":true}"#, #"{"o":{"x":null},"a":{"b":1}}"#, "{}",
        ])
    func values(_ text: String) throws {
        for (texts, value) in zip(Self.texts, try values(of: text)) {
            #expect(value.program == value.templates, "\(texts)")
        }
    }

    @Test("tells a field that is null from one that is not there")
    func named() throws {
        let program = RowProgram([Self.templates(["{a?}", "{b?}"])])
        #expect(program.isNamed(0, in: try row(#"{"b":null}"#)))
        #expect(!program.isNamed(0, in: try row(#"{"c":1}"#)))
    }

    @Test("a value that is a text of its own lives as long as the program, whatever becomes of the template")
    func literal() throws {
        var templates = Self.templates(["a text of its own"])
        let program = RowProgram([templates])
        templates = []
        let value = try program.value(0, of: try row("{}"))
        #expect(value.bytes.text == "a text of its own")
        withExtendedLifetime(program) {}
    }

    @Test("mappings name columns and models, and give their values behind those of other uses")
    func mappings() throws {
        let mappings = ColumnMappings(
            [(Target("domain"), Self.templates(["{d}"])), (Target("outcomes.m"), Self.templates(["{r}"]))],
            behind: Self.templates(["{q}"]))
        #expect(mappings.all.map(\.column) == [.domain, nil])
        #expect(mappings.all.map(\.model.text) == ["", "m"])
        let row = try row(#"{"q":"1","d":"2","r":"3"}"#)
        #expect(try mappings.all.map { try mappings.program.value($0.value, of: row).bytes.text } == ["2", "3"])
        #expect(try mappings.program.value(0, of: row).bytes.text == "1")
    }
}
