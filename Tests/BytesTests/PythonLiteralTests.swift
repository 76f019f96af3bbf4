import Testing

@testable import Bytes

@Suite("Values as Python prints them")
struct PythonLiteralTests {
    @Test(
        "what a literal is",
        arguments: [
            ("['a', \"b's\"]", #"["a","b's"]"#),
            (" ( 1 , ) \n", "[1]"),
            ("(1)", "1"),
            ("()", "[]"),
            ("[1, 2,]", "[1,2]"),
            ("{'a': 1, 'b': [True, False, None]}", #"{"a":1,"b":[true,false,null]}"#),
            ("{1: 'x', None: 'y', True: 'z', 1.5: 'w'}", #"{"1":"x","null":"y","true":"z","1.5":"w"}"#),
            ("{'a': 1, 'a': 2}", #"{"a":2}"#),
            ("{3, 1, 2}", "[3,1,2]"),
            ("{}", "{}"),
            ("set()", "[]"),
            ("[nan, inf, -inf]", "[null,null,null]"),
            ("-5", "-5"), ("+5", "5"), ("- 5", "-5"), ("--5", "5"),
            ("1_000", "1000"), ("0xFF", "255"), ("0b101", "5"), ("0o17", "15"), ("00", "0"),
            (".5", "0.5"), ("1.", "1.0"), ("1e5", "1e5"), ("1E-5", "1e-5"), ("007.50", "7.50"),
            ("123456789012345678901234567890", "123456789012345678901234567890"),
            (#"'\n\t\\\'\x41\u00e9\U0001F600\101\q'"#, "\"\\n\\t\\\\'Aé😀A\\\\q\""),
            (#"r'\n'"#, #""\\n""#), ("u'é'", "\"é\""), ("'''a\n'b''", "nil"),
            ("'''a\n'b'''", #""a\n'b""#), ("\"\"\"x\"\"\"", #""x""#), ("''", "\"\""), ("'a\\\nb'", "\"ab\""),
            ("[{'role': 'user', 'content': 'it\\'s'}]", #"[{"role":"user","content":"it's"}]"#),
        ])
    func values(_ literal: String, _ expected: String) {
        let found = literal.withByteView { try? PythonLiteral.value(of: $0) }
        #expect((found?.compactText ?? "nil") == expected)
    }

    @Test(
        "what is none, and at which byte",
        arguments: [
            ("", 0, "the text ends too early"),
            ("['a' 'b']", 5, "two values without a comma between them, as NumPy prints them"),
            ("['a', 'b'", 0, "a bracket that is not closed"),
            ("[1 2]", 3, "a comma or ] should stand here"),
            ("'a", 0, "a text without its closing quote"),
            ("'a\nb'", 0, "a text without its closing quote"),
            ("[true]", 1, "\"true\" is not a literal; write True, False, None, nan, or a text in quotes"),
            ("array([1])", 0, "\"array\" is not a literal; write True, False, None, nan, or a text in quotes"),
            ("b'x'", 0, "bytes, which are no text"),
            ("f'x'", 0, "a text begins with ' or \""),
            ("{[1]: 2}", 4, "a list or dictionary as a key"),
            ("{'a': 1, 'b'}", 12, "a colon should stand here"),
            ("1 2", 2, "text after the end of the value"),
            ("1__0", 0, "\"1__0\" is not a number"),
            ("012", 0, "\"012\" is not a number"),
            ("1e", 0, "\"1e\" is not a number"),
            ("1j", 0, "\"1j\" is not a number"),
            ("'\\ud800'", 1, "an unpaired surrogate"),
            ("'\\x4'", 1, "2 hexadecimal digits should stand here"),
            ("'\\N{DASH}'", 1, "a character by its name"),
            ("?", 0, "no Python value begins here"),
        ])
    func refused(_ literal: String, _ offset: Int, _ reason: String) {
        #expect(throws: PythonLiteralError(reason: reason, offset: offset)) {
            try literal.withByteView { _ = try PythonLiteral.value(of: $0) }
        }
    }

    @Test("however deep it is nested, no stack is run over")
    func deep() {
        let literal = String(repeating: "[", count: 1_000_000)
        #expect(throws: PythonLiteralError.self) { try literal.withByteView { _ = try PythonLiteral.value(of: $0) } }
    }
}
