import Testing

@testable import Grading

/// Texts and the trees that they are read as.
@Suite("The reader of LaTeX, Unicode and plain mathematics")
struct ReaderTests {
    @Test(
        "numbers in all their forms",
        arguments: [
            ("42", "42"), ("-17", "(- 17)"), ("0.25", "1/4"), (".5", "1/2"), ("7.", "7"), ("007", "7"),
            ("12{,}345", "12345"), ("12,\\!345,\\!678", "12345678"), ("12\\,345", "12345"), ("12 345 678", "12345678"),
            ("3.2e5", "320000"), ("4E-3", "1/250"), ("2.5e+2", "250"), ("6.02 \\times 10^{3}", "(* 301/50 (^ 10 3))"),
            ("0.\\overline{3}", "1/3"), ("0.1\\overline{6}", "1/6"), ("2.\\overline{45}", "27/11"),
            ("3\\frac{1}{4}", "13/4"), ("3\\frac14", "13/4"), ("3 \\frac{1}{4}", "13/4"), ("3 1/4", "13/4"),
            ("12_5", "(base 12 5)"), ("1010_{2}", "(base 1010 2)"), ("5½", "11/2"), ("⅔", "(/ 2 3)"),
            ("21st", "21"), ("3rd", "3"),
        ] as [(String, String)])
    func numbers(_ text: String, _ expected: String) { #expect(spelled(tree(text)) == expected) }

    @Test(
        "commas between digits, in each reading",
        arguments: [
            ("1,234", CommaReading.separator, "(list 1 234)"), ("1,234", .thousands, "1234"),
            ("1,234", .decimal, "617/500"), ("1,234,567", .thousands, "1234567"),
            ("12,34", .thousands, "(list 12 34)"), ("12,34", .decimal, "617/50"),
            ("1,2345", .thousands, "(list 1 2345)"), ("(1,2)", .separator, "(1, 2)"),
        ] as [(String, CommaReading, String)])
    func commas(_ text: String, _ reading: CommaReading, _ expected: String) {
        #expect(spelled(tree(text, commas: reading)) == expected)
    }

    @Test(
        "fractions, powers, roots and their spellings",
        arguments: [
            ("\\frac{a}{b}", "(/ a b)"), ("\\dfrac ab", "(/ a b)"), ("\\tfrac12", "(/ 1 2)"), ("\\frac1{7}", "(/ 1 7)"),
            ("\\cfrac{x+1}{2}", "(/ (+ x 1) 2)"), ("a/b", "(/ a b)"), ("a\\div b", "(/ a b)"), ("a÷b", "(/ a b)"),
            ("1/2x", "(* (/ 1 2) x)"), ("\\\\frac{1}{2}", "(/ 1 2)"), ("\u{0C}rac{1}{2}", "(/ 1 2)"),
            ("x^2", "(^ x 2)"), ("x^{10}", "(^ x 10)"), ("x^10", "(^ x 10)"), ("x**3", "(^ x 3)"), ("x²", "(^ x 2)"),
            ("x⁻¹²", "(^ x (- 12))"), ("x<sup>2</sup>", "(^ x 2)"), ("2^{3^2}", "(^ 2 (^ 3 2))"),
            ("-x^2", "(- (^ x 2))"), ("\\sqrt{5}", "(root 5 2)"), ("\\sqrt5", "(root 5 2)"), ("√7", "(root 7 2)"),
            ("\\sqrt[3]{x}", "(root x 3)"), ("sqrt(6)", "(root 6 2)"), ("5!", "(factorial 5)"),
            ("7!!", "(double factorial 7)"), ("\\binom{n}{2}", "(binom n 2)"), ("\\dbinom52", "(binom 5 2)"),
            ("|x-1|", "(abs (+ x (- 1)))"), ("\\lfloor x \\rfloor", "(floor x)"),
            ("\\lceil 2.5 \\rceil", "(ceiling 5/2)"),
        ] as [(String, String)])
    func operators(_ text: String, _ expected: String) { #expect(spelled(tree(text)) == expected) }

    @Test(
        "products without a sign, names with indices, accents and primes",
        arguments: [
            ("2xy", "(* 2 x y)"), ("2 \\cdot x", "(* 2 x)"), ("3 × 4", "(* 3 4)"), ("a*b", "(* a b)"),
            ("k\\pi", "(* k pi)"), ("2\\pix", "(* 2 pi x)"), ("x_1 + x_{12}", "(+ x_1 x_12)"), ("x₁", "x_1"),
            ("\\vec{v}", "v·vec"), ("\\dot{x}_0", "x·dot_0"), ("y'", "y'"), ("y^{\\prime\\prime}", "y''"),
            ("\\theta", "theta"), ("θ", "theta"), ("2e^{at}", "(* 2 (^ e (* a t)))"), ("3i", "(* 3 i)"),
            ("2*x*3", "(* 2 x 3)"), ("*n*+1", "(+ n 1)"), ("\\mathrm{e}^2", "(^ e 2)"),
        ] as [(String, String)])
    func names(_ text: String, _ expected: String) { #expect(spelled(tree(text)) == expected) }

    @Test(
        "functions and their arguments",
        arguments: [
            ("\\sin x", "(sin x)"), ("\\sin(2x)y", "(* (sin (* 2 x)) y)"), ("\\sin 2x + 1", "(+ (sin (* 2 x)) 1)"),
            ("\\sin^2 x", "(^ (sin x) 2)"), ("\\tan^{-1} x", "(arctan x)"), ("\\sin a \\cos b", "(* (sin a) (cos b))"),
            ("\\log_2 8", "(log 8 2)"), ("\\log_{10}(x)", "(log x 10)"), ("ln 2", "(ln 2)"), ("lnx", "(ln x)"),
            ("\\exp{2t}", "(exp (* 2 t))"), ("\\max(1, x)", "(max 1 x)"), ("\\operatorname{arctan} x", "(arctan x)"),
            ("\\text{sin}(x)", "(sin x)"), ("cos(pi/3)", "(cos (/ pi 3))"), ("\\cosh t", "(cosh t)"),
        ] as [(String, String)])
    func functions(_ text: String, _ expected: String) { #expect(spelled(tree(text)) == expected) }

    @Test(
        "signs, degrees, percentages, units, money",
        arguments: [
            ("30^\\circ", "(° 30)"), ("30^{\\circ}", "(° 30)"), ("45°", "(° 45)"), ("60 degrees", "(° 60)"),
            ("15\\%", "(% 15)"), ("15 percent", "(% 15)"), ("\\$12.50", "25/2"), ("$7$", "7"),
            ("5\\text{ cm}", "(unit 5 length:1/100)"), ("5 cm", "(unit 5 length:1/100)"),
            ("5cm", "(unit 5 length:1/100)"),
            ("5\\text{ cm}^2", "(unit 5 length^2:1/10000)"),
            ("9 \\mathrm{~km} / \\mathrm{h}", "(unit 9 length/time:5/18)"),
            ("9\\text{ km/h}", "(unit 9 length/time:5/18)"), ("12 square inches", "(unit 12 length^2:16129/25000000)"),
            ("8 weeks", "(unit 8 time:604800)"), ("3\\text{ units}", "(unit 3 :1)"), ("5m", "(* 5 m)"),
            ("6 m", "(* 6 m)"),
            ("2 \\pm \\sqrt{3}", "(± 2 (root 3 2))"), ("±4", "(± 4)"), ("1 \\mp x", "(∓ 1 x)"),
        ] as [(String, String)])
    func signs(_ text: String, _ expected: String) { #expect(spelled(tree(text)) == expected) }

    @Test(
        "tuples, intervals, sets, lists, matrices",
        arguments: [
            ("(1, 2)", "(1, 2)"), ("[0, 1)", "[0, 1)"), ("\\left( -\\infty, 3 \\right]", "((- infinity), 3]"),
            ("\\{1, 2\\}", "(set 1 2)"), ("{x, y}", "(set x y)"), ("1, 2 and 3", "(list 1 2 3)"),
            ("5 \\text{ or } 7", "(list 5 7)"), ("1;2", "(list 1 2)"), ("\\langle 1, 2, 3\\rangle", "(1, 2, 3)"),
            ("(1,2),(3,4)", "(list (1, 2) (3, 4))"), ("\\emptyset", "empty set"), ("\\{\\}", "empty set"),
            ("(0,1)\\cup(2,3]", "(∪ (0, 1) (2, 3])"), ("\\mathbb{R} \\setminus \\{0\\}", "(∖ R (set 0))"),
            ("\\{x \\mid x > 2\\}", "(such x x > 2)"), ("\\{x : x > 2\\}", "(such x x > 2)"),
            ("\\{n | n<5\\}", "(such n n < 5)"),
            ("\\begin{pmatrix} 1 & 2 \\\\ 3 & 4 \\end{pmatrix}", "(matrix (row 1 2) (row 3 4))"),
            ("\\begin{bmatrix}1\\\\x\\end{bmatrix}", "(matrix (row 1) (row x))"),
            ("\\left[\\begin{array}{cc} 1 & 0 \\\\ 0 & 1 \\end{array}\\right]", "(matrix (row 1 0) (row 0 1))"),
            ("((1,2),3)", "((1, 2), 3)"),
        ] as [(String, String)])
    func collections(_ text: String, _ expected: String) { #expect(spelled(tree(text)) == expected) }

    @Test(
        "relations, definitions, ratios",
        arguments: [
            ("x = 5", "x = 5"), ("a < b \\le c", "a < b ≤ c"), ("x >= 2", "x ≥ 2"), ("x ≠ 0", "x ≠ 0"),
            ("x != 0", "x ≠ 0"),
            ("x \\not= 1", "x ≠ 1"), ("y =/= x", "y ≠ x"), ("x \\in [0,1]", "x ∈ [0, 1]"), ("π ≈ 3.14", "pi ≈ 157/50"),
            ("f(x) = x^2", "(apply f x) = (^ x 2)"), ("g_1(x, y) = 0", "(apply g_1 x y) = 0"),
            ("f(3) = 1", "(apply f 3) = 1"),
            ("2 : 3", "(: 2 3)"), ("1:2:3", "(: 1 2 3)"), ("x := 4", "x = 4"), ("x =", "x"),
        ] as [(String, String)])
    func relations(_ text: String, _ expected: String) { #expect(spelled(tree(text)) == expected) }

    @Test(
        "words, labels and what follows an answer",
        arguments: [
            ("\\text{north}", "\"north\""), ("no solution", "\"no solution\""), ("Lena: 4, Omar: 9", "(list 4 9)"),
            ("Minimum = 3", "3"), ("only x = 2", "x = 2"), ("approximately 12", "12"),
            ("6 \\text{ apples}", "(unit 6 :1)"),
            ("n^2 \\text{ for all integers } n", "(^ n 2)"), ("8 marbles", "(unit 8 :1)"), ("\\text{(B)}", "B"),
            ("\\mathrm{D}", "D"), ("4 shiny stones", "4"), ("\\textbf{x}", "x"),
            ("the ball is red", "\"the ball is red\""),
        ] as [(String, String)])
    func words(_ text: String, _ expected: String) { #expect(spelled(tree(text)) == expected) }

    @Test(
        "what has no value says so",
        arguments: [
            ("1 + 2 + \\cdots + n", "(+ 1 2 <…> n)"), ("\\sum_{k=1}^n k", "(* <sum_?_n> k)"),
            ("\\begin{aligned} 1 \\\\ 2 \\end{aligned}", "<aligned>"), ("\\int x", "(* <int> x)"),
        ] as [(String, String)])
    func opaque(_ text: String, _ expected: String) { #expect(spelled(tree(text)) == expected) }

    @Test(
        "what is no mathematics has no tree",
        arguments: ["", "   ", "(", "1 +", "\\frac{1}", "\\sqrt", "[1, 2", "\\begin{pmatrix} 1 & 2", "* 3", ")("])
    func unreadable(_ text: String) { #expect(tree(text) == nil) }

    @Test("nesting is bounded, and so are the tokens")
    func bounds() {
        let deep = String(repeating: "(", count: 5000) + "1" + String(repeating: ")", count: 5000)
        #expect(tree(deep) == nil)
        #expect(tree(String(repeating: "{", count: 5000)) == nil)
        #expect(tree(String(repeating: "\\frac{1}{", count: 3000)) == nil)
        #expect(tree(String(repeating: "1+", count: 5000) + "1") == nil)
        #expect(tree(String(repeating: "1+", count: 900) + "1") != nil)
        #expect(spelled(tree(String(repeating: "9", count: 20_000))) == "<number>")
    }

    @Test("a text that is read twice gives the same tree")
    func repeated() {
        let text = "\\left(\\frac{x^2-1}{\\sqrt{y}}, \\sin 3\\theta\\right), 12{,}000\\text{ kg}"
        #expect(tree(text) == tree(text))
        #expect(tree(text) != nil)
    }
}
