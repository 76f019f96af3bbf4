import Bytes

/// Drops a question that asks for a proof.
///
/// What a text says of proofs otherwise ("one can show that", "statistics show that") is none.
struct ProofRule: PatternRule {
    static let name = RuleName(rawValue: "proof")
    static let documentation = RuleDocumentation.drops(
        name, when: "its text asks for a proof, which has no answer to compare with",
        pattern: matchers.pattern.source, example: "Show that $n^2+n$ is even.", source: .bigMath)

    private static let space = PatternPart.space

    static let matchers = PatternMatchers(anyOf: [
        #"\b(?:Prove|PROVE|Disprove)\b"#,
        #"(?:[,;.]|\b(?:and|or|then|hence|please|thus|therefore|now|also|must))"# + space + #"(?:dis)?prove\b"#,
        #"\b(?:asked|required|needed|want|have|how|necessary)"# + space + "to" + space + #"(?:prove|show"# + space
            + #"that)\b"#,
        // At the beginning of a sentence.
        #"(?:^|[\n.;:!?$,>*\]}]|\)[ \t\r\n])[ \t\r\n]*(?:(?:Then|Hence|Also|Now|Please|Thus|First|Therefore)[ \t\r\n,]+)?"#
            + "(?:Show|Verify|Deduce|Demonstrate|Establish|Justify|Confirm|Conclude)" + space
            + #"(?:(?:also|rigorously|first|directly)[ \t\r\n,]+)?that\b"#,
        // Within a sentence, behind something else that is asked for.
        #"(?:[,;:$]|\b(?:and|[Tt]hen|[Hh]ence|[Pp]lease|[Nn]ow))"# + space
            + "(?:show|verify|deduce|demonstrate|establish)" + space
            + "that" + space + #"(?:if|for|there|every|any|each|all|the|this|it|no|an?|\$|\\)"#,
        #"\b(?:[Gg]ive|[Ww]rite|[Pp]rovide|[Ff]ind|[Pp]resent|[Cc]omplete)"# + space + "(?:an?|the|your)" + space
            + "(?:[a-z-]+" + space + #"){0,2}proof\b"#,
        #"\bwith"# + space + "(?:a" + space + #")?proof\b"#,
        #"\AProof"# + space + #"that\b"#,
        #"\b[Hh]ow"# + space + "(?:do|can|could|would|should)" + space + "(?:I|you|we|one)" + space + "(?:prove|show"
            + space + #"that)\b"#,
    ])
}
