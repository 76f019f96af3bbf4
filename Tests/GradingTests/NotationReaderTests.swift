import TestSupport
import Testing

@testable import Grading

@Suite("The reader of notations")
struct NotationReaderTests {
    @Test(
        "fractions, powers and roots",
        arguments: [
            ("\\sfrac{1}{2}", "(/ 1 2)"), ("\\frac x2", "(/ x 2)"), ("\\frac{-1}{2}", "(/ (- 1) 2)"),
            ("\\frac{1}{\\frac{2}{3}}", "(/ 1 (/ 2 3))"), ("a/b/c", "(/ (/ a b) c)"), ("3⁄4", "(/ 3 4)"),
            ("-\\frac{a}{b}", "(- (/ a b))"), ("x^{-1}", "(^ x (- 1))"), ("x^{1/2}", "(^ x (/ 1 2))"),
            ("(a+b)^2", "(^ (+ a b) 2)"), ("(-2)^3", "(^ (- 2) 3)"), ("2x^3", "(* 2 (^ x 3))"),
            ("\\sqrt{\\sqrt{x}}", "(root (root x 2) 2)"), ("\\sqrt[n]{2}", "(root 2 n)"), ("2√3", "(* 2 (root 3 2))"),
            ("3\\sqrt{2}", "(* 3 (root 2 2))"), ("sqrt(x+1)", "(root (+ x 1) 2)"), ("x³", "(^ x 3)"),
            ("\\left(x\\right)^{2n}", "(^ x (* 2 n))"),
        ] as [(String, String)])
    func fractions(_ text: String, _ expected: String) { #expect(spelled(tree(text)) == expected) }

    @Test(
        "factorials, binomials, absolute values, floors",
        arguments: [
            ("n!", "(factorial n)"), ("(n+1)!", "(factorial (+ n 1))"), ("2 \\cdot 3!", "(* 2 (factorial 3))"),
            ("\\frac{5!}{3!}", "(/ (factorial 5) (factorial 3))"), ("\\tbinom{7}{3}", "(binom 7 3)"),
            ("2\\binom{4}{2}", "(* 2 (binom 4 2))"), ("|-3|", "(abs (- 3))"), ("\\lvert x \\rvert", "(abs x)"),
            ("|x| + |y|", "(+ (abs x) (abs y))"), ("⌊x/2⌋", "(floor (/ x 2))"), ("⌈y⌉", "(ceiling y)"),
            ("\\left|\\frac{1}{2}\\right|", "(abs (/ 1 2))"),
        ] as [(String, String)])
    func combinatorics(_ text: String, _ expected: String) { #expect(spelled(tree(text)) == expected) }

    @Test(
        "functions",
        arguments: [
            ("\\cos^3 x", "(^ (cos x) 3)"), ("\\sin^{-1} 1", "(arcsin 1)"), ("\\cos^{-1}(0)", "(arccos 0)"),
            ("\\cot x", "(cot x)"), ("\\csc(x)", "(csc x)"), ("\\sec 2x", "(sec (* 2 x))"), ("\\tg x", "(tan x)"),
            ("\\sinh(1)", "(sinh 1)"), ("\\tanh x", "(tanh x)"), ("\\arcsin\\frac12", "(arcsin (/ 1 2))"),
            ("\\ln(x)", "(ln x)"), ("\\log_{2}{x}", "(log x 2)"), ("\\lg 5", "(log 5)"), ("exp(2)", "(exp 2)"),
            ("\\gcd(6, 9)", "(gcd 6 9)"), ("\\min(a, b, c)", "(min a b c)"), ("2\\sin x", "(* 2 (sin x))"),
            ("\\sin x + \\cos x", "(+ (sin x) (cos x))"), ("\\operatorname{lcm}(4, 6)", "(lcm 4 6)"),
            ("-\\ln 2", "(- (ln 2))"), ("\\ln\\ln x", "(ln (ln x))"), ("\\sin(x)^2", "(^ (sin x) 2)"),
        ] as [(String, String)])
    func functions(_ text: String, _ expected: String) { #expect(spelled(tree(text)) == expected) }

    @Test(
        "constants, complex numbers, signs of plus or minus",
        arguments: [
            ("π", "pi"), ("2pi", "(* 2 pi)"), ("e", "e"), ("\\infty", "infinity"), ("-∞", "(- infinity)"),
            ("3+4i", "(+ 3 (* 4 i))"), ("-i", "(- i)"), ("2 - \\sqrt{3}i", "(+ 2 (- (* (root 3 2) i)))"),
            ("\\frac{1+i}{2}", "(/ (+ 1 i) 2)"), ("e^{i\\pi}", "(^ e (* i pi))"), ("\\mathbb{Z}", "Z"), ("ℚ", "Q"),
            ("\\pm\\frac{1}{2}", "(± (/ 1 2))"), ("1 ± 2", "(± 1 2)"), ("x \\pm y", "(± x y)"), ("∅", "empty set"),
            ("\\frac{1 \\pm \\sqrt{5}}{2}", "(/ (± 1 (root 5 2)) 2)"), ("\\alpha_1", "alpha_1"), ("Δ", "Delta"),
        ] as [(String, String)])
    func constants(_ text: String, _ expected: String) { #expect(spelled(tree(text)) == expected) }

    @Test(
        "degrees, percentages, units",
        arguments: [
            ("-40^\\circ", "(- (° 40))"), ("20^\\circ C", "(° 20)"), ("90\\degree", "(° 90)"), ("12.5\\%", "(% 25/2)"),
            ("7%", "(% 7)"), ("3 km", "(unit 3 length:1000)"), ("2.5 kg", "(unit 5/2 mass:1000)"),
            ("10 minutes", "(unit 10 time:60)"), ("4\\text{ m}^2", "(unit 4 length^2:1)"), ("30 degrees", "(° 30)"),
            ("6\\,\\text{cm}^3", "(unit 6 length^3:1/1000000)"), ("€5", "unreadable"), ("5 €", "(unit 5 currency:1)"),
            ("10\\text{ m/s}", "(unit 10 length/time:1)"), ("\\$1{,}250", "1250"), ("2 hours", "(unit 2 time:3600)"),
            ("50 cents", "(unit 50 money:1/100)"), ("3\\text{ square feet}", "(unit 3 length^2:145161/1562500)"),
        ] as [(String, String)])
    func units(_ text: String, _ expected: String) { #expect(spelled(tree(text)) == expected) }

    @Test(
        "tuples, sets, intervals, matrices",
        arguments: [
            ("(0, 0, 0)", "(0, 0, 0)"), ("(a, (b, c))", "(a, (b, c))"), ("(5)", "5"), ("[5]", "5"),
            ("(1; 2)", "(1, 2)"),
            ("[-1, 1]", "[(- 1), 1]"), ("(0, \\infty)", "(0, infinity)"), ("\\{0\\}", "(set 0)"),
            ("\\left\\{ a, b \\right\\}", "(set a b)"), ("\\{(1,2),(2,1)\\}", "(set (1, 2) (2, 1))"),
            ("(1,2) \\cup (3,4) \\cup (5,6)", "(∪ (∪ (1, 2) (3, 4)) (5, 6))"), ("[0,2] ∩ [1,3]", "(∩ [0, 2] [1, 3])"),
            ("ℝ \\setminus \\{1\\}", "(∖ R (set 1))"),
            ("\\{2k : k \\in \\mathbb{Z}\\}", "(such (* 2 k) k ∈ Z)"), ("\\varnothing", "empty set"),
            ("\\begin{vmatrix} 1 & 2 \\\\ 3 & 4 \\end{vmatrix}", "<determinant>"),
            ("\\begin{Bmatrix} 1 \\end{Bmatrix}", "(matrix (row 1))"),
            ("2\\begin{pmatrix} a \\\\ b \\end{pmatrix}", "(* 2 (matrix (row a) (row b)))"),
            ("\\begin{smallmatrix} 1 & 0 \\end{smallmatrix}", "(matrix (row 1 0))"), ("1, 2,", "(list 1 2)"),
            ("x \\text{ and } y", "(list x y)"), ("1, 2, or 3", "(list 1 2 3)"), ("⟨1, 2⟩", "(1, 2)"),
        ] as [(String, String)])
    func collections(_ text: String, _ expected: String) { #expect(spelled(tree(text)) == expected) }

    @Test(
        "equations and inequalities",
        arguments: [
            ("x < 3", "x < 3"), ("x ≤ 3", "x ≤ 3"), ("x <= 3", "x ≤ 3"), ("x =< 3", "x ≤ 3"),
            ("x \\geqslant 2", "x ≥ 2"),
            ("-1 < x < 1", "(- 1) < x < 1"), ("a = b = c", "a = b = c"), ("x == 2", "x = 2"), ("x \\neq 0", "x ≠ 0"),
            ("x^2 + y^2 = 1", "(+ (^ x 2) (^ y 2)) = 1"), ("a \\equiv 2", "a ≡ 2"), ("x \\approx 1.5", "x ≈ 3/2"),
            ("x = 1 \\text{ or } x = 2", "(list x = 1 x = 2)"), ("x > 0, y > 0", "(list x > 0 y > 0)"),
            ("h(t) = 2t", "(apply h t) = (* 2 t)"), ("y \\lt 1", "y < 1"), ("n ∈ ℕ", "n ∈ N"), ("x <", "unreadable"),
        ] as [(String, String)])
    func relations(_ text: String, _ expected: String) { #expect(spelled(tree(text)) == expected) }

    @Test(
        "letters and words",
        arguments: [
            ("\\text{(A)}", "A"), ("B", "B"), ("(C)", "C"), ("\\textbf{(D)}", "D"), ("\\mathbf{E}", "E"),
            ("\\text{even}", "\"even\""), ("no", "\"no\""), ("\\text{none of these}", "\"none of these\""),
            ("the answer is 5", "5"), ("about 7", "7"), ("Yes", "\"yes\""),
        ] as [(String, String)])
    func words(_ text: String, _ expected: String) { #expect(spelled(tree(text)) == expected) }

    @Test("space, size and style change nothing")
    func style() {
        var random = SeededRandom(65)
        let parts = ["\\frac{1}{x}", "+", "\\sqrt{y}", "-", "(", "a", "+", "3", ")", "=", "z", "^", "{2}"]
        let plain = spelled(tree(parts.joined()))
        #expect(plain == "(+ (/ 1 x) (root y 2) (- (+ a 3))) = (^ z 2)")
        for _ in 0..<200 {
            let text = parts.map {
                $0 + random.pick(["", " ", "\\, ", "\\;", "\\quad ", "~", "\n", "\\displaystyle "])
            }
            #expect(spelled(tree(text.joined())) == plain, "\(text.joined())")
        }
    }
}
