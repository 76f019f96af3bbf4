import Bytes

/// Counts the attributes of each tag in the bytes of an XML file, ahead of libxml2.
struct XMLAttributeCount {
    private enum State {
        case text
        /// Behind `<`, with what followed it so far in `head`.
        case opened
        case tag
        /// In an attribute's value, up to `quote`.
        case quoted
        /// In a comment, a CDATA section, a declaration or a processing instruction, up to the bytes of `end`.
        case hidden
    }

    private var state = State.text
    private var count = 0
    private var head: [UInt8] = []
    private var quote: UInt8 = 0
    private var end: [UInt8] = []
    /// How many bytes of `end` have been found.
    private var matched = 0

    private static let (comment, section) = (Array("!--".utf8), Array("![CDATA[".utf8))

    init() {}

    /// Takes the next bytes of the file; returns nil, or when a tag has too many attributes, how many bytes lie before it.
    mutating func take(_ bytes: ByteView) -> Int? {
        var offset = 0
        var tag = 0
        while offset < bytes.count {
            switch state {
            case .text:
                guard let next = bytes.firstIndex(of: UInt8(ascii: "<"), from: offset) else { return nil }
                openTag()
                tag = next
                offset = next + 1
            case .quoted:
                guard let close = bytes.firstIndex(of: quote, from: offset) else { return nil }
                state = .tag
                offset = close + 1
            case .tag:
                offset = walkTag(bytes, from: offset)
                if count > XMLAttributeGuard.most { return tag }
            case .opened:
                open(bytes[offset])
                offset += 1
            case .hidden:
                if matched == 0 {
                    guard let first = bytes.firstIndex(of: end[0], from: offset) else { return nil }
                    offset = first
                }
                hide(bytes[offset])
                offset += 1
            }
        }
        return nil
    }

    private mutating func openTag() {
        state = .opened
        count = 0
        head.removeAll(keepingCapacity: true)
    }

    /// Goes on inside a tag to where it ends, to the first attribute too many, or to the end of the bytes.
    private mutating func walkTag(_ bytes: ByteView, from start: Int) -> Int {
        var offset = start
        while offset < bytes.count, state == .tag, count <= XMLAttributeGuard.most {
            let byte = bytes[offset]
            offset += 1
            // Letters, of which a tag mostly consists, are none of what matters.
            if byte > UInt8(ascii: ">") { continue }
            step(byte)
            guard state == .quoted, let close = bytes.firstIndex(of: quote, from: offset) else { continue }
            state = .tag
            offset = close + 1
        }
        return offset
    }

    private mutating func step(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "="): count += 1
        case UInt8(ascii: "\""), UInt8(ascii: "'"):
            state = .quoted
            quote = byte
        case UInt8(ascii: ">"): state = .text
        // Only a document type holds tags inside a tag.
        case UInt8(ascii: "<"): openTag()
        default: break
        }
    }

    private mutating func hide(_ byte: UInt8) {
        // The ends repeat no byte but their first, as in `-->` and `]]>`.
        matched = byte == end[matched] ? matched + 1 : byte == end[0] ? (matched == 2 ? 2 : 1) : 0
        if matched == end.count { state = .text }
    }

    private mutating func hide(until end: StaticString) {
        state = .hidden
        self.end.removeAll(keepingCapacity: true)
        self.end.append(end)
        matched = 0
    }

    private mutating func open(_ byte: UInt8) {
        if head.isEmpty, byte != UInt8(ascii: "!"), byte != UInt8(ascii: "?") {
            state = .tag
            return step(byte)
        }
        head.append(byte)
        if head == Self.comment {
            hide(until: "-->")
        } else if head == Self.section {
            hide(until: "]]>")
        } else if byte == UInt8(ascii: "?"), head.count == 1 {
            hide(until: "?>")
        } else if !Self.comment.starts(with: head), !Self.section.starts(with: head) {
            state = .tag
            // What was held back counts as well, and may end the tag.
            let held = head
            for byte in held where state == .tag { step(byte) }
        }
    }
}
