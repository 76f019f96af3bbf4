import Bytes

/// Drops a question with a heading that was left over from the page it was taken from, in Markdown, HTML or LaTeX.
///
/// Emphasis within a sentence is none: a heading has a mark of its own, or begins a line in bold and has a number or a
/// word such as Problem.
struct HeadingRule: PatternRule {
    static let name = EmphasisRule.name
    static let documentation = RuleDocumentation.drops(
        name,
        when:
            "its text has a heading, left over from the page that it was copied from: `## Part`, `**Problem 3**` at the "
            + "beginning of a line, `<h2>`, `\\section{...}`",
        pattern: matchers.pattern.source, example: "**Problem 3** Find $x$.", source: .s1Intent)

    private static let words =
        "(?i:problem|question|exercise|example|task|part|solution|answer|hint|note|input|output|statement|given"
        + "|definition|theorem)s?"

    static let matchers = PatternMatchers(anyOf: [
        #"(?m:^[ \t>]*(?:[-*+] )?(?:\*\*|__)(?:[^*_\n]{0,60}[^A-Za-z*_\n])?(?:[A-Za-z]{0,20}[0-9]+|"# + words
            + #")(?:[^A-Za-z*_\n][^*_\n]{0,60})?(?:\*\*|__))"#,
        #"(?m:^[ \t>]*#{1,6}[ \t]+[^ \t\n#][^\n]*)"#,
        #"(?i:<h[1-6]\b[^>\n]*>)"#,
        "(?i:<(?:b|strong)>[^<\\n]{0,20})" + words + "(?i:\\b[^<\\n]{0,40}</(?:b|strong)>)",
        #"(?m:^[ \t]*\\(?:section|subsection|subsubsection|paragraph|chapter)\*?\{[^}\n]*\}?)"#,
        #"(?m:^[ \t]*\{?\\(?:textbf|textsc|underline|bf)[ \t]*\{?[ \t]*)"# + words + #"\b[^}\n]{0,40}\}?"#,
    ])
}
