import Testing

@testable import Grading

/// Further pairs of a reference and an answer, each with the verdict that is right and the rule that must find it.
@Suite("Verdicts by their rules")
struct VerdictTableTests {
    @Test(
        "rational numbers: fractions, decimals, powers, factorials and whole parts",
        arguments: [
            ("\\frac{-3}{-9}", "1/3", "= exact"), ("\\frac{\\frac12}{\\frac34}", "\\frac{2}{3}", "= exact"),
            ("1.25", "1\\frac14", "= exact"), ("-2\\frac{1}{3}", "-\\frac{7}{3}", "= exact"),
            ("0.1 + 0.2", "0.3", "= exact"), ("0.\\overline{09}", "\\frac{1}{11}", "= exact"),
            ("0.1\\overline{6}", "1/6", "= exact"), ("0.\\overline{9}", "1", "= exact"),
            ("2^{-3} \\cdot 8", "1", "= exact"), ("(-2)^3", "-8", "= exact"), ("-2^2", "-4", "= exact"),
            ("-2^2", "4", "≠ exact"), ("(-1)^{101}", "-1", "= exact"), ("7!!", "105", "= exact"),
            ("\\binom{10}{3}", "120", "= exact"), ("\\binom{4}{7}", "0", "= exact"),
            ("\\gcd(84, 30)", "6", "= exact"), ("\\lfloor -2.5 \\rfloor", "-3", "= exact"),
            ("\\lceil -2.5 \\rceil", "-2", "= exact"), ("|3-8|", "5", "= exact"),
            ("\\sqrt[3]{-27}", "-3", "= exact"), ("\\sqrt{\\frac{9}{16}}", "0.75", "= exact"),
            ("8^{2/3}", "4", "= exact"), ("\\max(3, 7, 5)", "7", "= exact"), ("\\min(3, 7, 5)", "3", "= exact"),
            ("1 - \\frac{1}{2} + \\frac{1}{3}", "\\frac{5}{6}", "= exact"),
            ("1 - \\frac{1}{2} + \\frac{1}{3}", "\\frac{1}{6}", "≠ exact"), ("10^{-3}", "0.001", "= exact"),
            ("1.5e-3", "0.0015", "= exact"), ("1{,}234{,}567", "1234567", "= same_text"),
            ("1234567", "1234568", "≠ exact"), ("\\frac{22}{7}", "\\frac{355}{113}", "≠ exact"),
            ("99999999999999999999", "100000000000000000000", "≠ exact"),
            ("2^{64} - 1", "18446744073709551615", "= exact"), ("2^{64} - 1", "18446744073709551616", "≠ exact"),
            ("\\frac{0}{5}", "0", "= exact"), ("0!", "1", "= exact"), ("3 \\times 4 \\div 6", "2", "= exact"),
            ("2 \\cdot 3 + 4", "10", "= exact"), ("2 \\cdot 3 + 4", "14", "≠ exact"),
        ] as [(String, String, String)])
    func rationals(_ reference: String, _ answer: String, _ expected: String) {
        #expect(decision(reference, answer) == expected)
    }

    @Test(
        "numbers beyond the bits that are computed exactly",
        arguments: [
            ("2^{9000}", "8^{3000}", "= modular"), ("2^{9000}", "8^{3001}", "≠ modular"),
            ("3^{9000} - 3^{9000}", "0", "= modular"), ("\\frac{9001!}{9000!}", "9001", "= modular"),
            ("\\frac{9001!}{9000!}", "9000", "≠ modular"), ("10^{4000} \\cdot 10^{4000}", "10^{8000}", "= modular"),
            ("5000! + 1", "5000!", "≠ modular"), ("(10^{50})^{100}", "10^{5000}", "= modular"),
            ("\\binom{3000}{2}", "4498500", "= exact"),
        ] as [(String, String, String)])
    func large(_ reference: String, _ answer: String, _ expected: String) {
        #expect(decision(reference, answer) == expected)
    }

