import Bytes

/// Splits HTML into text and tags according to section 13.2.5 of the HTML standard, except for markup that is never
/// closed: it is text, where a browser would show nothing of the rest.
///
/// Runs in linear time for any input.
struct HTMLTokenizer {
    enum Token {
        /// Text that may contain references.
        case text(ByteView)
        /// A start tag and the bytes after its name; the element is nil if it does not affect the plain text.
        case start(HTMLElement?, attributes: ByteView)
        case end(HTMLElement?)
    }

    private let html: ByteView
    private var offset = 0
    /// The offset of the last `>`, after which no tag can end.
    private let lastEnd: Int
    /// Searches that failed and need not be repeated.
    private var (lacksCommentEnd, lacksTagEnd) = (false, false)
    private var lacksEnd: Set<HTMLElement> = []

    init(_ html: ByteView) {
        self.html = html
        lastEnd = html.lastIndex(of: UInt8(ascii: ">")) ?? -1
    }

    /// Returns the next text or tag, or nil at the end.
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

    /// Consumes the contents of a raw element and its end tag, and returns the contents.
    ///
    /// Returns nil if there is no end tag: a script or style then extends to the end of the input, and for other
    /// elements nothing is consumed.
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

    /// Returns the length of the markup that starts at a `<`, or nil if it is text.
    private mutating func markup(at start: Int) -> Int? {
        guard start + 1 < html.count, start < lastEnd else { return nil }
        switch html[start + 1] {
        case UInt8(ascii: "/"):
            if html[start + 2].isLetter { return lengthOfTag(at: start, name: start + 2) }
            return lengthToEnd(from: start)
        case UInt8(ascii: "!"):
            let rest = html[start...]
            if rest.starts(with: ByteView("<!--")) { return lengthOfComment(at: start) }
            // CDATA is not markup in HTML content, and a browser would show half of it.
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
        // From here on the first `>` ends a tag; otherwise each tag might be searched to the end of the input.
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

    /// Returns the token for markup, or nil if it produces none.
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
    /// The way in which a tag ends, if it does.
    enum End {
        /// With a `>` at the given offset.
        case tag(Int)
        /// Not before the end of the text.
        case text
        /// Not at all: a quote is never closed.
        case quote
    }

    /// Returns how the tag ends whose name ends at `start`.
    static func end(in html: ByteView, from start: Int) -> End {
        var offset = start
        while let attribute = next(in: html, &offset) {
            if attribute.isEnd { return .tag(offset) }
        }
        return offset < html.count ? .quote : .text
    }

    /// Returns the value of an attribute, with its references unresolved; the first if there are several.
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
        /// Whether it marks the end of the tag and is not an attribute.
        var isEnd = false
    }

    /// Returns the next attribute, or the end of the tag, to which `offset` then points.
    ///
    /// Returns nil if the bytes end first, or if a quote is never closed.
    private static func next(in html: ByteView, _ offset: inout Int) -> Attribute? {
        while offset < html.count, html[offset].isHTMLSpace || html[offset] == UInt8(ascii: "/") { offset += 1 }
        guard offset < html.count else { return nil }
        if html[offset] == UInt8(ascii: ">") { return Attribute(isEnd: true) }
        let name = offset
        // A leading equals sign is part of the name.
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
    /// Whether it is white space that HTML collapses: space, tab, line feed, form feed or carriage return.
    var isHTMLSpace: Bool { self == 0x20 || self == 0x09 || self == 0x0A || self == 0x0C || self == 0x0D }

    /// Whether it is an ASCII letter.
    fileprivate var isLetter: Bool { self | 0x20 &- 0x61 < 26 }

    /// Whether it ends the name of a tag or an attribute.
    fileprivate var endsHTMLName: Bool { isHTMLSpace || self == UInt8(ascii: "/") || self == UInt8(ascii: ">") }
}
