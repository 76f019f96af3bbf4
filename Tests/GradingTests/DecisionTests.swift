import Testing

@testable import Grading

/// Pairs of a reference and an answer by class, with the rule that must decide.
@Suite("Decisions and the rules that make them")
struct DecisionTests {
    @Test(
        "rational numbers",
        arguments: [
            ("3/4", "0.75", "= exact"), ("\\frac{6}{8}", "\\frac34", "= exact"), ("2\\frac{1}{2}", "2.5", "= exact"),
            ("7", "7.0", "= exact"), ("1e3", "1000", "= exact"), ("12{,}000", "12000", "= same_text"),
            ("12,000", "12000", "= same_text"),
            ("0.\\overline{6}", "2/3", "= exact"), ("2^{10}", "1024", "= exact"), ("5!", "120", "= exact"),
            ("\\binom{6}{2}", "15", "= exact"), ("\\sqrt{49}", "7", "= exact"), ("|-4|", "4", "= exact"),
            ("3^{-2}", "1/9", "= exact"),
            ("3,5", "3.5", "= same_text"), ("-0", "0", "= exact"), ("4", "5", "≠ exact"),
            ("\\frac12", "\\frac13", "≠ exact"),
            ("0.5", "0.51", "≠ exact"), ("120", "5! + 1", "≠ exact"), ("10", "1e2", "≠ exact"), ("7", "-7", "≠ exact"),
        ] as [(String, String, String)])
    func rationals(_ reference: String, _ answer: String, _ expected: String) {
        #expect(decision(reference, answer) == expected)
    }

    @Test(
        "integers that no float tells apart",
        arguments: [
            ("2^{3000}", "4^{1500}", "= exact"), ("2^{20000}", "4^{10000}", "= modular"),
            ("2^{20000}", "4^{10000}+1", "≠ modular"), ("\\frac{1}{3001!}", "\\frac{1}{3002!}", "≠ modular"),
            ("3001!/3000!", "3001", "= modular"), ("\\binom{5000}{7}", "\\binom{5000}{4993}", "= exact"),
            ("7^{7^{7}}", "7^{7^7}", "= same_text"), ("10^{100}+1", "10^{100}", "≠ exact"),
            ("2^{2^{200}}", "4^{2^{199}}", "= modular"),
            ("2018^{2017}-2017^{2017}", "2018^{2017}-2017^{2016}", "≠ modular"),
        ] as [(String, String, String)])
    func large(_ reference: String, _ answer: String, _ expected: String) {
        #expect(decision(reference, answer) == expected)
    }

    @Test(
        "expressions in variables, pi and e",
        arguments: [
            ("(x+1)^2", "x^2+2x+1", "= modular"), ("\\frac{x^2-1}{x-1}", "x+1", "= modular"),
            ("2n+1", "1+2n", "= modular"),
            ("\\frac{3\\pi}{6}", "\\pi/2", "= modular"), ("2^{n+1}", "2 \\cdot 2^n", "= modular"),
            ("e^{2x}", "(e^x)^2", "= modular"),
            ("\\frac{n(n-1)}{2}", "\\binom{n}{2}", "= modular"), ("\\frac{n!}{(n-2)!}", "n^2-n", "= modular"),
            ("(1+i)^2", "2i", "= modular"), ("\\frac{1}{i}", "-i", "= modular"), ("x^2+2x", "x^2+x", "≠ modular"),
            ("2^n", "2^{n-1}", "≠ modular"), ("x", "X", "≠ modular"), ("ab", "a+b", "≠ modular"),
            ("3\\pi", "3", "≠ modular"),
            ("6m", "6", "≠ modular"), ("(-1)^{n+2}", "(-1)^n", "= modular"), ("3e^{t}", "3 \\exp(t)", "= modular"),
        ] as [(String, String, String)])
    func variables(_ reference: String, _ answer: String, _ expected: String) {
        #expect(decision(reference, answer) == expected)
    }

