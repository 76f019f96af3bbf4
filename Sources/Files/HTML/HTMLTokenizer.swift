import Bytes

/// Cuts HTML into texts and tags as the HTML standard does (section 13.2.5), but for what is opened and never closed:
/// that is text, where a browser would show nothing of all that follows.
///
/// It takes time in proportion to the text, whatever it is.
struct HTMLTokenizer {
    enum Token {
        /// A text, in which references may stand.
        case text(ByteView)
        /// A start tag with what stands behind its name; nil for an element that makes no difference.
        case start(HTMLElement?, attributes: ByteView)
        case end(HTMLElement?)
    }

    private let html: ByteView
    private var offset = 0
    /// Where the last `>` stands: behind it no tag ends.
    private let lastEnd: Int
    /// What was looked for in vain, and so need not be looked for again.
    private var (lacksCommentEnd, lacksTagEnd) = (false, false)
    private var lacksEnd: Set<HTMLElement> = []

    init(_ html: ByteView) {
        self.html = html
        lastEnd = html.lastIndex(of: UInt8(ascii: ">")) ?? -1
    }

    /// The next text or tag, or nil at the end.
    mutating func next() -> Token? {
        while offset < html.count {
            let start = offset
            if html[start] == UInt8(ascii: "<"), let length = markup(at: start) {
                offset = start + length
                if let token = tag(html[start..<offset]) { return token }
                continue
            }
            offset = html.firstIndex(of: UInt8(ascii: "<"), from: start + 1) ?? html.count
            return .text(html[start..<offset])
        }
        return nil
    }

    /// Takes what stands up to the end tag of an element that holds no markup, and the end tag.
    ///
    /// Returns nil where the end tag is missing: scripts and styles then go on to the end, of others nothing is taken.
    mutating func takeRaw(_ element: HTMLElement) -> ByteView? {
        let start = offset
        if let end = lacksEnd.contains(element) ? nil : endTag(of: element) {
            offset = end.upperBound
            return html[start..<end.lowerBound]
        }
        lacksEnd.insert(element)
        if element == .script || element == .style { offset = html.count }
        return nil
    }

    private func endTag(of element: HTMLElement) -> Range<Int>? {
        var place = offset
        while let next = html.firstIndex(of: ByteView("</"), from: place) {
            place = next + 2
            let name = nameLength(at: place)
            guard HTMLElement(html[place..<place + name]) == element else { continue }
            return html.firstIndex(of: UInt8(ascii: ">"), from: place).map { next..<$0 + 1 }
        }
        return nil
    }

    // MARK: - Markup

    /// The length of the markup that begins at a `<`, or nil where it is text.
    private mutating func markup(at start: Int) -> Int? {
        guard start + 1 < html.count, start < lastEnd else { return nil }
        switch html[start + 1] {
        case UInt8(ascii: "/"):
            if html[start + 2].isLetter { return lengthOfTag(at: start, name: start + 2) }
            return lengthToEnd(from: start)
        case UInt8(ascii: "!"):
            let rest = html[start...]
            if rest.starts(with: ByteView("<!--")) { return lengthOfComment(at: start) }
            // Here it is no markup, and a browser would show half of it.
            if rest.starts(with: ByteView("<![CDATA[")) { return nil }
            return lengthToEnd(from: start)
        case UInt8(ascii: "?"): return lengthToEnd(from: start)
        case let letter where letter.isLetter: return lengthOfTag(at: start, name: start + 1)
        default: return nil
        }
    }

    private func lengthToEnd(from start: Int) -> Int? {
        html.firstIndex(of: UInt8(ascii: ">"), from: start).map { $0 + 1 - start }
    }

    private mutating func lengthOfComment(at start: Int) -> Int? {
        let inside = html[(start + 4)...]
        if inside.starts(with: ByteView(">")) { return 5 }
        if inside.starts(with: ByteView("->")) { return 6 }
        if lacksCommentEnd { return nil }
        var place = 0
        while let dashes = inside.firstIndex(of: ByteView("--"), from: place) {
            let rest = inside[(dashes + 2)...]
            if rest.first == UInt8(ascii: ">") { return 4 + dashes + 3 }
            if rest.starts(with: ByteView("!>")) { return 4 + dashes + 4 }
            place = dashes + 1
        }
        lacksCommentEnd = true
        return nil
    }

    // MARK: - Tags

