import Bytes
import Foundation
import TestSupport
import Testing

@testable import Pools
@testable import Stages

@Suite("Rules that mean what they say")
struct PatternRuleTests {
    private func found(_ rule: some QualityRule, _ text: String) -> String? {
        Array(text.utf8).withByteView { view in rule.fault(in: view).map { view[$0].text } }
    }

    static let pictures: [(String, String?)] = [
        ("Find $x$. ![](a.png) Now", "![](a.png)"), ("![a [b] c](x \"t\")", "![a [b] c](x \"t\")"),
        ("![enter image description here][1]", "![enter image description here][1]"),
        ("see ![Image] above", "![Image]"),
        ("a <img src=\"x.png\"> b", "<img src=\"x.png\">"), ("<IMG SRC=x>", "<IMG SRC=x>"),
        ("&lt;img src=x&gt;", "&lt;img src=x&gt;"),
        ("<svg width=\"3\">", "<svg width=\"3\">"),
        ("\\includegraphics[width=3cm]{a.pdf}.", "\\includegraphics[width=3cm]{a.pdf}"),
        ("data:image/png;base64,AAAA", "data:image/png;"),
        ("at https://x.org/a/b.JPEG?w=3 is", "https://x.org/a/b.JPEG"),
        ("https://i.imgur.com/AbC1", "https://i.imgur.com/AbC1"), ("[image: a graph]", "[image: a graph]"),
        ("[IMG]", "[IMG]"),
        ("<image 1> shows", "<image 1>"), ("[[File:x.svg]]", "[[File:"), (".. image:: x.png", ".. image::"),
        // Near misses.
        ("5![2] is", nil), ("n! [k](x)", nil), ("the image of $f$", nil), ("[image of f]", nil), ("<imgs>", nil),
        ("a.png", nil), ("https://x.org/png", nil), ("https://x.org/a.pngx", nil), ("\\includegraphicsx", nil),
        ("data:text/plain;base64,AA", nil), ("see the figure", nil), ("$i < img$", nil), ("", nil),
    ]

