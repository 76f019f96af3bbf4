import Bytes
import TestSupport
import Testing

@testable import Rows

@Suite("Paths of fields")
struct FieldPathTests {
    private static let talk = """
        {"turns":[{"role":"system","content":"Be brief."},{"role":"user","content":"2+2?","n":1},
        {"role":"assistant","content":"4","n":2},{"role":"user","content":"5+5?"},"stray",null],
        "deep":{"list":[{"author":{"role":"user"},"parts":["a","b"]}]},"one":{"role":"user","content":"x"},
        "Height [m]":3,"a[b=c]":"own"}
        """

    @Test(
        "choose from lists",
        arguments: [
            ("{turns[role=assistant].content}", "string: 4"), ("{turns[ role = assistant ].content}", "string: 4"),
            ("{turns[role=user].content|first}", "string: 2+2?"), ("{turns[role=user].content|last}", "string: 5+5?"),
            ("{turns[role=user].content|join: }", "plain: 2+2? 5+5?"),
            ("{turns[role=assistant].content|join: }", "plain: 4"),
            ("{turns[n=2].role}", "string: assistant"),
            (
                "{turns[role=user].content}",
                #"! several values at "turns[role=user].content"; |first, |last, |lines or |join:MARK makes one of them"#
            ),
            ("{turns[role=tool].content}", #"! no field "turns[role=tool].content""#),
            ("{turns[role=tool].content?}", "null: null"), ("{turns[role=tool].content|default:-}", "plain: -"),
            ("{turns[role=assistant]}", #"object: {"role":"assistant","content":"4","n":2}"#),
            ("{deep.list[author.role=user].parts.1}", "string: b"),
            ("{deep.list[author.role=user].parts}", #"list: ["a","b"]"#),
            ("{one[role=user].content}", "string: x"), ("{Height [m]}", "number: 3"), ("{a[b=c]}", "string: own"),
            ("{turns[role=].content?}", "null: null"), ("{none[role=user].content?}", "null: null"),
            ("Q: {turns[role=assistant].content}", "plain: Q: 4"),
        ])
    func choices(_ template: String, _ expected: String) throws {
        #expect(try value(template, Self.talk) == expected)
    }

    @Test("name the fields with which they may begin")
    func names() {
        func names(_ text: String) -> [String] {
            FieldPath(text).fieldNames.map { String(decoding: $0, as: UTF8.self) }
        }
        #expect(names("turns[role=user].content") == ["turns[role=user].content", "turns"])
        #expect(names("a.b[x.y=1.5].c") == ["a.b[x.y=1.5].c", "a"])
        #expect(FieldPath("a.b[x.y=1.5].c").names.count == 3)
        #expect(FieldPath("x/y[@k=a/b]/z").names.count == 3)
        #expect(FieldPath("a[1]").isName && !FieldPath("a[b=1]").isName)
    }
}
