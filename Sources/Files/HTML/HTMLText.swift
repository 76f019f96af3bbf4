import Bytes

/// Turns HTML into plain text, as a browser would show it.
///
/// White space is folded as a browser folds it, except in `pre`. Paragraphs and headings are parted by an empty line,
/// list items (`- `), rows and line breaks by a line break, cells by a tab; where end tags are left out, elements end as
/// the HTML standard says. `sup` and `sub` become `^` and `_`, so that 2^10 does not turn into 210. An image becomes
/// `![Image](address)`, so that a question that needs one is recognised. Scripts, styles, titles and comments go. A `<`
/// that begins no markup is a text, and so is markup that is never closed.
///
/// It belongs to one thread and is used for one text after the other.
package final class HTMLText {
    private var output: [UInt8] = []
    /// A text with its references resolved.
    private var resolved: [UInt8] = []
    private var open = HTMLOpenElements()
    private var breaks = 0
    private var isSpaceDue = false
    /// Whether no tag has come yet, and no text.
    private var isBeginning = true
    /// Whether a line feed that comes now is none, as behind the start tag of `pre`.
    private var skipsLineFeed = false
    /// Whether there is no text of what was read last, since it would be too long.
    package private(set) var isTooLong = false

    /// A reader that is used for one text after the other.
    package init() {}

    /// The plain text of an HTML text in UTF-8; none, and `isTooLong` is true, where it would be too long.
    ///
    /// - Parameters:
    ///   - html: the text.
    ///   - longest: how many bytes the plain text may have.
    package func text(of html: ByteView, atMost longest: Int = .max) -> [UInt8] {
        output.removeAll(keepingCapacity: true)
        isTooLong = false
        open.removeAll()
        (breaks, isSpaceDue, isBeginning, skipsLineFeed) = (0, false, true, false)
        var tokenizer = HTMLTokenizer(html)
        while let token = tokenizer.next() {
            switch token {
            case .text(let text): characters(text)
            case .start(let element, let attributes):
                (isBeginning, skipsLineFeed) = (false, false)
                if let element { start(element, attributes, &tokenizer) }
            case .end(let element):
                skipsLineFeed = false
                if let element { end(element) }
            }
            // A token is part of the row, and its text little longer, so that this is soon enough.
            if output.count > longest {
                isTooLong = true
                output.removeAll()
                return output
            }
        }
        while let last = output.last, last.isASCIIWhiteSpace { output.removeLast() }
        return output
    }

    // MARK: - Tags

    private func start(_ element: HTMLElement, _ attributes: ByteView, _ tokenizer: inout HTMLTokenizer) {
        var raw: ByteView?
        if element.isRaw {
            raw = tokenizer.takeRaw(element)
            if element == .script || element == .style || element == .title { return }
        }
        open.open(element, ended: ended)
        switch element {
        case .br: breakLine(after: breaks + 1)
        case .td, .th:
            if breaks == 0, !output.isEmpty { write("\t") }
        case .sup: write("^")
        case .sub: write("_")
        case .img: writeImage(attributes)
        default: breakLine(after: element.breaks)
        }
        if element == .li { write("- ") }
        skipsLineFeed = element.isPreformatted && element != .xmp
        if let raw {
            if element == .xmp { preformatted(raw) } else { characters(raw) }
            end(element)
        }
    }

    private func end(_ element: HTMLElement) {
        if element == .br { return breakLine(after: breaks + 1) }
        if open.close(element, ended: ended) { return }
        // The end tag of a paragraph that is not open makes an empty one.
        if element == .p || open.areFull { ended(element) }
    }

    private func ended(_ element: HTMLElement) {
        if !element.isVoid { breakLine(after: element.breaks) }
    }

    private func writeImage(_ attributes: ByteView) {
        write("![Image](")
        if let source = HTMLAttributes.value(of: "src", in: attributes) {
            HTMLReferences.append(source, to: &output, isInAttribute: true)
        }
        output.append(")")
    }

    // MARK: - Texts

    private func characters(_ text: ByteView) {
        guard text.firstIndex(of: UInt8(ascii: "&")) != nil else { return plain(text) }
        resolved.removeAll(keepingCapacity: true)
        HTMLReferences.append(text, to: &resolved)
        resolved.withByteView { plain($0) }
    }

    /// Takes a text without references.
    private func plain(_ text: ByteView) {
        if open.preformatted > 0 { return preformatted(text) }
        var start = 0
        for offset in 0..<text.count where text[offset] <= 0x20 {
            if offset > start { write(text[start..<offset]) }
            // Other control characters show nothing.
            if text[offset].isHTMLSpace { isSpaceDue = true }
            start = offset + 1
        }
        if start < text.count { write(text[start...]) }
    }

    /// Takes a text whose white space is kept, but that line ends are line feeds.
    private func preformatted(_ text: ByteView) {
        var start = 0
        if skipsLineFeed, !text.isEmpty {
            if text.first == 0x0D { start = 1 }
            if start < text.count, text[start] == 0x0A { start += 1 }
            skipsLineFeed = false
        }
        if start < text.count { writePending() }
        for offset in start..<text.count where text[offset] < 0x20 && text[offset] != 0x0A && text[offset] != 0x09 {
            output.append(text[start..<offset])
            start = offset + 1
            if text[offset] == 0x0C { output.append(0x0C) }
            if text[offset] == 0x0D, start == text.count || text[start] != 0x0A { output.append(0x0A) }
        }
        output.append(text[start...])
    }

    // MARK: - Writing

    private func breakLine(after count: Int) {
        breaks = max(breaks, count)
    }

    private func write(_ text: ByteView) {
        if isBeginning {
            // A text with nothing around it is a paragraph.
            isBeginning = false
            open.open(.p, ended: ended)
        }
        writePending()
        output.append(text)
    }

    private func write(_ text: StaticString) { write(ByteView(text)) }

    /// Writes the line breaks or the space that are due before the next text.
    private func writePending() {
        if !output.isEmpty {
            if breaks > 0 {
                output.append(contentsOf: repeatElement(0x0A, count: min(breaks, 2)))
            } else if isSpaceDue, output.last != 0x20, output.last != 0x0A, output.last != 0x09 {
                output.append(0x20)
            }
        }
        breaks = 0
        isSpaceDue = false
    }
}
