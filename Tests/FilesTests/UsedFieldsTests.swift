import Testing

@testable import Files

@Suite("The fields that are used")
struct UsedFieldsTests {
    @Test("are named, copied in passing, or not used", arguments: [true, false])
    func uses(_ includesRest: Bool) {
        let fields = UsedFields([Array("a".utf8), Array("b".utf8)], includesRest: includesRest)
        for name in ["a", "b"] { #expect(fields.use(of: Array(name.utf8)) == .named) }
        let rest: UsedFields.Use = includesRest ? .inPassing : .none
        for name in ["", "A", "ab", "c"] { #expect(fields.use(of: Array(name.utf8)) == rest) }
        #expect(UsedFields.all.use(of: Array("c".utf8)) == .named)
    }
}