    @Test("image", arguments: pictures)
    func image(_ text: String, _ expected: String?) { #expect(found(PictureRule(), text) == expected) }

    static let numbers: [(String, String?)] = [
        ("3. Consider all", "3. C"), ("(7) To find", "(7) T"), ("12) $x$ is", "12) $"),
        ("Problem 12: Find", "Problem 12:"),
        ("**Problem 3.** Find", "**Problem 3."), ("## Exercise 2.4\nFind", "## Exercise 2.4\n"), ("Q4) What", "Q4)"),
        ("p17. Find", "p17."), ("Problem No. 5. Let", "Problem No. 5."), ("Task B-1.3. Let", "Task B-1.3."),
        ("\n 1.2.3. Let", "\n 1.2.3. L"), ("№5. Find", "№5. F"), ("(5 points) Let", "(5 points)"),
        ("EXAMPLE 4 (2010)", "EXAMPLE 4 ("),
        // Near misses.
        ("3.5 is a number", nil), ("12 people meet", nil), ("2. of a list", nil), ("What is 3. Then", nil),
        ("p is 3.", nil),
        ("Problem solving is fun", nil), ("10:30 is the time", nil), ("$1.5$ dollars", nil), ("(a) Find", nil),
        ("", nil),
        ("Find $x$.\n1. First", nil), ("1,000 balls. Find", nil),
    ]

    @Test("numbering", arguments: numbers)
    func numbering(_ text: String, _ expected: String?) { #expect(found(ProblemNumberRule(), text) == expected) }

    static let headings: [(String, String?)] = [
        ("**Problem 3** Find", "**Problem 3**"), ("**Problem3** Find", "**Problem3**"),
        ("x\n**Question:** y", "**Question:**"),
        ("## Statement\nFind", "## Statement"), ("a\n### Part B", "### Part B"), ("<h2>Task</h2>", "<h2>"),
        ("<b>Problem 4.</b> x", "<b>Problem 4.</b>"), ("\\section*{Passage 1} x", "\\section*{Passage 1}"),
        ("\\textbf{Problem 2.} Let", "\\textbf{Problem 2.}"), ("- **Input** n", "- **Input**"),
        ("__Note 2__ x", "__Note 2__"),
        // Near misses.
        ("a **very** long", nil), ("**very** long", nil), ("2**3 and 4**5", nil), ("#hashtag", nil),
        ("\\textbf{v} is a vector", nil), ("\\emph{Problem}", nil), ("C# 3", nil), ("<br>", nil), ("<b>x</b>", nil),
        ("", nil),
        ("find **Problem 3** inside", nil),
    ]

    @Test("emphasis", arguments: headings)
    func emphasis(_ text: String, _ expected: String?) { #expect(found(HeadingRule(), text) == expected) }

    static let proofs: [String] = [
        "Prove that $x>0$.", "Let $n$ be odd. Show that $n^2$ is odd.", "Prove or disprove: it is.",
        "Find $a$ and prove that it is least.",
        "(a) Show that it holds.", "Find, with proof, the least $n$.", "Give a short proof of it.",
        "How do I show that $a=b$?",
        "Verify that $f$ is continuous.", "Find $x$, and show that there is no other.", "You are asked to prove it.",
        "Hence, deduce that $a=b$. Deduce that $c$.", "Proof that $a<b$",
        "Then show that $x$ is. Then Show that it is.",
    ]
    static let noProofs: [String] = [
        "Statistics show that cars are safe.", "One can show that $x>0$. Find $x$.", "It was proved that it is.",
        "The proof is long. What is $x$?",
        "This may prove difficult.", "He fails to show that it is.", "Find the 2-proof of whiskey.",
        "Approve the plan.", "The word PROOF has letters.",
        "There is no need to prove the answer.", "The showing that it is", "",
    ]

    @Test("proof", arguments: proofs)
    func proof(_ text: String) { #expect(found(ProofRule(), text) != nil) }

    @Test("what is said of proofs otherwise is no question for one", arguments: noProofs)
    func noProof(_ text: String) { #expect(found(ProofRule(), text) == nil) }

    static let choices: [String] = [
        "What? (A) 1 (B) 2 (C) 3", "$\\textbf{(A)}\\ 1 \\qquad \\textbf{(B)}\\ 2$", "What?\nA. one\nB. two",
        "x\nA) 1\nB) 2",
        "Which of the following is prime?", "Choose the correct option.",
        "$(\\mathrm{A}) 1 (\\mathrm{B}) 2 (\\mathrm{C}) 3$", "Which one of the following is it?",
        "x [A] 1 [B] 2 [C] 3", "It is:\n(A) 1\n(B) 2\n(C) all of the above", "哪个 A．1 B．2", "A. 1 B. 2 C. 3 D. 4",
    ]
    static let noChoices: [String] = [
        "Points (A) and (B) are given.", "A. Smith and B. Jones meet.", "(a) Find (b) Find (c) Find", "f(A)+f(B)+f(C)",
        "Choose a number from 1 to 10.",
        "D = (A + r(B,C)*(A))/2; E = (B + r(C,A)*(B))/2; F = (C + r(A,B)*(C))/2;", "", "Five of the following words",
        "Vitamin A. It helps.",
    ]

    @Test("multiple_choice", arguments: choices)
    func choice(_ text: String) { #expect(found(MultipleChoiceRule(), text) != nil) }

    @Test("letters that are no choices", arguments: noChoices)
    func noChoice(_ text: String) { #expect(found(MultipleChoiceRule(), text) == nil) }

    static let parts: [String] = [
        "(a) Find $x$. (b) Find $y$.", "Let $x=1$.\na) What is $y$?\nb) If so, why?",
        "(i) Show it. (ii) Hence find it.", "(1) Find $a$.\n(2) Find $b$.",
        "1. Compute it.\n2. Then add it.", "Part A\nFind it.\nPart B\nGive it.",
        "\\begin{enumerate}\\item Find x\\item y\\end{enumerate}",
        "(a) For $n=1$, it is. (b) Determine it.",
    ]
    static let noParts: [String] = [
        "It satisfies: (i) $f(0)=1$; (ii) $f$ is odd. Find $f$.", "$(x-a)(x+b)$. Find $a$.",
        "(1) Each has 3. (2) No two are equal. How many?",
        "(a) Find $x$.", "a) When divided by 2 it is 1.\nb) When divided by 3 it is 2.", "Choose (a) $1$ (b) $2$",
        "1. e4 e5\n2. Nf3", "",
    ]

    @Test("multi_part", arguments: parts)
    func part(_ text: String) { #expect(found(MultiPartRule(), text) != nil) }

    @Test("conditions and terms are no parts", arguments: noParts)
    func noPart(_ text: String) { #expect(found(MultiPartRule(), text) == nil) }

    static let references: [String] = [
        "In the figure, find $x$.", "The figure below shows a ring.", "as shown in the diagram", "See Figure 3.",
        "Use the following graph.",
        "According to Table 2, how many?", "A triangle shown below is", "Use the result of the previous problem.",
        "as shown.", "the graph is shown above",
        "the picture on the right", "Solve the problem above again.",
    ]
    static let noReferences: [String] = [
        "In the diagram, find it. [asy]draw((0,0));[/asy]", "The table below\n\\begin{tabular}{c}1\\end{tabular}",
        "The table below:\n| a | b |\n| 1 | 2 |",
        "In the figure ![](x.png)", "Figure it out.", "A 3-figure number", "Draw the graph of $f$.",
        "Two balls are drawn.", "The map has scale 1:100.",
        "the area above the line", "It shows that", "", "the graph of $y=x$ and the table of values",
    ]

    @Test("refers_to_missing", arguments: references)
    func missing(_ text: String) { #expect(found(MissingReferenceRule(), text) != nil) }

    @Test("what is there, and what is no figure, is not missing", arguments: noReferences)
    func present(_ text: String) { #expect(found(MissingReferenceRule(), text) == nil) }

    static let addresses: [(String, String?)] = [
        ("See https://x.org/a(b).", "https://x.org/a(b"), ("http://x", "http://x"),
        ("at www.x-y.com/a, b", "www.x-y.com/a"), ("FTP://x.org;", "FTP://x.org"),
        ("[x](https://x.org/a)", "https://x.org/a"), ("https:// x", nil), ("x.org", nil), ("www.", nil),
        ("ahttp://x", nil), ("", nil),
    ]

    @Test("url", arguments: addresses)
    func address(_ text: String, _ expected: String?) { #expect(found(URLRule(), text) == expected) }

    @Test("every pattern is one of Python's and finds what Foundation's finds, on random texts", arguments: 0..<60)
    func witness(_ seed: Int) throws {
        var random = SeededRandom(UInt64(seed))
        let stock = [
            "![", "](", "]", ")", "(A)", "(B)", "(C)", " ", "\n", "**", "Problem", "1", "2", ".", "Find", "(a)", "(b)",
            "Show", " that ", "the ",
            "Prove", "<img", ">", "\\item", "https://", "x.png", "www.", "x", "#", "with proof", "$", "Which",
            " of the following", "é", "Part A", "Part B",
        ]
        let text = (0..<random.below(30)).map { _ in random.pick(stock) }.joined()
        for type in QualityRules.ofQuestion {
            guard type is any PatternRule.Type, let pattern = type.documentation.pattern else { continue }
            // Word boundaries are those of ASCII.
            let ascii = pattern.replacingOccurrences(
                of: #"\b"#, with: "(?:(?<![A-Za-z0-9_])(?=[A-Za-z0-9_])|(?<=[A-Za-z0-9_])(?![A-Za-z0-9_]))")
            let expression = try NSRegularExpression(pattern: ascii)
            let match = expression.firstMatch(in: text, range: NSRange(text.startIndex..., in: text))
            let expected = match.flatMap { Range($0.range, in: text) }.map { String(text[$0]) }
            #expect(found(type.init(), text) == expected, "\(type.spelling): \(text.debugDescription)")
        }
    }

    @Test(
        "a megabyte of what patterns begin with takes no time to speak of",
        arguments: ["![", "(A) ", "Show ", "\\item ", "**", "1. ", "http://"])
    func linear(_ text: String) {
        let long = String(repeating: text, count: (1 << 17) / text.utf8.count)
        let clock = ContinuousClock()
        let took = clock.measure { for type in QualityRules.ofQuestion { _ = found(type.init(), long) } }
        #expect(took < .seconds(120))
    }
}