    @Test(
        "roots, logarithms and trigonometry",
        arguments: [
            ("\\sqrt{12}", "2\\sqrt{3}", "= interval"), ("\\frac{1}{\\sqrt2}", "\\frac{\\sqrt2}{2}", "= interval"),
            ("\\sqrt[3]{16}", "2\\sqrt[3]{2}", "= interval"), ("\\ln 8", "3\\ln 2", "= interval"),
            ("\\log_2 8", "3", "= interval"), ("\\sin 30^\\circ", "1/2", "= interval"),
            ("\\cos\\frac{\\pi}{6}", "\\frac{\\sqrt3}{2}", "= interval"),
            ("\\sqrt{5+2\\sqrt6}", "\\sqrt2+\\sqrt3", "= interval"), ("\\arctan 1", "\\frac{\\pi}{4}", "= interval"),
            ("\\sqrt{-4}", "2i", "= interval"), ("(-27)^{1/3}", "-3", "= exact"), ("e^{i\\pi}", "-1", "= interval"),
            ("\\sqrt{12}", "3\\sqrt{2}", "≠ interval"), ("\\ln 8", "2\\ln 3", "≠ interval"),
            ("\\sin 1", "\\sin 1^\\circ", "≠ interval"),
            ("\\sqrt{2}+\\sqrt{3}", "\\sqrt{5}", "≠ interval"), ("\\sec x", "1/\\cos x", "= interval"),
            ("\\sin(2x)", "2\\sin x\\cos x", "= interval"), ("\\sqrt{x^2}", "x", "≠ interval"),
            ("\\sqrt{x^2}", "|x|", "= interval"),
            ("\\cosh t", "\\frac{e^t+e^{-t}}{2}", "= interval"), ("x^{3/2}", "x\\sqrt{x}", "= interval"),
            ("\\sin x", "\\cos x", "≠ interval"),
            ("\\log 100", "2", "= interval"), ("\\tan^{-1} x", "\\arctan x", "= same_text"),
            ("\\lfloor \\pi \\rfloor", "3", "= interval"),
            ("\\max(\\sqrt2, \\sqrt3)", "\\sqrt3", "= interval"),
        ] as [(String, String, String)])
    func transcendental(_ reference: String, _ answer: String, _ expected: String) {
        #expect(decision(reference, answer) == expected)
    }

    @Test("two numbers that agree in 300 digits are told apart")
    func near() {
        #expect(decision("\\sqrt{10^{600}+1}", "10^{300}") == "≠ interval")
        #expect(decision("\\sqrt{10^{600}+1}-10^{300}", "0") == "≠ interval")
        #expect(decision("\\sqrt{10^{300}}", "10^{150}") == "= exact")
    }

    @Test(
        "rounding, at three significant digits or more, of a reference that is no integer",
        arguments: [
            ("0.4286", "3/7", "= rounded"), ("3/7", "0.4286", "= rounded"), ("3/7", "0.429", "= rounded"),
            ("3/7", "0.43", "≠ exact"),
            ("3/7", "0.428", "≠ exact"), ("\\pi", "3.1416", "= rounded"), ("\\sqrt2", "1.414", "= rounded"),
            ("\\sqrt2", "1.41", "= rounded"),
            ("\\sqrt2", "1.4", "≠ interval"), ("2.5 \\times 10^{3}", "2.51 \\times 10^3", "≠ exact"),
            ("3.14159", "3.1416", "= rounded"),
            ("6.022 \\times 10^{23}", "6.02214 \\times 10^{23}", "= rounded"), ("500", "499.8", "≠ exact"),
            ("499.8", "500", "= rounded"),
            ("120", "121", "≠ exact"), ("1/3", "0.333", "= rounded"), ("0.000123", "0.0001234", "= rounded"),
            ("12.345678901", "12.3456789019", "= rounded"), ("33.3\\%", "\\frac13", "= rounded"),
        ] as [(String, String, String)])
    func rounding(_ reference: String, _ answer: String, _ expected: String) {
        #expect(decision(reference, answer) == expected)
    }

