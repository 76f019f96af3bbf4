import Messages
import Stages

/// The reference of the rules by which stages decide, in Markdown and for the terminal.
enum RuleReference {
    /// Returns a table of one stage's rules.
    static func table(of rules: [RuleDocumentation]) -> [String] {
        var table = MarkdownTable("rule", "what it does", "by default", "pattern", "from")
        for rule in rules {
            table.add(
                rule.name.rawValue.code, rule.sentence, standing(of: rule), rule.pattern.map(\.code) ?? "",
                rule.source?.rawValue ?? "")
        }
        return table.lines
    }

    /// Whether a rule that recipes name applies where they name none, in a word.
    private static func standing(of rule: RuleDocumentation) -> String {
        rule.isOnByDefault.map { $0 ? "on" : "off" } ?? ""
    }

    /// Returns the beginning of an example, on one line.
    private static func example(_ text: String) -> String {
        let line = text.split(separator: "\n").joined(separator: " ⏎ ")
        return (line.count > 60 ? line.prefix(60) + "…" : line).code
    }

    /// Returns a table of the rules of all stages.
    static func overview(of stages: StageRegistry = .standard) -> [String] {
        var table = MarkdownTable("stage", "rule", "what it does", "example", "from")
        for stage in stages.definitions {
            for rule in stage.rules {
                table.add(
                    stage.name.rawValue, rule.name.rawValue.code, rule.summary, rule.example.map(example) ?? "",
                    rule.source?.rawValue ?? "")
            }
        }
        return table.lines
    }

    /// Returns the rules of all stages, as in the help.
    static func lines(of stages: StageRegistry = .standard, columns: Int) -> [String] {
        var table = TextTable()
        for stage in stages.definitions {
            for rule in stage.rules { table.add(["  \(stage.name.rawValue)", rule.name.rawValue, rule.summary]) }
        }
        return table.wrappedLines(columns: columns)
    }
}
