import Bytes
import Foundation
import TestSupport
import Testing

@testable import Files

@Suite("HTML to text")
struct HTMLTextTests {
    @Test(
        "as a reader sees it",
        arguments: [
            ("plain", "plain"), ("", ""), ("<p>One</p><p>Two</p>", "One\n\nTwo"), ("a<br>b<br/><br>c", "a\nb\n\nc"),
            ("x &amp; y &lt; z &nbsp;&#945;", "x & y < z \u{A0}α"),
            ("<b>bold</b> and <i>it</i>alic", "bold and italic"),
            ("  much\n\n  space  ", "much space"), ("<ul><li>a</li><li>b</li></ul>", "- a\n- b"),
            ("2<sup>10</sup> H<sub>2</sub>O", "2^10 H_2O"), ("<script>alert(1)</script>x<style>y</style>", "x"),
            ("<pre>a\n  b</pre>c", "a\n  b\n\nc"),
            ("<table><tr><td>1</td><td>2</td></tr><tr><td>3</td></tr></table>", "1\t2\n3"),
            ("see <img src=\"f.png\" alt=\"z\"> now", "see ![Image](f.png) now"), ("<p>open <b>tags", "open tags"),
            ("a < b", "a < b"), ("<!-- gone -->x", "x"), ("$x^2$ &ne; 数学 😀", "$x^2$ ≠ 数学 😀"),
            ("<div>a</div><div>b</div>", "a\nb"), ("&unknown; &#0; x", "&unknown; x"),
        ])
    func cases(_ html: String, _ expected: String) {
        let converter = HTMLText()
        #expect(text(Array(html.utf8).withByteView { converter.text(of: $0) }) == expected)
        // The converter is used again and again.
        #expect(text(Array(html.utf8).withByteView { converter.text(of: $0) }) == expected)
    }

    private func read(_ html: String) -> String {
        let converter = HTMLText()
        return text(Array(html.utf8).withByteView { converter.text(of: $0) })
    }