    @Test("settings refuse rounding, set a tolerance, keep the order")
    func settings() throws {
        let exact = GradeSettings(acceptsRounded: false)
        #expect(decision("3/7", "0.4286", settings: exact) == "≠ exact")
        let tolerant = GradeSettings(tolerance: Rational(.one, over: BigInteger(100)))
        #expect(decision("2", "2.01", settings: tolerant) == "= tolerance")
        #expect(decision("2", "2.011", settings: tolerant) == "≠ exact")
        #expect(decision("\\sqrt{2}", "1.42", settings: tolerant) == "= tolerance")
        let ordered = GradeSettings(keepsOrder: true)
        #expect(decision("1, 2", "2, 1") == "= items")
        #expect(decision("1, 2", "2, 1", settings: ordered) == "≠ parts")
        #expect(decision("1, 2", "1, 4/2", settings: ordered) == "= parts")
    }

    @Test(
        "degrees, percentages, units",
        arguments: [
            ("60^\\circ", "60", "= same_text"), ("\\frac{\\pi}{3}", "60^\\circ", "= modular"),
            ("60", "\\frac{\\pi}{3}", "≠ modular"),
            ("25\\%", "25", "= same_text"), ("25\\%", "0.25", "= exact"), ("0.25", "25\\%", "= exact"),
            ("0.25", "25", "≠ exact"),
            ("5\\text{ cm}", "5", "= same_text"), ("5\\text{ cm}", "50\\text{ mm}", "= exact"),
            ("5\\text{ cm}", "5\\text{ mm}", "≠ exact"),
            ("2\\text{ hours}", "120\\text{ minutes}", "= exact"), ("\\$3.50", "3.5", "= exact"),
            ("72\\text{ km/h}", "20\\text{ m/s}", "= exact"),
            ("8 apples", "8", "= same_text"), ("3\\text{ m}^2", "3", "= same_text"),
        ] as [(String, String, String)])
    func units(_ reference: String, _ answer: String, _ expected: String) {
        #expect(decision(reference, answer) == expected)
    }

    @Test(
        "lists and sets without order, tuples with it",
        arguments: [
            ("1, 2, 3", "3, 1, 2", "= items"), ("\\{1, 2\\}", "2, 1", "= items"), ("1, 2", "1, 2, 3", "≠ items"),
            ("1, 1, 2", "1, 2", "≠ items"),
            ("x=1, x=2", "1, 2", "= items"), ("2 \\pm \\sqrt3", "2+\\sqrt3, 2-\\sqrt3", "= items"),
            ("\\pm 3", "3, -3", "= items"),
            ("x = \\pm 3", "-3 \\text{ or } 3", "= items"), ("\\{\\pm1, 0\\}", "-1, 0, 1", "= items"),
            ("5", "\\{5\\}", "= items"),
            ("5, 6", "5", "≠ items"), ("a = 1, b = 2", "b = 2, a = 1", "= items"),
            ("a = 1, b = 2", "a = 2, b = 1", "≠ items"),
            ("\\sqrt4, 2, 3", "2, 3", "= items"), ("(1,2),(3,4)", "(3,4), (1,2)", "= items"),
            ("(1,2),(3,4)", "(2,1),(3,4)", "≠ items"),
            ("(1, 2)", "(2, 1)", "≠ parts"), ("(1, 2)", "\\left(\\frac22, 2\\right)", "= parts"),
            ("(1,2,3)", "(1,2)", "≠ parts"),
            ("(x, y) = (1, 2)", "(1, 2)", "= parts"), ("(a, b) = (1, 2)", "a = 1, b = 2", "= items"),
            ("\\begin{pmatrix} 1 \\\\ 2 \\end{pmatrix}", "(1, 2)", "= parts"),
            ("\\begin{pmatrix} 1 & 2 \\end{pmatrix}", "(1, 2)", "= parts"),
            (
                "\\begin{pmatrix} 1 & 2 \\\\ 3 & 4 \\end{pmatrix}",
                "\\begin{bmatrix} 1 & 2 \\\\ 3 & \\frac82 \\end{bmatrix}", "= parts"
            ),
            (
                "\\begin{pmatrix} 1 & 2 \\\\ 3 & 4 \\end{pmatrix}", "\\begin{pmatrix} 1 & 3 \\\\ 2 & 4 \\end{pmatrix}",
                "≠ parts"
            ),
            ("1, 2", "(1, 2)", "= parts"), ("7", "(7, 8)", "≠ kind"), ("3 and 4", "4, 3", "= items"),
            ("Ann: 5, Bob: 6", "6, 5", "= items"),
        ] as [(String, String, String)])
    func collections(_ reference: String, _ answer: String, _ expected: String) {
        #expect(decision(reference, answer) == expected)
    }

