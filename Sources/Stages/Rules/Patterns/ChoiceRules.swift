import Bytes

/// Drops a question whose answer is one of several that are listed.
struct MultipleChoiceRule: PatternRule {
    static let name = RuleName(rawValue: "multiple_choice")
    static let documentation = RuleDocumentation.drops(
        name, when: "its text lists choices (`(A) ... (B) ... (C)`, `A. ... B. ...` on lines), or asks to choose",
        pattern: matchers.pattern.source, example: "What is $1+1$? (A) 1 (B) 2 (C) 3", source: .bigMath)

    private static let before = #"(?:^|[ \t\r\n{$~]|\*\*)"#
    private static let between = #".*(?:[ \t\r\n{$~]|\*\*)"#

    /// A letter in parentheses, as LaTeX may set it: `\textbf{(A)}`, `(\mathrm{A})`.
    private static func letter(_ letter: String) -> String { #"\((?:\\?[a-z]+\{)?"# + letter + #"\}?\)"# }

    static let matchers = PatternMatchers(anyOf: [
        "(?s:" + before + letter("A") + between + letter("B") + between + letter("C") + ")",
        #"(?s:(?:^|\n)[ \t>*_-]*\(?A[.):\]][ \t*_].*\n[ \t>*_-]*\(?B[.):\]][ \t*_])"#,
        #"(?s:(?:^|[ \t\r\n])A\)[ \t]*[^ ].*[ \t\r\n]B\)[ \t]*[^ ].*[ \t\r\n]C\)[ \t]*[^ ])"#,
        // Initials of names seldom come to four.
        #"(?s:(?:^|[ \t\r\n?.:])A\.[ \t].*[ \t\r\n]B\.[ \t].*[ \t\r\n]C\.[ \t].*[ \t\r\n]D\.[ \t])"#,
        #"(?s:(?:^|[ \t\r\n])\[A\].*[ \t\r\n]\[B\].*[ \t\r\n]\[C\])|(?s:A．.*B．)"#,
        #"\\(?:textbf|mathrm|text|textrm|rm|mathbf|bf)[ \t]*\{?[ \t]*\(A\)"#,
        #"\b(?i:(?:which|select|choose|pick)(?:[ \t\r\n]+[a-z]+){0,3}[ \t\r\n]+of[ \t\r\n]+(?:the|these)[ \t\r\n]+"#
            + #"(?:following|options|choices|answers))\b"#,
        #"\b(?i:(?:select|choose|pick|mark)[ \t\r\n]+(?:the|all|one|an?)[ \t\r\n]+(?:[a-z]+[ \t\r\n]+){0,3}"#
            + #"(?:options?|choices?|alternatives?))\b"#,
        #"\b(?i:all|none)[ \t]of[ \t]the[ \t]above\b"#,
    ])
}

/// Drops a question of several parts, of which each has an answer.
///
/// Conditions that are numbered in the same way are no parts: one of the first two has to ask for something.
struct MultiPartRule: PatternRule {
    static let name = RuleName(rawValue: "multi_part")
    static let documentation = RuleDocumentation.drops(
        name, when: "its text has several parts that ask for something, such as `(a) Find ... (b) Show ...`",
        pattern: matchers.pattern.source, example: "(a) Find $x$. (b) Find $y$.", source: .bigMath)

    private static let asking =
        "(?:What|Which|Find|Determine|Compute|Calculate|Show|Prove|How|Is|Are|Does|Do|Did|Evaluate|Give|Write|Express|State"
        + "|Describe|Explain|Sketch|Draw|Solve|Verify|Deduce|Estimate|Derive|Can|Name|List|Identify|Simplify|Factor|Graph"
        + #"|Plot|Why|Discuss|Construct|Obtain|Suggest|Predict|Comment)\b"#
    private static let inline = #"(?:^|[ \t\r\n.:;?*_$])"#
    private static let line = PatternPart.lineStart

    /// The first two parts, of which one asks.
    private static func parts(_ first: String, _ second: String, from start: String, then: String) -> String {
        let (space, text) = (#"[ \t\r\n*_]*"#, #"[ \t\r\n*_$\\(A-Z]"#)
        return "(?s:" + start + first + space + asking + ".*" + then + second + text + "|" + start + first + text + ".*"
            + then + second + space + asking + ")"
    }

    static let matchers = PatternMatchers(anyOf: [
        parts(#"\(?a\)"#, #"\(?b\)"#, from: inline, then: #"[ \t\r\n.:;?*_$]"#),
        parts(#"\((?:i|I)\)"#, #"\((?:ii|II)\)"#, from: inline, then: #"[ \t\r\n.:;?*_$]"#),
        parts(#"\(1\)"#, #"\(2\)"#, from: inline, then: #"[ \t\r\n.:;?*_$]"#),
        parts(#"1[.)][ \t]"#, #"2[.)][ \t]"#, from: line, then: #"\n[ \t*_]*"#),
        parts(#"(?:a\.|i[.)])[ \t]"#, #"(?:b\.|ii[.)])[ \t]"#, from: line, then: #"\n[ \t*_]*"#),
        parts(#"\\item(?:[ \t]*\[[^\]\n]*\])?"#, #"\\item(?:[ \t]*\[[^\]\n]*\])?"#, from: "", then: ""),
        #"(?s:(?:^|\n)[ \t*_#]*(?i:part)[ \t]+(?i:a|i|1|one)\b.*\n[ \t*_#]*(?i:part)[ \t]+(?i:b|ii|2|two)\b)"#,
    ])
}