    @Test(
        "identities of algebra, and what looks like them",
        arguments: [
            ("(a+b)^3", "a^3 + 3a^2b + 3ab^2 + b^3", "= modular"), ("(a+b)^3", "a^3 + b^3", "≠ modular"),
            ("(a-b)(a+b)", "a^2 - b^2", "= modular"), ("(a-b)(a+b)", "a^2 + b^2", "≠ modular"),
            ("\\frac{1}{x} + \\frac{1}{y}", "\\frac{x+y}{xy}", "= modular"),
            ("\\frac{1}{x} + \\frac{1}{y}", "\\frac{2}{x+y}", "≠ modular"),
            ("\\frac{1}{1 - \\frac{1}{x}}", "\\frac{x}{x-1}", "= modular"),
            ("x(x(x+1)+1)+1", "x^3 + x^2 + x + 1", "= modular"), ("x^{-2}", "\\frac{1}{x^2}", "= modular"),
            ("(2x)^2", "4x^2", "= modular"), ("(2x)^2", "2x^2", "≠ modular"),
            ("3^{n+2}", "9 \\cdot 3^n", "= modular"), ("3^{n+2}", "6 \\cdot 3^n", "≠ modular"),
            ("(1-i)^2", "-2i", "= modular"), ("(2+i)(2-i)", "5", "= modular"), ("(2+i)(2-i)", "3", "≠ modular"),
            ("\\frac{1}{1+i}", "\\frac{1-i}{2}", "= modular"), ("\\pi r^2", "r^2 \\pi", "= modular"),
            ("2\\pi r", "\\pi r^2", "≠ modular"), ("\\binom{n}{3}", "\\frac{n(n-1)(n-2)}{6}", "= modular"),
            ("\\binom{n}{3}", "\\frac{n(n-1)(n-2)}{3}", "≠ modular"), ("(n+1)!", "(n+1) \\cdot n!", "= modular"),
            ("(n+1)!", "n! + 1", "≠ modular"), ("e^{a+b}", "e^a e^b", "= modular"),
            ("\\frac{\\pi}{4}", "\\frac{\\pi}{3}", "≠ modular"), ("4\\pi + 2", "2(1 + 2\\pi)", "= modular"),
            ("x_1 + x_2", "x_2 + x_1", "= modular"), ("x_1", "x_2", "≠ modular"),
        ] as [(String, String, String)])
    func algebra(_ reference: String, _ answer: String, _ expected: String) {
        #expect(decision(reference, answer) == expected)
    }

    @Test(
        "identities of roots, logarithms, angles and whole parts",
        arguments: [
            ("\\sqrt{50}", "5\\sqrt{2}", "= interval"), ("\\sqrt{50}", "2\\sqrt{5}", "≠ interval"),
            ("\\sqrt{2} \\cdot \\sqrt{3}", "\\sqrt{6}", "= interval"),
            ("\\frac{2}{3-\\sqrt{7}}", "3 + \\sqrt{7}", "= interval"),
            ("\\frac{2}{3-\\sqrt{7}}", "3 - \\sqrt{7}", "≠ interval"),
            ("\\sqrt{7 - 4\\sqrt{3}}", "2 - \\sqrt{3}", "= interval"),
            ("\\sqrt[3]{54}", "3\\sqrt[3]{2}", "= interval"), ("\\sqrt[4]{4}", "\\sqrt{2}", "= interval"),
            ("\\ln(e^3)", "3", "= interval"), ("\\ln 6", "\\ln 2 + \\ln 3", "= interval"),
            ("\\ln 6", "\\ln 2 \\cdot \\ln 3", "≠ interval"), ("\\log_3 81", "4", "= interval"),
            ("\\log_4 8", "\\frac{3}{2}", "= interval"), ("\\log_2 3", "\\frac{\\ln 3}{\\ln 2}", "= interval"),
            ("\\sin \\frac{\\pi}{3}", "\\frac{\\sqrt{3}}{2}", "= interval"),
            ("\\sin \\frac{\\pi}{3}", "\\frac{1}{2}", "≠ interval"), ("\\cos 60^\\circ", "\\frac12", "= interval"),
            ("\\tan \\frac{\\pi}{8}", "\\sqrt{2} - 1", "= interval"),
            ("\\cos 36^\\circ", "\\frac{1+\\sqrt5}{4}", "= interval"), ("\\sin^2 x + \\cos^2 x", "1", "= interval"),
            ("\\cos(2x)", "1 - 2\\sin^2 x", "= interval"), ("\\cos(2x)", "1 - \\sin^2 x", "≠ interval"),
            ("\\arctan\\frac12 + \\arctan\\frac13", "\\frac{\\pi}{4}", "= interval"),
            ("\\arcsin\\frac12", "\\frac{\\pi}{6}", "= interval"), ("\\arccos 0", "\\frac{\\pi}{2}", "= interval"),
            ("4\\arctan\\frac15 - \\arctan\\frac{1}{239}", "\\frac{\\pi}{4}", "= interval"),
            ("\\sinh(2x)", "2\\sinh x\\cosh x", "= interval"), ("\\tan x", "\\frac{\\sin x}{\\cos x}", "= interval"),
            ("\\ln(xy)", "\\ln x + \\ln y", "= interval"), ("\\sqrt{x}\\sqrt{x}", "x", "= interval"),
            ("\\frac{\\sqrt{5}+1}{2}", "\\frac{2}{\\sqrt{5}-1}", "= interval"), ("e^{\\ln 5}", "5", "= interval"),
            ("e^{\\pi}", "\\pi^{e}", "≠ interval"), ("\\lfloor e \\rfloor", "2", "= interval"),
            ("\\lceil \\sqrt{10} \\rceil", "4", "= interval"), ("|1 - \\sqrt{2}|", "\\sqrt{2} - 1", "= interval"),
            ("\\sqrt{-9}", "3i", "= interval"), ("e^{i\\pi/2}", "i", "= interval"), ("|3 + 4i|", "5", "= interval"),
            ("\\sqrt[3]{7+5\\sqrt{2}}", "1 + \\sqrt{2}", "= interval"),
        ] as [(String, String, String)])
    func functions(_ reference: String, _ answer: String, _ expected: String) {
        #expect(decision(reference, answer) == expected)
    }