    @Test(
        "sets of real numbers",
        arguments: [
            ("(0, 1)", "0 < x < 1", "= real_set"), ("[0, 1)", "0 \\le x < 1", "= real_set"),
            ("(0, 1)", "0 \\le x < 1", "≠ real_set"),
            ("x > 3", "(3, \\infty)", "= real_set"), ("x \\le 3", "(-\\infty, 3]", "= real_set"),
            ("3 < x", "x > 3", "= real_set"),
            ("(1,2)\\cup(3,4)", "(3,4) \\cup (1,2)", "= real_set"), ("(1,2]\\cup(2,4)", "(1,4)", "= real_set"),
            ("(1,2)\\cup(2,4)", "(1,4)", "≠ real_set"),
            ("\\mathbb{R}\\setminus\\{2\\}", "(-\\infty,2)\\cup(2,\\infty)", "= real_set"),
            ("x \\ne 2", "(-\\infty,2)\\cup(2,\\infty)", "= real_set"), ("\\{x \\mid x > 3\\}", "x > 3", "= real_set"),
            ("x \\in [1, 5]", "1 \\le x \\le 5", "= real_set"),
            ("x < -1 \\text{ or } x > 1", "(-\\infty,-1)\\cup(1,\\infty)", "= real_set"),
            ("[0,1]\\cup\\{3\\}", "\\{3\\}\\cup[0,1]", "= real_set"), ("(0, \\sqrt2)", "0 < y < 2^{1/2}", "= real_set"),
            ("(0, 1]", "[0, 1]", "≠ parts"),
            ("x < 3", "x > 3", "≠ real_set"), ("\\mathbb{R}", "(-\\infty, \\infty)", "= real_set"),
            ("x > 3", "3", "≠ kind"),
            ("1 < a \\text{ and } a \\ne 2", "(1,2)\\cup(2,\\infty)", "= real_set"),
            ("\\emptyset", "\\{\\}", "= same_text"),
        ] as [(String, String, String)])
    func realSets(_ reference: String, _ answer: String, _ expected: String) {
        #expect(decision(reference, answer) == expected)
    }

    @Test(
        "equations, definitions and inequalities",
        arguments: [
            ("y = 2x + 1", "2x - y + 1 = 0", "= equation"), ("y = 2x + 1", "4x - 2y = -2", "= equation"),
            ("y = 2x + 1", "y = 2x - 1", "≠ modular"),
            ("x^2 + y^2 = 4", "\\frac{x^2}{4} + \\frac{y^2}{4} = 1", "= equation"),
            ("(y-1)/x = 2", "y = 2x + 1", "= equation"),
            ("2x = 6", "x = 3", "= equation"), ("x = 3", "3", "= same_text"), ("3", "x = 3", "= same_text"),
            ("k = 3", "n = 3", "= same_text"),
            ("x = 2+1 = 3", "3", "= same_text"), ("\\frac{1}{3} \\approx 0.333", "\\frac13", "= same_text"),
            ("x + y = 1", "1", "≠ kind"),
            ("f(x) = x^2", "x^2", "= same_text"), ("f(x) = x^2", "f(t) = t^2", "= same_text"),
            ("f(x) = x^2", "f(t) = t^3", "≠ modular"),
            ("y = x + 1", "f(x) = x + 1", "= same_text"), ("a < b", "b > a", "= inequality"),
            ("a + b < c", "a + b - c < 0", "= inequality"),
            ("a < b", "b < a", "≠ inequality"), ("a < b", "a \\le b", "≠ inequality"),
            ("-a < b", "a > -b", "= inequality"),
            ("y = e^{x}", "\\ln y = x", "≠ equation"), ("p < q < r", "p, q, r", "= parts"),
            ("5", "2 + 3 = 5", "= same_text"),
        ] as [(String, String, String)])
    func equations(_ reference: String, _ answer: String, _ expected: String) {
        #expect(decision(reference, answer) == expected)
    }