    private mutating func lengthOfTag(at start: Int, name: Int) -> Int? {
        let attributes = name + nameLength(at: name)
        if lacksTagEnd { return lengthToEnd(from: start) }
        switch HTMLAttributes.end(in: html, from: attributes) {
        case .tag(let end): return end + 1 - start
        // From here on the first `>` ends a tag, or each would be looked through to the end.
        case .text:
            lacksTagEnd = true
            return nil
        case .quote:
            lacksTagEnd = true
            return lengthToEnd(from: start)
        }
    }

    private func nameLength(at start: Int) -> Int {
        var end = start
        while end < html.count, !html[end].endsHTMLName { end += 1 }
        return end - start
    }

    /// The token that markup is, nil where it shows nothing.
    private func tag(_ markup: ByteView) -> Token? {
        let isEnd = markup[1] == UInt8(ascii: "/")
        let name = isEnd ? 2 : 1
        guard markup[name].isLetter else { return nil }
        let end = offset - markup.count + name
        let attributes = name + nameLength(at: end)
        let element = HTMLElement(markup[name..<attributes])
        return isEnd ? .end(element) : .start(element, attributes: markup[attributes..<markup.count - 1])
    }
}

/// The attributes of a start tag.
enum HTMLAttributes {
    /// How a tag ends, or does not.
    enum End {
        /// With a `>` at an offset.
        case tag(Int)
        /// With the text.
        case text
        /// With a quote that is never closed.
        case quote
    }

    /// How the tag ends whose name ends at an offset.
    static func end(in html: ByteView, from start: Int) -> End {
        var offset = start
        while let attribute = next(in: html, &offset) {
            if attribute.isEnd { return .tag(offset) }
        }
        return offset < html.count ? .quote : .text
    }

    /// The value of an attribute of a tag, references and all; the first of several counts.
    static func value(of name: StaticString, in attributes: ByteView) -> ByteView? {
        var offset = 0
        while let attribute = next(in: attributes, &offset), !attribute.isEnd {
            if attribute.name.isSpelledInAnyCase(name) { return attribute.value }
        }
        return nil
    }

    private struct Attribute {
        var name = ByteView.empty
        var value = ByteView.empty
        /// Whether it is none, but the end of the tag.
        var isEnd = false
    }

    /// The next attribute, or the end of the tag, at which the offset then stands.
    ///
    /// Returns nil where the bytes end before, and at a quote that is never closed.
    private static func next(in html: ByteView, _ offset: inout Int) -> Attribute? {
        while offset < html.count, html[offset].isHTMLSpace || html[offset] == UInt8(ascii: "/") { offset += 1 }
        guard offset < html.count else { return nil }
        if html[offset] == UInt8(ascii: ">") { return Attribute(isEnd: true) }
        let name = offset
        // An equals sign at its beginning belongs to the name.
        offset += 1
        while offset < html.count, !html[offset].endsHTMLName, html[offset] != UInt8(ascii: "=") { offset += 1 }
        var attribute = Attribute(name: html[name..<offset])
        skipSpace(in: html, &offset)
        guard offset < html.count, html[offset] == UInt8(ascii: "=") else { return attribute }
        offset += 1
        skipSpace(in: html, &offset)
        guard offset < html.count else { return attribute }
        let quote = html[offset]
        if quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
            guard let close = html.firstIndex(of: quote, from: offset + 1) else { return nil }
            attribute.value = html[(offset + 1)..<close]
            offset = close + 1
        } else {
            let value = offset
            while offset < html.count, !html[offset].isHTMLSpace, html[offset] != UInt8(ascii: ">") { offset += 1 }
            attribute.value = html[value..<offset]
        }
        return attribute
    }

    private static func skipSpace(in html: ByteView, _ offset: inout Int) {
        while offset < html.count, html[offset].isHTMLSpace { offset += 1 }
    }
}

extension ByteView {
    fileprivate func isSpelledInAnyCase(_ name: StaticString) -> Bool {
        let name = ByteView(name)
        return count == name.count && (0..<count).allSatisfy { self[$0] | 0x20 == name[$0] }
    }
}

extension UInt8 {
    /// True of the white space that HTML folds: space, tab, line feed, form feed and carriage return.
    var isHTMLSpace: Bool { self == 0x20 || self == 0x09 || self == 0x0A || self == 0x0C || self == 0x0D }

    /// True of a letter of ASCII.
    fileprivate var isLetter: Bool { self | 0x20 &- 0x61 < 26 }

    /// True of what ends the name of a tag or an attribute.
    fileprivate var endsHTMLName: Bool { isHTMLSpace || self == UInt8(ascii: "/") || self == UInt8(ascii: ">") }
}
