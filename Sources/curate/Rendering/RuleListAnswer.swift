import Bytes
import Messages
import Stages

/// The answer of `curate rules`: the rules by which stages decide.
struct RuleListAnswer: Answer {
    private let rules: [(stage: StageName, rule: RuleDocumentation)]

    /// Creates the list of the rules of some stages, in order.
    init(_ stages: [StageDefinition]) {
        rules = stages.flatMap { stage in stage.rules.map { (stage.name, $0) } }
    }

    /// Returns a paragraph for each rule.
    func lines(columns: Int) -> [String] {
        rules.flatMap { stage, rule -> [String] in
            let standing = rule.isOnByDefault.map { $0 ? ", on by default" : ", off by default" } ?? ""
            var table = TextTable()
            table.add(["  what", rule.sentence])
            if let source = rule.source { table.add(["  from", source.rawValue]) }
            if let example = rule.example {
                table.add(["  example", Self.shortened(example.split(separator: "\n").joined(separator: "⏎"))])
            }
            // A pattern is printed whole, to be copied.
            let pattern = rule.pattern.map { ["  pattern  " + $0] } ?? []
            return ["\(stage) \(rule.name)\(standing)"] + table.wrappedLines(columns: columns) + pattern + [""]
        }.dropLast()
    }

    private static func shortened(_ example: String) -> String {
        example.count > 80 ? example.prefix(80) + "…" : example
    }

    /// The rules as a list.
    var json: JSON {
        .list(
            rules.map { stage, rule in
                [
                    "stage": .string(stage.rawValue), "name": .string(rule.name.rawValue),
                    "action": rule.keeps ? "keeps" : "drops", "when": .string(rule.condition),
                    "on_by_default": rule.isOnByDefault.map { .bool($0) } ?? .null,
                    "pattern": .optional(rule.pattern), "from": .optional(rule.source?.rawValue),
                    "example": .optional(rule.example),
                ]
            })
    }
}
