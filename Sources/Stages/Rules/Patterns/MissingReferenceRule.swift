import Bytes
import Patterns

/// Drops a question that refers to a figure, a table or another problem that its text does not have.
///
/// A figure is there if the text has its code or a picture's notation, and a table if the text has one.
struct MissingReferenceRule: QualityRule {
    static let name = RuleName(rawValue: "refers_to_missing")
    static let documentation = RuleDocumentation.drops(
        name,
        when:
            "its text refers to a figure, diagram or table, or to a problem above, and has neither a drawing, nor a picture, "
            + "nor a table", example: "In the figure, find the angle $x$.", source: .s1Intent)

    private static let space = PatternPart.space
    private static let figures = #"(?:figures?|fig\.|diagrams?|illustrations?|sketch)"#
    private static let any =
        #"(?:figures?|fig\.|diagrams?|illustrations?|sketch|pictures?|drawings?|images?|photos?|photographs?|maps?|graphs?"#
        + "|plots?|charts?|tables?)"
    private static let problems = "(?:problem|question|exercise|example|theorem|lemma|proposition|part)s?"
    private static let side = "(?:at|on|to)" + space + "(?:the" + space + ")?(?:right|left)"

    private static let references = PatternMatchers(
        checked: "(?i:"
            + [
                #"\b(?:following|attached|accompanying|adjoining|above)"# + space + any + #"\b"#,
                #"\b"# + any + space + "(?:is" + space + "|are" + space
                    + ")?(?:(?:shown|given|depicted|drawn|pictured|displayed)"
                    + space + ")?(?:here|above|below|" + side + #")\b"#,
                #"\b(?:shown|depicted|pictured|illustrated|drawn|displayed)"# + space + "(?:(?:in|on|by)" + space
                    + "(?:the|this|these)" + space + "(?:(?:accompanying|following|adjoining|attached)" + space + ")?"
                    + any
                    + "|" + side + #")\b"#,
                #"\b(?:as|is|are|triangle|square|rectangle|circle|polygon|pattern|grid|shape)"# + space
                    + "(?:shown|depicted|pictured|illustrated)" + space + #"(?:here|above|below)\b"#,
                #"\bas"# + space + "(?:shown|depicted|pictured|illustrated)[.,;?]",
                #"\b(?:see|in|from)"# + space + "(?:the|this)" + space + figures + #"(?:[ \t\r\n,.;:)]|$)"#,
                #"\b(?:figure|fig\.|table|diagram|chart)[ \t]+[0-9]+"#,
                #"\b(?:above|previous|preceding|foregoing|last)"# + space + problems + #"\b"#,
                #"\b"# + problems + space + #"above\b"#,
            ].joined(separator: "|") + ")")

    private static let drawings = PatternMatchers(anyOf: [
        #"\[asy\]|\\begin\{(?:tikzpicture|asy|picture|tabular|array|table|figure|pspicture|axis)|\\hline"#,
        #"(?i:<(?:table|svg|img|picture)\b)|!\[|\\includegraphics|data:image/|(?m:^[ \t]*\|.*\|[ \t\r]*$)"#,
    ])

    func fault(in text: ByteView) -> Range<Int>? {
        guard let place = Self.references.firstMatch(in: text) else { return nil }
        return Self.drawings.matches(text) ? nil : place
    }
}