    @Test(
        "what looks like markup and is none is text",
        arguments: [
            ("<>", "<>"), ("a<>b", "a<>b"), ("< 5", "< 5"), ("<5", "<5"), ("<3", "<3"), ("x <3 y", "x <3 y"),
            ("1<2>3", "1<2>3"), ("a<=b", "a<=b"), ("<=>", "<=>"), ("<- x ->", "<- x ->"), ("<-->", "<-->"),
            ("<é>", "<é>"), ("a<", "a<"), ("<", "<"), ("a <\nb", "a < b"), ("<<b>x</b>>", "<x>"), ("a<$x$", "a<$x$"),
            (">", ">"), ("a->b", "a->b"), ("]]>", "]]>"), ("-->", "-->"),
        ])
    func noMarkup(_ html: String, _ expected: String) { #expect(read(html) == expected) }

    @Test(
        "what is opened and never closed is text, and nothing behind it is lost",
        arguments: [
            ("a<b", "a<b"), ("if x<y then", "if x<y then"), ("a<b c='>'", "a<b c='>'"), ("a<br", "a<br"),
            ("a</b", "a</b"), ("a</", "a</"), ("a<!-- b", "a<!-- b"), ("a<!-- b <i>c</i>", "a<!-- b c"),
            ("a<!--b->c", "a<!--b->c"), ("a<!b", "a<!b"), ("a<!", "a<!"), ("a<?b", "a<?b"), ("a<?", "a<?"),
            ("<p>a<p", "a<p"), ("<a href=\"x>text</a> more", "text more"), ("<a b='x>t</a> <i c='y'>u</i>", "u"),
            ("<title>a <i>b</i>", "a b"), ("<textarea>a <i>b</i>", "a b"), ("x<script>y", "x"), ("x<style>y <p>z", "x"),
            ("a<![CDATA[x]]>b", "a<![CDATA[x]]>b"), ("<![CDATA[<p>x</p>", "<![CDATA[\n\nx"),
        ])
    func unclosed(_ html: String, _ expected: String) { #expect(read(html) == expected) }

    @Test(
        "markup that shows nothing goes, and nothing with it",
        arguments: [
            ("a<!>b", "ab"), ("<!>a", "a"), ("a</>b", "ab"), ("a</ x>b", "ab"), ("a<?xml version='1.0'?>b", "ab"),
            ("a<!DOCTYPE html>b", "ab"), ("<!doctype html><p>b", "b"), ("a<!-->b", "ab"), ("a<!--->b", "ab"),
            ("a<!-- x -- y -->b", "ab"), ("a<!-- x --!>b", "ab"), ("a<!---->b", "ab"), ("a<!-- <p> > -->b", "ab"),
            ("<a href='x>y'>z</a>", "z"), ("<a href=\"x>y\">z</a>", "z"), ("<a href=x>y>z</a>", "y>z"),
            ("a<x-y>b", "ab"),
            ("a<b/>c", "ac"), ("<B CLASS = \"x\" id=y z>a</B >b", "ab"), ("<a =\">\">b", "\">b"), ("</br>x", "x"),
            ("a</br>b", "a\nb"), ("<script>a<b</script>c", "c"), ("<script>'</scriptx>'</script\n>c", "c"),
            ("<STYLE>a</style >c", "c"), ("<title>a</title>b", "b"), ("<head><title>a</title><p>b", "b"),
            ("a\u{0}b\u{1}", "ab"),
        ])
    func markup(_ html: String, _ expected: String) { #expect(read(html) == expected) }

    @Test(
        "elements end where their end tags may be left out",
        arguments: [
            ("<option>1<option>2", "1\n2"), ("<select><option>1<option>2</select>x", "1\n2\nx"),
            ("<select><optgroup label=a><option>1<optgroup label=b><option>2</select>", "1\n2"),
            ("<datalist><option>1<option>2</datalist>x", "1\n2\nx"), ("<ul><li>a<li>b</ul>c", "- a\n- b\n\nc"),
            ("<ol><li>a<ul><li>b<li>c</ul><li>d</ol>", "- a\n\n- b\n- c\n\n- d"), ("<li><div>a<li>b", "- \na\n- b"),
            ("<dl><dt>a<dd>b<dt>c<dd>d</dl>e", "a\nb\nc\nd\n\ne"), ("<p>a<p>b", "a\n\nb"),
            ("<p>a<div>b</div>c", "a\n\nb\nc"),
            ("<div><p>a</div>b", "a\n\nb"), ("<p>a<ul><li>b</ul>", "a\n\n- b"),
            ("<p>a<table><tr><td>b</table>c", "a\n\nb\n\nc"),
            ("<p>a<hr>b", "a\n\nb"), ("<p>a<section>b", "a\n\nb"), ("<p>a<h2>b", "a\n\nb"), ("<h1>a<h2>b", "a\n\nb"),
            ("<table><tr><td>1<td>2<tr><td>3<td>4</table>x", "1\t2\n3\t4\n\nx"),
            ("<table><tr><th>1<td>2<tr><th>3<td>4", "1\t2\n3\t4"), ("<table><td>1<td>2</table>", "1\t2"),
            ("<table><caption>c<tr><td>1</table>", "c\n1"),
            ("<table><caption>c<thead><tr><th>h<tbody><tr><td>1<tfoot><tr><td>f", "c\nh\n1\nf"),
            ("<table><tr><td><p>1<td>2</table>", "1\n\n2"),
            ("<table><tr><td>1<table><tr><td>2</table>3<td>4</table>", "1\n\n2\n\n3\t4"),
            ("<div><pre> a</div> b  c", " a\n\nb c"), ("a</p>b", "a\n\nb"), ("a</div>b", "ab"), ("a</li>b", "ab"),
            ("<ul><li>a<div>b</li>c</ul>", "- a\nb\nc"), ("<table><tr><td>a</p></div>b<td>c", "a\n\nb\tc"),
        ])
    func optionalTags(_ html: String, _ expected: String) { #expect(read(html) == expected) }

    @Test(
        "elements that a browser sets apart are set apart",
        arguments: [
            ("a<p>b</p>c", "a\n\nb\n\nc"), ("<legend>a</legend>b", "a\nb"),
            ("<fieldset><legend>l</legend>a</fieldset>b", "l\na\n\nb"),
            ("<details><summary>a</summary>b</details>c", "a\nb\nc"), ("<div>a</div><center>b</center>c", "a\nb\nc"),
            ("<div>a</div><dialog>b</dialog>c", "a\nb\nc"), ("<menu><li>a<li>b</menu>c", "- a\n- b\n\nc"),
            ("<hgroup><h1>a</h1>b</hgroup>c", "a\n\nb\nc"), ("<search>a</search>b", "a\nb"),
            ("<figure>a<figcaption>b</figure>c", "a\nb\nc"),
            ("<b>a</b><i>b</i>", "ab"), ("<button>a</button><button>b</button>", "ab"), ("a<wbr>b", "ab"),
            ("<ruby>a<rp>(</rp><rt>b</rt><rp>)</rp></ruby>", "a(b)"),
            ("<math><mi>x</mi><mo>&lt;</mo><mi>y</mi></math>", "x<y"),
            ("<svg><title>t</title><text>x</text></svg>", "x"),
            ("<textarea>a <b>\n c</textarea>d", "a <b>\n c\n\nd"),
            ("a<xmp><b>&lt;</b></xmp>c", "a\n\n<b>&lt;</b>\n\nc"),
            ("<pre>\na\r\nb\rc\td</pre>e", "a\nb\nc\td\n\ne"), ("<pre><code>\na</code></pre>", "\na"),
            ("<pre>a&#10;&lt;b</pre>", "a\n<b"),
            ("<div>a<div>b</div></div>c", "a\nb\nc"),
        ])
    func blocks(_ html: String, _ expected: String) { #expect(read(html) == expected) }

    @Test(
        "references are those of the standard",
        arguments: [
            ("&", "&"), ("a & b", "a & b"), ("AT&T", "AT&T"), ("&;", "&;"), ("&#", "&#"), ("&#;", "&#;"),
            ("&#x", "&#x"),
            ("&#xg;", "&#xg;"), ("&#65", "A"), ("&#65;&#x41;&#X61;", "AAa"), ("&#x1F600;", "😀"), ("&#150;&#x93;", "–“"),
            ("&#xD800;x&#1114112;y&#99999999999999999999;z", "xyz"), ("&#0;x&#1;y&#xFFFF;z", "xyz"), ("a&#12;b", "a b"),
            ("&amp;lt;", "&lt;"),
            ("&lt5", "<5"), ("&copy2", "©2"), ("&notit;", "¬it;"), ("&notin;", "∉"), ("&amp", "&"),
            ("&AMP;&Amp;", "&&Amp;"),
            ("&apos;", "'"), ("&hellip;", "…"), ("&NotEqualTilde;", "≂\u{338}"), ("&lang;", "⟨"),
            ("&unknown;", "&unknown;"),
            ("&CounterClockwiseContourIntegral;", "∳"), ("&nbsp;x", "\u{A0}x"), ("&eacute", "é"),
            ("&hellip", "&hellip"),
            ("<img src='a&amp;b&lt=c&copy&lt'>", "![Image](a&b&lt=c©<)"), ("<img SRC = x src=y>", "![Image](x)"),
            ("<img alt=\"src=\">", "![Image]()"), ("<img/src=a/>", "![Image](a/)"),
        ])
    func references(_ html: String, _ expected: String) {
        #expect(read(html).unicodeScalars.elementsEqual(expected.unicodeScalars))
    }

    @Test("texts of neighbours never run together where one of them is set apart")
    func neighbours() {
        for element in HTMLElement.allCases where element.breaks > 0 {
            let name = element.rawValue
            #expect(!read("1<\(name)>2").contains("12"), "\(name)")
            if !element.isVoid { #expect(!read("1<\(name)>2</\(name)>3").contains("23"), "\(name)") }
            for other in HTMLElement.allCases where other.breaks > 0 && !element.isRaw {
                for html in ["<\(name)>1<\(other.rawValue)>2", "<div><\(name)>1</\(name)><\(other.rawValue)>2"] {
                    #expect(!read(html).contains("12"), "\(html)")
                }
            }
        }
    }

    // MARK: - At random

    private struct Random {
        var state: UInt64

        mutating func below(_ count: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % count
        }

        mutating func any(_ parts: [String]) -> String { parts[below(parts.count)] }
    }

    /// A part of a document: a text, or an element with what is in it.
    private indirect enum Node {
        case text(String)
        case element(String, [Node])

        var name: String? { if case .element(let name, _) = self { name } else { nil } }

        /// As HTML; now and then without an end tag that the standard, section 13.1.2.4, lets be left out.
        func html(before next: Node?, _ random: inout Random, omits: Bool) -> String {
            guard case .element(let name, let children) = self else {
                if case .text(let text) = self { return text }
                return ""
            }
            var html = "<\(name)>"
            for (number, child) in children.enumerated() {
                html += child.html(
                    before: number + 1 < children.count ? children[number + 1] : nil, &random, omits: omits)
            }
            let mayGo =
                next == nil
                ? Node.lastMayLack.contains(name) : Node.mayLackBefore[name]?.contains(next?.name ?? "") == true
            return html + (omits && mayGo && random.below(3) > 0 ? "" : "</\(name)>")
        }

        private static let lastMayLack: Set = [
            "li", "dd", "p", "optgroup", "option", "tbody", "tfoot", "tr", "td", "th", "caption",
        ]
        private static let mayLackBefore: [String: Set<String>] = [
            "li": ["li"], "dt": ["dt", "dd"], "dd": ["dt", "dd"], "optgroup": ["optgroup"],
            "option": ["option", "optgroup"], "thead": ["tbody", "tfoot"], "tbody": ["tbody", "tfoot"],
            "tr": ["tr", "tbody", "tfoot"],
            "td": ["td", "th"], "th": ["td", "th"], "caption": ["thead", "tbody", "tr"],
            "p": [
                "address", "article", "aside", "blockquote", "details", "div", "dl", "fieldset", "figcaption", "figure",
                "footer",
                "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "main", "menu", "nav", "ol", "p",
                "pre",
                "search", "section", "table", "ul",
            ],
        ]
    }

    /// A document of blocks, tables and lists in one another.
    private func node(_ random: inout Random, depth: Int = 0) -> Node {
        func texts() -> [Node] { [.text(random.any(["a", "b &amp; c", "<b>d</b>", " e ", "<br>f"]))] }
        func some(_ name: String, _ make: () -> [Node]) -> [Node] {
            (0...random.below(3)).map { _ in .element(name, make()) }
        }
        func inside() -> [Node] {
            depth > 2 || random.below(2) == 0
                ? texts() : (0...random.below(2)).map { _ in node(&random, depth: depth + 1) }
        }
        func rows() -> [Node] {
            some("tr") { some(random.any(["td", "th"]), inside) + some(random.any(["td", "th"]), texts) }
        }
        switch random.below(9) {
        case 0, 1: return .element("p", texts())
        case 2: return .element(random.any(["ul", "ol"]), some("li", inside))
        case 3: return .element("dl", (0...random.below(2)).flatMap { _ in some("dt", texts) + some("dd", inside) })
        case 4:
            return .element(
                "select", random.below(2) == 0 ? some("option", texts) : some("optgroup") { some("option", texts) })
        case 5: return .element("table", (random.below(3) == 0 ? [.element("caption", texts())] : []) + rows())
        case 6:
            return .element(
                "table",
                (random.below(2) == 0 ? [.element("thead", rows())] : []) + some("tbody", rows)
                    + (random.below(2) == 0 ? [.element("tfoot", rows())] : []))
        case 7: return .element(random.any(["div", "section", "blockquote", "h2", "address", "details"]), inside())
        default: return .element("div", texts() + inside())
        }
    }

    @Test("end tags that may be left out make no difference", arguments: 0..<8)
    func omittedTags(_ seed: UInt64) {
        var random = Random(state: seed)
        for _ in 0..<50 {
            let document = Node.element("div", (0...2).map { _ in node(&random) })
            let whole = document.html(before: .text(""), &random, omits: false)
            let short = document.html(before: .text(""), &random, omits: true)
            let (a, b) = (read(whole), read(short))
            #expect(a == b, "\(whole), \(short)")
        }
    }

    @Test("texts of nothing but beginnings come to an end")
    func beginnings() {
        let parts = [
            "<a '", "<a b='", "<a b='>' ", "<!--", "<!- ", "<!-- --", "<title>", "<xmp>", "<textarea>", "<script>", "<",
            "</", "<!",
            "<?", "<![CDATA[", "&", "&#", "&#1111111111", "&Counter", "<div>", "<li><div>", "<table>", "<tr><td>",
            "<p><div>", "</p>",
            "</title", "<xmp></xm", "<option>", "<pre>\r",
        ]
        for part in parts {
            let html = String(repeating: part, count: 2000) + String(repeating: "<li></li>", count: 2000)
            #expect(read(html).utf8.count <= 3 * html.utf8.count, "\(part)")
        }
    }

    private func answers(of script: String, to texts: [String]) throws -> [String] {
        let folder = TemporaryFolder()
        let input = texts.map {
            $0.utf8.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined() + "\n"
        }
        let lines = try Python.run(script, input: folder.write("in", input.joined()))
        return try lines.map { line in try line.withByteView { try JSON(parsing: $0).string ?? "" } }
    }

    @Test(
        "tag soup is what html5lib makes of it",
        .enabled(if: Python.has("html5lib"), "needs Python's html5lib"), arguments: 0..<4)
    func soup(_ seed: UInt64) throws {
        var random = Random(state: seed)
        let tags = [
            "p", "div", "ul", "ol", "li", "dl", "dt", "dd", "h1", "h2", "section", "blockquote", "option", "optgroup",
            "fieldset",
            "legend", "center", "span", "address", "details", "summary", "figure", "figcaption", "menu", "hr", "br",
            "img", "sup",
        ]
        let texts = [
            "x", "y ", " z", "\n", "w&amp;", "<>", "&lt", "&notit;", "<!-- c -->", "</>", "<!>", "<?p?>", "< 5", "<3",
            "&#65", "&#",
            "a<b c='>'>", "<!-->", "&", "</ >",
        ]
        let documents = (0..<500).map { _ in
            (0...random.below(9)).reduce("<div>") { html, _ in
                switch random.below(5) {
                case 0, 1: html + "<\(random.any(tags))>"
                case 2: html + "</\(random.any(tags))>"
                default: html + random.any(texts)
                }
            }
        }
        for (document, expected) in zip(documents, try answers(of: "html_witness.py", to: documents)) {
            let found = read(document)
            #expect(found == expected, "\(document)")
        }
    }

    @Test("every named reference is Python's", .enabled(if: Python.has("html"), "needs Python"))
    func names() throws {
        let names = try Python.run(
            "-c", "import html, json\nfor name, text in html.entities.html5.items(): print(json.dumps([name, text]))")
        #expect(names.count == 2231)
        for line in names {
            let pair = try line.withByteView { try JSON(parsing: $0) }.list?.compactMap(\.string) ?? []
            let (name, expected) = (try #require(pair.first), try #require(pair.last))
            let isSame = read("x&\(name) <b>y").unicodeScalars.elementsEqual("x\(expected) y".unicodeScalars)
            // What stands for white space is folded with it.
            let isSpace = expected == "\n" || expected == "\t"
            #expect(isSame || isSpace, "\(name)")
        }
    }
}