    @Test(
        "general solutions and constants of integration",
        arguments: [
            ("x = k\\pi", "n\\pi", "= family"), ("\\frac{\\pi}{4} + 2k\\pi", "\\frac{\\pi}{4} + 2n\\pi", "= family"),
            ("\\frac{\\pi}{4} + 2k\\pi", "\\frac{9\\pi}{4} + 2n\\pi", "= family"),
            ("\\frac{\\pi}{4} + 2k\\pi", "\\frac{\\pi}{4} - 2n\\pi", "= family"),
            ("\\frac{\\pi}{4} + 2k\\pi", "\\frac{\\pi}{4} + n\\pi", "≠ modular"),
            ("\\frac{\\pi}{4} + 2k\\pi", "\\frac{5\\pi}{4} + 2n\\pi", "≠ modular"),
            ("x^2 + C", "x^2 + c", "= family"), ("C_1 e^x", "c_1 e^x", "= family"), ("2k", "2n", "≠ modular"),
            ("(1+2t, 3-t)", "(1+2s, 3-s)", "= family"),
            ("(1+2t, 3-t)", "(1+2s, 3+s)", "≠ parts"),
        ] as [(String, String, String)])
    func families(_ reference: String, _ answer: String, _ expected: String) {
        #expect(decision(reference, answer) == expected)
    }

    @Test(
        "bases, ratios and times",
        arguments: [
            ("123_5", "123_{5}", "= same_text"), ("123_5", "38", "= exact"), ("123_5", "123", "= base"),
            ("123_5", "123_6", "≠ exact"),
            ("1111_2", "15_{10}", "= exact"), ("3:4", "\\frac34", "= same_text"), ("3:4", "6:8", "= ratio"),
            ("3:4", "4:3", "≠ exact"), ("5:1", "5", "= exact"),
            ("1:2:3", "2:4:6", "= ratio"), ("1:2:3", "1:3:2", "≠ exact"), ("8:30:00", "8:30", "= ratio"),
        ] as [(String, String, String)])
    func ratios(_ reference: String, _ answer: String, _ expected: String) {
        #expect(decision(reference, answer) == expected)
    }

    @Test(
        "words",
        arguments: [
            ("\\text{north}", "north", "= same_text"), ("north", "South", "≠ words"),
            ("the red ball", "red ball", "= words"), ("No", "no.", "= same_text"),
            ("Anna will win the game.", "Anna", "= words"), ("Anna will win the game.", "Boris", "≠ words"),
            ("7", "\\text{no solution}", "≠ kind"),
            ("a line through the centre of both circles", "every line that halves the first circle", "? free_text"),
        ] as [(String, String, String)])
    func words(_ reference: String, _ answer: String, _ expected: String) {
        #expect(decision(reference, answer) == expected)
    }

    @Test(
        "what the rules cannot decide is undecided",
        arguments: [
            ("1 + 2 + \\cdots + n", "\\frac{n(n+1)}{2}"), ("\\int_0^1 f", "\\int_0^2 f"), ("\\sum_{k} k", "3n"),
            ("\\text{proof by induction on the size}", "\\text{induct over all of the sizes}"),
        ] as [(String, String)])
    func undecided(_ reference: String, _ answer: String) {
        #expect(decision(reference, answer).hasPrefix("?"))
    }

    @Test(
        "a text in a box is graded by the value that it ends on",
        arguments: [
            ("12", "\\text{Each of the three rows has four seats, so there are } 3 \\cdot 4 = 12.", "= last_value"),
            ("13", "\\text{Each of the three rows has four seats, so there are } 3 \\cdot 4 = 12.", "≠ last_value"),
            ("15", "\\begin{aligned} a &= 3 \\cdot 5 \\\\ &= 15 \\end{aligned}", "= last_value"),
            ("12", "\\text{There are } 12 \\text{ seats in the first row and some more behind it}", "? free_text"),
        ] as [(String, String, String)])
    func lastValues(_ reference: String, _ answer: String, _ expected: String) {
        #expect(decision(reference, answer) == expected)
    }
}
