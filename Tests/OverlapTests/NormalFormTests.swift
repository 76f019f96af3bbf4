import Bytes
import Testing
import TestSupport
import Tokenizer

@testable import Overlap

/// The form in which texts are compared.
@Suite("The normal form")
struct NormalFormTests {
    static func form(_ text: String) -> String {
        text.withByteView { String(decoding: NormalForm.of($0), as: UTF8.self) }
    }

    @Test(
        "what a text becomes",
        arguments: [
            // Case, white space, punctuation, hidden characters.
            ("Find  the\tAREA,\nplease!", "find the area please"),
            ("Anna's \u{201C}hot-air\u{201D} balloon \u{2014} red.", "annas hot air balloon red"),
            ("na\u{EF}ve cafe\u{301}", "na\u{EF}ve caf\u{E9}"),
            ("a\u{200B}b\u{AD}c\u{FEFF} d", "abc d"),
            ("\u{FB01}nd \u{FF58}\u{FF1D}\u{FF11}\u{FF12}", "find x = 12"),
            ("\u{3A3}\u{39F}\u{3A6}\u{39F}\u{3A3}", "\u{3C3}\u{3BF}\u{3C6}\u{3BF}\u{3C3}"),
            ("STRASSE \u{130}", "strasse i\u{307}"),
            // Numbers.
            ("1,000 and 10{,}000 and $2\\,000$", "1000 and 10000 and 2000"),
            ("(1,200) [3,400]", "( 1 200 ) [ 3 400 ]"),
            ("0,125 1,23 12,3456", "0 125 1 23 12 3456"),
            ("2.60 .5 3.", "2.60 0.5 3"),
            ("x2 2nd", "x 2 2 nd"),
            ("x\u{B2} 10\u{B2} a\u{2081}", "x ^ 2 10 ^ 2 a _ 1"),
            ("\u{BD}", "1 / 2"),
            // LaTeX.
            ("\\frac12 = \\dfrac{1}{2} = \\tfrac 12", "frac 1 2 = frac 1 2 = frac 1 2"),
            ("\\frac{12}{35}", "frac 12 35"),
            ("\\frac1{23} \\sqrt2 \\sqrt{45}", "frac 1 23 sqrt 2 sqrt 45"),
            ("\\left( x \\right)", "( x )"),
            ("$\\displaystyle \\mathbf{v}$ \\text{ if }", "v if"),
            ("\\log(kx)", "log ( kx )"),
            ("\\( \\log (k x) \\)", "log ( kx )"),
            ("$a$ $b$", "a b"),
            ("$\\frac{x}{y}$", "frac x y"),
            ("\\begin{align*} a &= b \\\\ c &= d \\end{align*}", "a = b c = d"),
            ("\\begin{pmatrix} 2 \\\\ 3 \\end{pmatrix}", "pmatrix 2 3"),
            ("\\begin{array}{cl} 3 & 4 \\end{array}", "3 4"),
            ("90^\\circ 90^{\\circ} 90\u{B0}", "90 circ 90 circ 90 circ"),
            ("1, 2, \\ldots, n", "1 2 n"),
            ("\\hspace{3cm} x \\label{eq:1}", "x"),
            ("5\\% 5%", "5 percent 5 percent"),
            ("\\$1.24", "1.24"),
            ("\\unknowncommand", "unknowncommand"),
            // Symbols and marks.
            ("x + y = z", "x + y = z"),
            ("5 - 3, -4, \u{2212}4", "5 - 3 - 4 - 4"),
            ("and/or 1/2 $a/b$", "and or 1 / 2 a / b"),
            ("2 \\cdot 3 \\times 4 \u{D7} 5 2*3", "2 times 3 times 4 times 5 2 times 3"),
            ("a \\leq b \u{2264} c \\leqslant d", "a le b le c le d"),
            ("\u{2220}ABC \\angle ABC", "angle abc angle abc"),
            ("\u{3C0}r \\pi", "pi r pi"),
            ("|x| \\lvert y\\rvert", "| x | | y |"),
            ("5! wow!", "5 ! wow"),
            ("$f'(x)$ 4:3 so: this", "f ' ( x ) 4 : 3 so this"),
            // Scripts without spaces.
            ("\u{6C42}\u{89E3} $x$\u{3002}", "\u{6C42} \u{89E3} x"),
            ("\u{304B}\u{30AD}", "\u{304B} \u{30AD}"),
            ("\u{FF76}\u{FF9E}", "\u{30AC}"),
            ("\u{D55C}\u{AD6D}\u{C5B4} \u{BB38}", "\u{D55C}\u{AD6D}\u{C5B4} \u{BB38}"),
            // Numbering.
            ("Problem 3. What is 5?", "what is 5"),
            ("12) What is 5?", "what is 5"),
            ("Question 7: What?", "what"),
            ("3.5 is what?", "3.5 is what"),
            ("2019. 7", "7"),
            ("12.", "12"),
            // Nothing but what is left out.
            ("", ""),
            (" ... ", "..."),
        ])
    func forms(_ text: String, _ expected: String) {
        // Strings would be equal in any form of Unicode.
        #expect(Self.form(text).bytes == expected.bytes)
    }

