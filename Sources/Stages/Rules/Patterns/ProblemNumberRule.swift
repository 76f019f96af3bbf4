import Bytes

/// Drops a question that begins with its number on the sheet that it was taken from, such as `3.` or `Problem 12:`.
struct ProblemNumberRule: PatternRule {
    static let name = NumberingRule.name
    static let documentation = RuleDocumentation.drops(
        name, when: "its text begins with its number on a sheet, such as `3.`, `(7)`, `Problem 12:` or `Q4)`",
        pattern: matchers.pattern.source, example: "Problem 12: Find $x$.", source: .s1Intent)

    /// The signs of Markdown and LaTeX that may stand before the number.
    private static let start = #"\A[ \t\r\n>*_#№$\\({\[]*"#
    private static let words = "(?i:problem|question|exercise|task|example|puzzle|prob\\.?|ex\\.?|no\\.?|q|p)"

    static let matchers = PatternMatchers(anyOf: [
        start + words + #"(?: ?(?i:no|number|nr)\.?)?[ \t]*[#№]?[ \t]*(?:[A-Z]{1,4}[-.]?)?[0-9]{1,4}"#
            + #"(?:[-./][0-9]+)*[a-z]?(?:[ \t*_]*[.:)\]]|[*_]{1,2}|[ \t]*\n|[ \t]+[(\[])"#,
        // A number alone needs a capital letter or a formula behind it: 3.5 is the number 3.5.
        start + #"[0-9]{1,3}(?:\.[0-9]{1,2}){0,2}(?:[.)\]:][*_]{0,2}|\\\.|\*\*)"#
            + #"(?:[ \t]+(?:[A-Z*_$\\(\[]|[^\x00-\x7F])|[A-Z$*])"#,
        start + #"(?i:\([0-9]{1,2}(?: ?points?| ?pts| ?marks?)\))"#,
    ])
}
