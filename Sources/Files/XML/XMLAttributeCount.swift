import Bytes

/// Counts the attributes of each tag in the bytes of an XML file, ahead of libxml2.
///
/// Older versions compare every attribute of a tag with every other, so that a tag with a million of them keeps the
/// parser busy for hours. Zero bytes are passed over, so that UTF-16 is counted as well.
struct XMLAttributeCount {
    /// The most attributes that one tag may have.
    static let most = 10_000

    private enum State {
        case text
        /// Behind `<`, with what followed it so far.
        case opened([UInt8])
        case tag
        case quoted(UInt8)
        /// In a comment, a CDATA section, a declaration or a processing instruction, up to these last bytes.
        case hidden(until: [UInt8], matched: Int)
    }

    private var state = State.text
    private var count = 0

    init() {}

    /// Takes the next bytes of the file; returns nil, or when a tag has too many attributes, how many bytes lie before it.
    mutating func take(_ bytes: ByteView) -> Int? {
        var offset = 0
        var tag = 0
        while offset < bytes.count {
            if case .text = state {
                guard let next = bytes.firstIndex(of: UInt8(ascii: "<"), from: offset) else { return nil }
                state = .opened([])
                count = 0
                tag = next
                offset = next + 1
                continue
            }
            if case .quoted(let quote) = state {
                guard let close = bytes.firstIndex(of: quote, from: offset) else { return nil }
                state = .tag
                offset = close + 1
                continue
            }
            let byte = bytes[offset]
            offset += 1
            if byte != 0 { step(byte) }
            if count > Self.most { return tag }
        }
        return nil
    }

    private mutating func step(_ byte: UInt8) {
        switch state {
        case .text, .quoted: break
        case .opened(let head): open(head + [byte])
        case .tag:
            switch byte {
            case UInt8(ascii: "="): count += 1
            case UInt8(ascii: "\""), UInt8(ascii: "'"): state = .quoted(byte)
            case UInt8(ascii: ">"): state = .text
            case UInt8(ascii: "<"):
                // Only a document type holds tags inside a tag.
                state = .opened([])
                count = 0
            default: break
            }
        case .hidden(let end, let matched):
            // The ends repeat no byte but their first, as in `-->` and `]]>`.
            let next = byte == end[matched] ? matched + 1 : byte == end[0] ? (matched == 2 ? 2 : 1) : 0
            state = next == end.count ? .text : .hidden(until: end, matched: next)
        }
    }

    private mutating func open(_ head: [UInt8]) {
        let (comment, section) = (Array("!--".utf8), Array("![CDATA[".utf8))
        if head == comment {
            state = .hidden(until: Array("-->".utf8), matched: 0)
        } else if head == section {
            state = .hidden(until: Array("]]>".utf8), matched: 0)
        } else if comment.starts(with: head) || section.starts(with: head) {
            state = .opened(head)
        } else if head == [UInt8(ascii: "?")] {
            state = .hidden(until: Array("?>".utf8), matched: 0)
        } else {
            state = .tag
            for byte in head { step(byte) }
        }
    }
}