    @Test(
        "numbers and their rounded forms of three digits or more",
        arguments: [
            ("1/7", "0.143", "= rounded"), ("1/7", "0.142857", "= rounded"), ("1/7", "0.142", "≠ exact"),
            ("1/7", "0.14", "≠ exact"), ("2/3", "0.667", "= rounded"), ("2/3", "0.666", "≠ exact"),
            ("e", "2.718", "= rounded"), ("e", "2.7183", "= rounded"), ("e", "2.719", "≠ modular"),
            ("\\sqrt{3}", "1.73", "= rounded"), ("\\sqrt{3}", "1.7", "≠ interval"),
            ("\\sqrt{3}", "1.74", "≠ interval"), ("-\\sqrt{3}", "-1.732", "= rounded"),
            ("-\\sqrt{3}", "1.732", "≠ interval"), ("100\\pi", "314.16", "= rounded"),
            ("100\\pi", "314", "= rounded"), ("1000\\pi", "3141.59", "= rounded"), ("12.3456", "12.35", "= rounded"),
            ("12.3456", "12.34", "≠ exact"), ("12.35", "12.3456", "= rounded"), ("\\frac{1}{8}", "0.125", "= exact"),
            ("7", "7.0001", "≠ exact"), ("1.05", "1.0", "≠ exact"), ("66.7\\%", "\\frac23", "= rounded"),
            ("2.998 \\times 10^8", "3.00 \\times 10^8", "= rounded"),
            ("2.998 \\times 10^{8}", "2.9979 \\times 10^{8}", "= rounded"), ("17", "16.98", "≠ exact"),
            ("16.98", "17", "≠ exact"), ("16.98", "17.0", "= rounded"), ("\\ln 2", "0.693", "= rounded"),
            ("\\ln 2", "0.6931", "= rounded"), ("\\ln 2", "0.694", "≠ interval"),
            ("0.00271828", "0.00272", "= rounded"),
        ] as [(String, String, String)])
    func rounding(_ reference: String, _ answer: String, _ expected: String) {
        #expect(decision(reference, answer) == expected)
    }

