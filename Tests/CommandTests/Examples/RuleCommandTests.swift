import Messages
import Testing

@testable import curate

@Suite("curate rule, the command that CONTRIBUTING.md has for an example")
struct RuleCommandTests {
    @Test("refuses what is no rule, and names the one that was meant")
    func mistakes() throws {
        let arguments = try Arguments(["emphasys"], of: RuleCommand.self)
        #expect(throws: CurationError.usage("emphasys: no rule; did you mean \"emphasis\"?")) {
            try RuleCommand.run(arguments)
        }
        #expect(throws: CurationError.usage("rule needs the name of a rule")) {
            try RuleCommand.run(Arguments([], of: RuleCommand.self))
        }
        #expect(throws: Never.self) { try RuleCommand.run(Arguments(["emphasis"], of: RuleCommand.self)) }
    }

    @Test("has the help of every command")
    func help() {
        let help = Help.of(RuleCommand.self)
        #expect(help.first == "curate rule: says when a rule keeps or drops a question")
        #expect(help.contains("usage: curate rule NAME") && help.contains { $0.contains("--json") })
    }
}
