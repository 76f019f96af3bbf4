import Bytes
import CLibXML2

/// Turns HTML into plain text, as libxml2's HTML parser understands it.
///
/// White space is folded as a browser folds it, except in `pre`. Paragraphs and headings are parted by an empty line,
/// list items (`- `), rows and line breaks by a line break, cells by a tab. `sup` and `sub` become `^` and `_`, so that
/// 2^10 does not turn into 210. An image becomes `![Image](address)`, so that a question that needs one is recognised.
/// Scripts and styles go. It belongs to one thread and is used for one text after the other.
package final class HTMLText {
    private var output: [UInt8] = []
    private var breaks = 0
    private var isSpaceDue = false
    private var preformatted = 0
    private var hidden = 0
    private var handler = xmlSAXHandler()

    /// A reader that is used for one text after the other.
    package init() {
        XMLLibrary.prepare()
        xml_be_silent(&handler)
        handler.startElement = { context, name, attributes in
            if let name { HTMLText.of(context)?.start(ByteView(zeroTerminated: name), attributes) }
        }
        handler.endElement = { context, name in
            if let name { HTMLText.of(context)?.end(ByteView(zeroTerminated: name)) }
        }
        handler.characters = { context, text, count in
            if let text { HTMLText.of(context)?.characters(ByteView(start: text, count: Int(count))) }
        }
        handler.ignorableWhitespace = handler.characters
        // Scripts and styles come as CDATA, and go.
        handler.cdataBlock = nil
    }

    /// The plain text of an HTML text in UTF-8.
    package func text(of html: ByteView) -> [UInt8] {
        output.removeAll(keepingCapacity: true)
        (breaks, isSpaceDue, preformatted, hidden) = (0, false, 0, 0)
        let owner = Unmanaged.passUnretained(self).toOpaque()
        if let context = htmlCreatePushParserCtxt(&handler, owner, nil, 0, nil, XML_CHAR_ENCODING_UTF8) {
            htmlCtxtUseOptions(
                context,
                Int32(
                    HTML_PARSE_RECOVER.rawValue | HTML_PARSE_NONET.rawValue | HTML_PARSE_NOERROR.rawValue
                        | HTML_PARSE_NOWARNING.rawValue))
            html.raw.withMemoryRebound(to: CChar.self) { bytes in
                _ = htmlParseChunk(context, bytes.baseAddress, Int32(bytes.count), 0)
                _ = htmlParseChunk(context, bytes.baseAddress, 0, 1)
            }
            if let document = context.pointee.myDoc { xmlFreeDoc(document) }
            htmlFreeParserCtxt(context)
        }
        while let last = output.last, last.isASCIIWhiteSpace { output.removeLast() }
        return output
    }

    private static func of(_ context: UnsafeMutableRawPointer?) -> HTMLText? {
        context.map { Unmanaged<HTMLText>.fromOpaque($0).takeUnretainedValue() }
    }

    // MARK: - What the parser tells

    private func start(_ name: ByteView, _ attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?) {
        switch name {
        case "br": breakLine(after: breaks + 1)
        case "hr": breakLine(after: 2)
        case "script", "style", "head": hidden += 1
        case "pre", "textarea":
            breakLine(after: 2)
            preformatted += 1
        case "li":
            breakLine(after: 1)
            write("- ")
        case "td", "th":
            if breaks == 0, !output.isEmpty { write("\t") }
        case "sup": write("^")
        case "sub": write("_")
        case "img": writeImage(attributes)
        default: breakLine(after: Self.breaks(around: name))
        }
    }

    private func end(_ name: ByteView) {
        switch name {
        case "script", "style", "head": hidden = max(0, hidden - 1)
        case "pre", "textarea":
            preformatted = max(0, preformatted - 1)
            breakLine(after: 2)
        case "li": breakLine(after: 1)
        default: breakLine(after: Self.breaks(around: name))
        }
    }

    private func characters(_ text: ByteView) {
        if hidden > 0 { return }
        if preformatted > 0 {
            writePending()
            output.append(text)
            return
        }
        var start = 0
        for offset in 0..<text.count where text[offset].isHTMLSpace {
            if offset > start { write(text[start..<offset]) }
            isSpaceDue = true
            start = offset + 1
        }
        if start < text.count { write(text[start...]) }
    }

    private func writeImage(_ attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?) {
        var source = ByteView.empty
        var k = 0
        while let attributes, let name = attributes[k] {
            if ByteView(zeroTerminated: name) == "src", let value = attributes[k + 1] {
                source = ByteView(zeroTerminated: value)
            }
            k += 2
        }
        write("![Image](")
        output.append(source)
        output.append(")")
    }

    // MARK: - Writing

    private static func breaks(around name: ByteView) -> Int {
        switch name {
        case "p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "table", "blockquote", "form", "fieldset": 2
        case "div", "tr", "dt", "dd", "section", "article", "header", "footer", "figure", "figcaption", "caption",
            "address", "main", "nav", "aside":
            1
        default: 0
        }
    }

    private func breakLine(after count: Int) {
        breaks = max(breaks, count)
    }

    private func write(_ text: ByteView) {
        if hidden > 0 { return }
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

extension UInt8 {
    /// True of the white space that HTML folds: space, tab, line feed, form feed and carriage return.
    fileprivate var isHTMLSpace: Bool { self == 0x20 || self == 0x09 || self == 0x0A || self == 0x0C || self == 0x0D }
}

private func ~= (literal: StaticString, name: ByteView) -> Bool { name == literal }
