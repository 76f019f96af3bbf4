import Bytes

/// Counts the attributes of each tag in the bytes of an XML file, before libxml2 parses them.
struct XMLAttributeCount {
    private enum State {
        case text
        /// After `<`, with the bytes since then in `head`.
        case opened
        case tag
        /// In an attribute's value, up to `quote`.
        case quoted
        /// In a comment, a CDATA section, a declaration or a processing instruction, up to the terminator `end`.
        case hidden
    }

    private var state = State.text
    private var count = 0
    private var head: [UInt8] = []
    private var quote: UInt8 = 0
    private var end: [UInt8] = []
    /// The number of bytes of `end` matched so far.
    private var matched = 0

    private static let (comment, section) = (Array("!--".utf8), Array("![CDATA[".utf8))

    init() {}

    /// Scans the next bytes of the file; returns the number of bytes before the first tag with too many attributes, or
    /// nil.
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

    /// Scans inside a tag up to its end, to the first excess attribute, or to the end of the bytes.
    private mutating func walkTag(_ bytes: ByteView, from start: Int) -> Int {
        var offset = start
        while offset < bytes.count, state == .tag, count <= XMLAttributeGuard.most {
            let byte = bytes[offset]
            offset += 1
            // Letters, the bulk of a tag, do not matter.
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
        // Only a document type contains tags inside a tag.
        case UInt8(ascii: "<"): openTag()
        default: break
        }
    }

    private mutating func hide(_ byte: UInt8) {
        // A terminator, such as `-->` or `]]>`, repeats at most its first byte.
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
            // The bytes held back count as well, and may end the tag.
            let held = head
            for byte in held where state == .tag { step(byte) }
        }
    }
}