    @Test(
        "units, percentages, degrees and money",
        arguments: [
            ("3 \\text{ km}", "3000 \\text{ m}", "= exact"), ("3 \\text{ km}", "300 \\text{ m}", "≠ exact"),
            ("2.5\\text{ kg}", "2500\\text{ g}", "= exact"), ("1\\text{ ft}", "12\\text{ inches}", "= exact"),
            ("1\\text{ yd}", "3\\text{ ft}", "= exact"), ("1 \\text{ mile}", "5280 \\text{ feet}", "= exact"),
            ("36\\text{ km/h}", "10\\text{ m/s}", "= exact"), ("36\\text{ km/h}", "36\\text{ m/s}", "≠ exact"),
            ("1\\text{ m}^2", "10000\\text{ cm}^2", "= exact"), ("1\\text{ m}^2", "100\\text{ cm}^2", "≠ exact"),
            ("1\\text{ week}", "7\\text{ days}", "= exact"), ("1\\text{ day}", "24\\text{ hours}", "= exact"),
            ("90\\text{ min}", "1.5\\text{ h}", "= exact"), ("2\\text{ years}", "24\\text{ months}", "= exact"),
            ("1\\text{ lb}", "16\\text{ oz}", "= exact"), ("500\\text{ mL}", "0.5\\text{ L}", "= exact"),
            ("75\\text{ cents}", "0.75\\text{ dollars}", "= exact"), ("\\$12", "12", "= same_text"),
            ("\\$12", "13", "≠ exact"), ("12\\%", "0.12", "= exact"), ("12\\%", "12", "= same_text"),
            ("12\\%", "0.012", "≠ exact"), ("0.5", "50\\%", "= exact"),
            ("45^\\circ", "\\frac{\\pi}{4}", "= modular"), ("45^\\circ", "45", "= same_text"),
            ("45^\\circ", "\\frac{\\pi}{3}", "≠ modular"), ("180^\\circ", "\\pi", "= modular"),
            ("8\\text{ cm}", "8", "= same_text"), ("8\\text{ cm}", "9", "≠ exact"),
            ("6 marbles", "6", "= same_text"), ("6 marbles", "7", "≠ exact"),
            ("3\\text{ kPa}", "3000\\text{ Pa}", "= exact"), ("5\\text{ kJ}", "5000\\text{ J}", "= exact"),
        ] as [(String, String, String)])
    func units(_ reference: String, _ answer: String, _ expected: String) {
        #expect(decision(reference, answer) == expected)
    }

    @Test(
        "lists, sets and signs of two values",
        arguments: [
            ("4, 5", "5, 4", "= items"), ("4, 5", "4, 6", "≠ items"), ("4, 5", "4", "≠ items"),
            ("\\{4, 5, 6\\}", "\\{6, 5, 4\\}", "= items"), ("\\{4, 5, 6\\}", "\\{6, 5\\}", "≠ items"),
            ("\\{0.5\\}", "\\frac12", "= items"), ("\\{\\}", "\\{0\\}", "≠ items"),
            ("x = 4 \\text{ or } x = 5", "5, 4", "= items"), ("x = 4, y = 5", "y = 5, x = 4", "= items"),
            ("x = 4, y = 5", "x = 5, y = 4", "≠ items"), ("x = 4, y = 5", "(4, 5)", "= parts"),
            ("\\frac12, \\frac13", "1/3, 0.5", "= items"),
            ("1 \\pm \\sqrt{5}", "1 - \\sqrt{5}, 1 + \\sqrt{5}", "= items"),
            ("1 \\pm \\sqrt{5}", "1 + \\sqrt{5}", "≠ items"),
            ("\\frac{1 \\pm \\sqrt{5}}{2}", "\\frac{1 + \\sqrt{5}}{2}, \\frac{1 - \\sqrt{5}}{2}", "= items"),
            ("\\pm \\frac12", "0.5, -0.5", "= items"), ("\\pm 2", "2", "≠ items"), ("\\pm 2", "\\mp 2", "= items"),
            ("\\pm 2, 5", "5, 2, -2", "= items"), ("x = \\pm 2", "\\{-2, 2\\}", "= items"),
            ("7 \\text{ and } 11", "11, 7", "= items"), ("\\sqrt{8}, 1", "1, 2\\sqrt{2}", "= items"),
            ("\\sqrt{8}, 1", "1, 2\\sqrt{3}", "≠ items"), ("(1,2), (3,4), (5,6)", "(5,6), (1,2), (3,4)", "= items"),
            ("(1,2), (3,4), (5,6)", "(5,6), (1,2), (4,3)", "≠ items"), ("[1,2], [3,4]", "[3,4], [1,2]", "= items"),
            ("a, b, c", "c, a, b", "= items"), ("i, -i", "-i, i", "= items"), ("i, -i", "\\pm i", "= items"),
        ] as [(String, String, String)])
    func collections(_ reference: String, _ answer: String, _ expected: String) {
        #expect(decision(reference, answer) == expected)
    }

