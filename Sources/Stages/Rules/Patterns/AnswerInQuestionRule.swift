import Bytes
import Pools

/// Drops a question whose text has its answer: in a line that begins with Answer, boxed, or as its solution word by word.
struct AnswerInQuestionRule: TextsRule {
    static let name = RuleName(rawValue: "answer_in_question")
    static let documentation = RuleDocumentation.drops(
        name,
        when:
            "its text has an answer (`Answer: 4`, `the answer is 4`, `\\boxed{4}`, `#### 4`), or a solution of at least "
            + "\(leastSolution.words) words and \(leastSolution.bytes) bytes", example: "What is $2+2$?\nAnswer: 4")

    /// What a solution must have to be looked for: short ones, and single terms, occur in questions by chance.
    private static let leastSolution = (words: 8, bytes: 40)

    private static let answers = PatternMatchers(anyOf: [
        #"(?m:^[ \t>*_#]*(?i:answer|ans|solution|final answer|correct answer|answer key)[*_]*[ \t]*[:：][*_]*[ \t]*"#
            + #"(?:[^ \t\r\n\[*_]|\[[^\[\n]))"#,
        #"\\boxed[ \t]*\{[ \t]*-?[0-9]"#,
        #"(?:^|[.!?\n][ \t]*)(?i:(?:so|thus|hence|therefore)?,?[ \t]*the[ \t]+(?:correct[ \t]+|final[ \t]+|right[ \t]+)?"#
            + #"answer[ \t]+is)[ \t]*:?[ \t]*[$(\\]{0,2}-?[0-9\\]"#,
        #"(?i:[(\[][ \t]*(?:answer|ans)[.]?[ \t]*[:=][ \t]*[^)\]\n]+[)\]])"#,
        #"(?m:^####[ \t]*[^ \t\r\n])"#,
    ])

    func fault(in texts: QuestionTexts) -> TextFault? {
        let solution = texts.parts.first { $0.column == .solution }?.text ?? []
        return texts.firstFault(of: [.question]) { text in
            if let place = Self.answers.firstMatch(in: text) { return place }
            return solution.withByteView { solution in
                let wanted = solution.trimmed
                guard wanted.count >= Self.leastSolution.bytes, TextWords.count(in: wanted) >= Self.leastSolution.words
                else { return nil }
                return text.firstIndex(of: wanted).map { $0..<$0 + wanted.count }
            }
        }
    }
}