    @Test(
        "texts that differ in layout alone have one form",
        arguments: [
            ("the closed interval $[-80,80]$", "The closed interval $ [-80, 80] $"),
            ("for which \\(\\log(kx) = 2\\log(x+3)\\)", "for which $ \\log (k x) = 2 \\log (x + 3) $"),
            ("Compute $\\dbinom{9}{4}$.", "COMPUTE  $\\binom94$"),
            ("If $x\\ge 2$, find $x^{2}$.", "if \\[x \\geq 2\\] find \\(x^2\\)"),
            ("caf\u{E9}", "CAFE\u{301}"), ("\u{1EC7}\u{E9}x", "E\u{323}\u{302}E\u{301}X"),
            ("\u{3C0}ae\u{301}", "\u{3A0}A\u{C9}"),
            ("x\u{A0}y", "x y"),
        ])
    func same(_ one: String, _ other: String) {
        #expect(Self.form(one).bytes == Self.form(other).bytes)
    }

    @Test(
        "texts that say something else have different forms",
        arguments: [
            ("$3(x-1)$", "$3x-1$"), ("$x^2$", "$x_2$"), ("$f(x)$", "$f'(x)$"), ("$x+1$", "$x-1$"), ("12", "1 2"),
            ("$|x-2|$", "$x-2$"), ("5!", "5"), ("[0, 1]", "(0, 1)"), ("1.5", "15"), ("\\frac{1}{23}", "\\frac{12}{3}"),
            ("\u{E9}", "e"), ("4:3", "43"),
        ])
    func different(_ one: String, _ other: String) {
        #expect(Self.form(one) != Self.form(other))
    }

    private static let pieces = [
        "a", "B", "x", "7", "12", " ", "  ", "\\frac", "{", "}", "$", "\\(", "\\)", ",", ".", "-", "+", "(", ")", "^",
        "_",
        "\u{E9}", "e\u{301}", "\u{FB01}", "\u{BD}", "\u{3C0}", "\u{6C42}", "\u{FF76}\u{FF9E}", "\u{200B}", "\u{B2}",
        "[asy]", "[/asy]", "\\left", "\\text", "\\", "'", "\u{1100}\u{1161}", "\u{AC00}", "\u{301}", "\u{E33}",
        "\\begin{array}{c}", "\\end{array}", "\\\\", "%", "\n", "\u{1F600}", "\u{2264}",
    ]

    @Test("every unit has a place in the text, in order, and its place alone has no other letters or digits")
    func places() {
        var random = SeededRandom(7)
        var units = TextUnits()
        for _ in 0..<3000 {
            let text = (0..<random.below(14)).map { _ in Self.pieces[random.below(Self.pieces.count)] }.joined()
            text.withByteView { view in
                units.read(view)
                var end = 0
                for unit in 0..<units.count {
                    let place = units.place(of: unit)
                    #expect(place.lowerBound >= 0 && place.upperBound <= view.count && !place.isEmpty, "\(text)")
                    #expect(place.lowerBound >= end || place == units.place(of: unit - 1), "\(text)")
                    end = place.upperBound
                    #expect(!units.text(of: unit).isEmpty)
                }
            }
        }
    }

    @Test("pieces of NFKC in a row are NFKC of the whole")
    func pieceByPiece() {
        var random = SeededRandom(8)
        let characters = CompatibleCharacters()
        for _ in 0..<3000 {
            let scalars = (0..<random.below(10)).compactMap { _ -> Unicode.Scalar? in
                random.below(3) == 0
                    ? Unicode.Scalar(UInt32(random.below(0x3400)))
                    : Self.pieces[random.below(Self.pieces.count)].unicodeScalars.randomElement(using: &random)
            }
            let text = String(String.UnicodeScalarView(scalars))
            text.withByteView { view in
                var whole: [UInt8] = []
                var offset = 0
                while offset < view.count {
                    let (length, normalized) = characters.piece(of: view, at: offset)
                    whole.append(contentsOf: normalized ?? view[offset..<offset + length].array)
                    offset += length
                }
                #expect(whole == CompatibilityMappings.shared.normalized(view), "\(scalars)")
            }
        }
    }

    @Test("no bytes at all cause a trap, well-formed or not")
    func anyBytes() {
        var random = SeededRandom(9)
        var units = TextUnits()
        let lead: [UInt8] = [0xC3, 0xE2, 0xF0, 0x80, 0xFF, 0x5C, 0x24, 0x7B, 0x31, 0x2C, 0x41, 0x5B]
        for _ in 0..<3000 {
            let bytes = (0..<random.below(24)).map { _ in
                random.below(2) == 0 ? UInt8(random.below(256)) : lead[random.below(lead.count)]
            }
            bytes.withByteView { units.read($0) }
            #expect(units.count <= 18 * bytes.count)
        }
    }

    @Test("the code of a figure is marked as such")
    func figures() {
        var units = TextUnits()
        "See [asy] draw(a--b); [/asy] it. \\begin{tikzpicture} \\draw \\end{tikzpicture} End.".withByteView {
            units.read($0)
        }
        let drawn = (0..<units.count).filter { units.isDrawn($0) }.map { units.text(of: $0) }
        #expect(drawn.contains("draw") && drawn.contains("b") && !drawn.contains("it") && !drawn.contains("end"))
        #expect((0..<units.count).filter { !units.isDrawn($0) }.map { units.text(of: $0) } == ["see", "it", "end"])
    }
}