    @Test(
        "tuples, vectors and matrices",
        arguments: [
            ("(3, -1)", "(3, -1.0)", "= parts"), ("(3, -1)", "(-1, 3)", "≠ parts"),
            ("(\\sqrt{12}, 1)", "(2\\sqrt{3}, 1)", "= parts"), ("(x+1, x^2)", "(1+x, x \\cdot x)", "= parts"),
            ("(x+1, x^2)", "(x, x^2)", "≠ parts"), ("(1, 2, 3)", "(1, 2, 4)", "≠ parts"),
            ("(1, 2, 3)", "(1, 2, 3, 4)", "≠ parts"), ("P = (1, 2)", "(1, \\frac{4}{2})", "= parts"),
            (
                "\\begin{pmatrix} \\frac12 \\\\ 3 \\end{pmatrix}", "\\begin{bmatrix} 0.5 \\\\ 3 \\end{bmatrix}",
                "= parts"
            ),
            (
                "\\begin{pmatrix} \\frac12 \\\\ 3 \\end{pmatrix}", "\\begin{bmatrix} 3 \\\\ 0.5 \\end{bmatrix}",
                "≠ parts"
            ),
            (
                "\\begin{pmatrix} 1 & 0 \\\\ 0 & 1 \\end{pmatrix}",
                "\\begin{pmatrix} 1 & 0 \\\\ 0 & 2-1 \\end{pmatrix}", "= parts"
            ),
            (
                "\\begin{pmatrix} 1 & 0 \\\\ 0 & 1 \\end{pmatrix}", "\\begin{pmatrix} 0 & 1 \\\\ 1 & 0 \\end{pmatrix}",
                "≠ parts"
            ),
            ("\\begin{pmatrix} 1 & 2 & 3 \\end{pmatrix}", "\\begin{pmatrix} 1 & 2 \\end{pmatrix}", "≠ parts"),
            (
                "\\begin{pmatrix} 1 & 2 \\\\ 3 & 4 \\end{pmatrix}", "\\begin{pmatrix} 1 & 2 & 3 & 4 \\end{pmatrix}",
                "≠ kind"
            ),
            (
                "\\begin{pmatrix} \\cos t & 0 \\\\ 0 & 1 \\end{pmatrix}",
                "\\begin{pmatrix} \\cos t & 0 \\\\ 0 & \\sin^2 t+\\cos^2 t \\end{pmatrix}", "= parts"
            ),
            (
                "A = \\begin{pmatrix} 1 & 2 \\\\ 3 & 4 \\end{pmatrix}",
                "\\begin{pmatrix} 1 & 2 \\\\ 3 & \\sqrt{16} \\end{pmatrix}", "= parts"
            ),
            ("\\begin{pmatrix} 1 & 2 \\\\ 3 & 4 \\end{pmatrix}", "10", "≠ kind"),
            ("2, 4", "(2, \\sqrt{16})", "= parts"),
        ] as [(String, String, String)])
    func tuples(_ reference: String, _ answer: String, _ expected: String) {
        #expect(decision(reference, answer) == expected)
    }

