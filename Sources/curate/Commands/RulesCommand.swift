import Stages

/// `curate rules`: lists the rules by which stages decide.
enum RulesCommand: Command {
    static let name = "rules"
    static let summary = "lists all rules, with what they find, where they are from, and an example"
    static let operands = Operands.optional("STAGE")
    static let options: [Option] = []
    static let commonOptions: [Option] = [.json, .help, .version]
    static let discussion = """
        Lists the rules by which stages keep or drop questions; with STAGE, those of one stage. Recipes name rules of quality
        in quality.rules, and declare rules of their own there (docs/recipe.md, "Rules of your own").

        A pattern is a regular expression: of the rules of s1 Python's, of others of the part of it that docs/patterns.md
        describes. A rule without a pattern finds more, or less, than a pattern can say.
        """
    static let examples = [
        Example("curate rules quality", "the rules that quality.rules can name"),
        Example("curate rules --json | jq -r '.[] | select(.pattern) | .name'", "the names of rules with a pattern"),
    ]

    static func run(_ arguments: Arguments) throws {
        let stages = StageRegistry.standard
        let name = arguments.words.isEmpty ? nil : try arguments.stage(for: Self.self)
        try arguments.show(RuleListAnswer(stages.definitions.filter { name == nil || $0.name == name }))
    }
}
