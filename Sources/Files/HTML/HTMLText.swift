import Bytes

/// Converts HTML to plain text, as a browser would show it.
///
/// White space is collapsed as in a browser, except in preformatted elements. Paragraphs and headings are separated by
/// an empty line, list items (`- `), rows and line breaks by a line break, cells by a tab; where end tags are omitted,
/// elements are closed as the HTML standard specifies. `sup` and `sub` become `^` and `_`, so that 2^10 does not turn
/// into 210. An image becomes `![Image](address)`, so that a question that needs one is recognized. Scripts, styles,
/// titles and comments are removed. A `<` that does not start markup is text, and so is markup that is never closed.
///
/// An instance is reused for many texts and is not thread-safe.
package final class HTMLText {
    private var output: [UInt8] = []
    /// The current text with its references resolved.
    private var resolved: [UInt8] = []
    private var open = HTMLOpenElements()
    private var breaks = 0
    private var isSpaceDue = false
    /// Whether neither a tag nor text has been read yet.
    private var isBeginning = true
    /// Whether a line feed that follows directly is ignored, as after the start tag of `pre`.
    private var skipsLineFeed = false
    /// Whether the last text was abandoned because it would be too long.
    package private(set) var isTooLong = false

    /// Creates a converter, which can be used for many texts.
    package init() {}

    /// Returns the plain text of HTML in UTF-8; empty, with `isTooLong` set, if it would be too long.
    ///
    /// - Parameters:
    ///   - html: The HTML.
    ///   - longest: The maximum number of bytes of the plain text.
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
            // One token adds at most about its own size, so checking after each is early enough.
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
        // The end tag of a paragraph that is not open creates an empty paragraph.
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

    /// Processes text without references.
    private func plain(_ text: ByteView) {
        if open.preformatted > 0 { return preformatted(text) }
        var start = 0
        for offset in 0..<text.count where text[offset] <= 0x20 {
            if offset > start { write(text[start..<offset]) }
            // Other control characters are invisible.
            if text[offset].isHTMLSpace { isSpaceDue = true }
            start = offset + 1
        }
        if start < text.count { write(text[start...]) }
    }

    /// Processes preformatted text: white space is preserved, except that line ends become line feeds.
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
            // Text outside any element is a paragraph.
            isBeginning = false
            open.open(.p, ended: ended)
        }
        writePending()
        output.append(text)
    }

    private func write(_ text: StaticString) { write(ByteView(text)) }

    /// Writes the pending line breaks or space before the next text.
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