    @Test(
        "intervals, unions, and conditions on a number",
        arguments: [
            ("(-1, 4)", "-1 < x < 4", "= real_set"), ("(-1, 4)", "-1 < x \\le 4", "≠ real_set"),
            ("[-1, 4]", "-1 \\le t \\le 4", "= real_set"), ("(-\\infty, 5)", "x < 5", "= real_set"),
            ("(-\\infty, 5)", "x \\le 5", "≠ real_set"), ("[5, \\infty)", "x \\ge 5", "= real_set"),
            ("[5, \\infty)", "5 \\le x", "= real_set"), ("(0,1) \\cup (1,2)", "(1,2) \\cup (0,1)", "= real_set"),
            ("(0,1) \\cup (1,2)", "(0,2)", "≠ real_set"), ("(0,1] \\cup (1,2)", "(0,2)", "= real_set"),
            ("[0,3] \\cup [2,5]", "[0,5]", "= real_set"), ("[0,3] \\cup [2,5]", "[0,4]", "≠ real_set"),
            ("(0, 5) \\setminus \\{2\\}", "(0,2) \\cup (2,5)", "= real_set"),
            ("\\mathbb{R} \\setminus \\{0, 1\\}", "(-\\infty,0) \\cup (0,1) \\cup (1,\\infty)", "= real_set"),
            ("x \\ne 0", "\\mathbb{R} \\setminus \\{0\\}", "= real_set"),
            ("x \\in (2, 7]", "2 < x \\le 7", "= real_set"), ("x \\in (2, 7]", "2 < x < 7", "≠ real_set"),
            ("x < 0 \\text{ or } x > 4", "(-\\infty, 0) \\cup (4, \\infty)", "= real_set"),
            ("x < 0 \\text{ or } x > 4", "(0, 4)", "≠ real_set"), ("(0.5, 1)", "\\frac12 < x < 1", "= real_set"),
            ("(0, \\pi)", "0 < x < \\pi", "= real_set"), ("(\\sqrt{2}, 3)", "2^{1/2} < x < 3", "= real_set"),
            ("\\{x : x \\ge 2\\}", "[2, \\infty)", "= real_set"),
            ("[2, 2] \\cup (3, 4)", "\\{2\\} \\cup (3, 4)", "= real_set"),
        ] as [(String, String, String)])
    func intervals(_ reference: String, _ answer: String, _ expected: String) {
        #expect(decision(reference, answer) == expected)
    }

    @Test(
        "equations up to a factor, and definitions",
        arguments: [
            ("y = 3x - 2", "3x - y = 2", "= equation"), ("y = 3x - 2", "3x + y = 2", "≠ equation"),
            ("2x + 4y = 6", "x + 2y = 3", "= equation"), ("2x + 4y = 6", "x + 2y = 6", "≠ equation"),
            ("x^2 - 5x + 6 = 0", "(x-2)(x-3) = 0", "= equation"),
            ("x^2 - 5x + 6 = 0", "(x+2)(x+3) = 0", "≠ equation"),
            ("\\frac{x^2}{9} + \\frac{y^2}{4} = 1", "4x^2 + 9y^2 = 36", "= equation"),
            ("\\frac{x^2}{9} + \\frac{y^2}{4} = 1", "9x^2 + 4y^2 = 36", "≠ equation"),
            ("(x-1)^2 + (y+2)^2 = 9", "x^2 + y^2 - 2x + 4y - 4 = 0", "= equation"),
            ("a_n = 2n + 1", "2n + 1", "= same_text"), ("a_n = 2n + 1", "2n - 1", "≠ modular"),
            ("f(x) = 2x", "2x", "= same_text"), ("f(x) = 2x", "f(y) = 2y", "= same_text"),
            ("f(x) = 2x", "f(x) = x + x", "= modular"), ("f(x) = 2x", "f(x) = x^2", "≠ modular"),
            ("S = \\frac{1}{2} ab", "\\frac{ab}{2}", "= modular"), ("\\sin x = y", "y = \\sin x", "= equation"),
            ("V = \\pi r^2 h", "V = h r^2 \\pi", "= modular"),
        ] as [(String, String, String)])
    func equations(_ reference: String, _ answer: String, _ expected: String) {
        #expect(decision(reference, answer) == expected)
    }

    @Test(
        "inequalities up to a positive factor",
        arguments: [
            ("a + b > c", "c < a + b", "= inequality"), ("a + b > c", "c > a + b", "≠ inequality"),
            ("a + b > c", "2a + 2b > 2c", "= inequality"), ("a + b \\ge c", "a + b > c", "≠ inequality"),
            ("a - b < 0", "b > a", "= inequality"), ("x + y \\le 4", "4 - x - y \\ge 0", "= inequality"),
            ("x + y \\le 4", "x + y \\ge 4", "≠ inequality"), ("-2a < -2b", "a > b", "= inequality"),
            ("-2a < -2b", "a < b", "≠ inequality"),
        ] as [(String, String, String)])
    func inequalities(_ reference: String, _ answer: String, _ expected: String) {
        #expect(decision(reference, answer) == expected)
    }

    @Test(
        "general solutions and constants of integration",
        arguments: [
            ("x = \\frac{\\pi}{2} + k\\pi", "\\frac{\\pi}{2} + n\\pi", "= family"),
            ("\\frac{\\pi}{2} + k\\pi", "-\\frac{\\pi}{2} + m\\pi", "= family"),
            ("\\frac{\\pi}{2} + k\\pi", "\\frac{\\pi}{2} + 2m\\pi", "≠ modular"),
            ("\\frac{\\pi}{3} + 2k\\pi", "\\frac{7\\pi}{3} + 2n\\pi", "= family"),
            ("\\frac{\\pi}{3} + 2k\\pi", "\\frac{4\\pi}{3} + 2n\\pi", "≠ modular"),
            ("\\sin x + C", "C + \\sin x", "= interval"), ("\\sin x + C", "\\cos x + C", "≠ interval"),
            ("\\frac{x^3}{3} + C", "\\frac{1}{3}x^3 + c", "= family"), ("2\\pi k", "-2\\pi n", "= family"),
            ("(t, 2t)", "(s, 2s)", "= family"),
        ] as [(String, String, String)])
    func families(_ reference: String, _ answer: String, _ expected: String) {
        #expect(decision(reference, answer) == expected)
    }

    @Test(
        "ratios, times and digits in a base",
        arguments: [
            ("2:5", "4:10", "= ratio"), ("2:5", "5:2", "≠ exact"), ("2:5", "\\frac25", "= same_text"),
            ("2:5", "0.4", "= exact"), ("2:5", "0.5", "≠ exact"), ("1:4:9", "2:8:18", "= ratio"),
            ("1:4:9", "1:4:8", "≠ exact"), ("1:4:9", "1:4", "≠ ratio"), ("7:45", "7:45:00", "= ratio"),
            ("101_2", "5", "= exact"), ("101_2", "101", "= base"), ("101_2", "6", "≠ exact"),
            ("77_8", "63", "= exact"), ("77_8", "111111_2", "= exact"), ("77_8", "77_9", "≠ exact"),
        ] as [(String, String, String)])
    func ratios(_ reference: String, _ answer: String, _ expected: String) {
        #expect(decision(reference, answer) == expected)
    }

    @Test(
        "words, and words for a number",
        arguments: [
            ("yes", "\\text{Yes}", "= words"), ("yes", "no", "≠ words"),
            ("\\text{The blue one}", "blue one", "= words"), ("Monday", "Tuesday", "≠ words"),
            ("\\text{Monday}", "monday", "= same_text"), ("even", "4", "≠ kind"), ("4", "even", "≠ kind"),
            ("\\text{parabola}", "a parabola", "= words"), ("Tom is the tallest", "Tom", "= words"),
            ("Tom is the tallest", "Bob", "≠ words"),
        ] as [(String, String, String)])
    func words(_ reference: String, _ answer: String, _ expected: String) {
        #expect(decision(reference, answer) == expected)
    }

    @Test(
        "answers of another kind",
        arguments: [
            ("5", "(5, 6)", "≠ kind"), ("\\infty", "5", "≠ kind"), ("\\infty", "-\\infty", "≠ kind"),
            ("x^2", "\\text{none}", "≠ kind"), ("x > 2", "2", "≠ kind"), ("x + y = 3", "3", "≠ kind"),
        ] as [(String, String, String)])
    func kinds(_ reference: String, _ answer: String, _ expected: String) {
        #expect(decision(reference, answer) == expected)
    }

    @Test(
        "what has no value, or none that the rules know",
        arguments: [
            ("\\frac{1}{0}", "1", "? no_value"), ("1 + 3 + 5 + \\cdots", "n^2", "? no_value"),
            ("\\int_0^1 x\\,dx", "\\frac12", "? no_value"), ("\\sum_{k=1}^{n} k", "\\frac{n(n+1)}{2}", "? no_value"),
            ("\\prod_{k=1}^n k", "n!", "? no_value"), ("\\lim_{n} a_n", "3", "? no_value"),
            ("it depends on the shape of the curve", "this is decided by how it bends", "? free_text"),
            ("9^{9^{9^{9}}}", "9^{9^{9^{9}}} + 1", "≠ modular"), ("\\sqrt{9^{9^{9}}}", "3", "≠ interval"),
            ("\\log_1 5", "2", "? no_value"), ("\\ln 0", "1", "? no_value"), ("\\tan 90^\\circ", "1", "? no_value"),
        ] as [(String, String, String)])
    func undecided(_ reference: String, _ answer: String, _ expected: String) {
        #expect(decision(reference, answer) == expected)
    }
}
