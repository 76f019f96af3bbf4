import Bytes
import CLibXML2

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// The name of an element or attribute; a parser stores each name once, so that equal names have equal addresses.
struct XMLName: Hashable {
    let local: UnsafePointer<xmlChar>
    let prefix: UnsafePointer<xmlChar>?

    /// The number of bytes that `append` appends.
    var count: Int {
        ByteView(zeroTerminated: local).count + (prefix.map { ByteView(zeroTerminated: $0).count + 1 } ?? 0)
    }

    /// Appends the name as written in the file, with its prefix.
    @inline(__always)
    func append(to bytes: inout ByteWriter) {
        if let prefix {
            bytes.append(ByteView(zeroTerminated: prefix))
            bytes.append(UInt8(ascii: ":"))
        }
        bytes.append(ByteView(zeroTerminated: local))
    }

    /// Returns whether the name is written like this in the file, or is this one with any prefix.
    func isNamed(_ name: [UInt8]) -> Bool {
        isSpelled(name) || prefix != nil && name.withByteView { $0 == ByteView(zeroTerminated: local) }
    }

    /// Returns whether the name is written like this in the file.
    func isSpelled(_ name: [UInt8]) -> Bool {
        name.withByteView { name in
            let local = ByteView(zeroTerminated: local)
            guard let prefix = prefix.map(ByteView.init(zeroTerminated:)) else { return name == local }
            return name.count == prefix.count + 1 + local.count && name.starts(with: prefix)
                && name[prefix.count] == UInt8(ascii: ":") && name[(prefix.count + 1)...] == local
        }
    }
}

extension ByteView {
    /// Creates a view of a null-terminated libxml2 string.
    init(zeroTerminated text: UnsafePointer<xmlChar>) {
        self.init(start: text, count: strlen(UnsafeRawPointer(text).assumingMemoryBound(to: CChar.self)))
    }
}

/// The parser events of records, in file order, stored with as little work as possible: the parser of the next piece
/// waits for this one, and the events are interpreted while other threads parse.
///
/// Each event is a word with its kind and the length of its text in bytes, followed by its name and its text. Names are
/// addresses, which are valid as long as the parser's dictionary.
struct XMLTape: ~Copyable, Sendable {
    /// A parser event; texts are ranges on the tape.
    enum Event {
        case begin(XMLName)
        case attribute(XMLName, value: Range<Int>)
        case text(Range<Int>)
        case end
    }

    private enum Kind {
        static let begin: UInt64 = 0, attribute: UInt64 = 1, text: UInt64 = 2, end: UInt64 = 3
        static let bits: UInt64 = 2
    }

    private var writer: ByteWriter
    /// The offset of a text event that can be extended because nothing follows it; -1 if there is none.
    private var openText = -1

    private static let wordSize = MemoryLayout<UInt64>.size
    private static let nameSize = MemoryLayout<XMLName>.size

    /// Creates an empty tape with room for `capacity` bytes, which grows as needed.
    init(capacity: Int) {
        writer = ByteWriter(capacity: capacity)
    }

    /// The number of bytes in use.
    var count: Int { writer.count }

    /// The bytes of the tape, including the texts; valid until it grows or is destroyed.
    var bytes: ByteView { writer.bytes }

    // MARK: - Recording

    /// Records the start of an element.
    @inline(__always)
    mutating func begin(_ name: XMLName) {
        append(Kind.begin, size: Self.nameSize).storeBytes(of: name, as: XMLName.self)
    }

    /// Records an attribute of the last started element.
    @inline(__always)
    mutating func append(_ attribute: XMLAttribute) {
        let size = attribute.value.count
        let event = append(Kind.attribute, text: size, size: Self.nameSize + size)
        event.storeBytes(of: attribute.name, as: XMLName.self)
        attribute.value.copy(to: event + Self.nameSize)
    }

    /// Records text of the innermost open element.
    @inline(__always)
    mutating func append(_ text: ByteView) {
        if openText < 0 {
            text.copy(to: append(Kind.text, text: text.count, size: text.count))
            openText = writer.count - text.count - Self.wordSize
        } else {
            writer.append(text)
            let size = writer.count - openText - Self.wordSize
            writer.overwrite(at: openText, with: Self.word(Kind.text, size))
        }
    }

    /// Records the end of the innermost open element.
    @inline(__always)
    mutating func end() {
        _ = append(Kind.end, size: 0)
    }

    /// Discards the events after `place`, the end of an event.
    mutating func truncate(to place: Int) {
        writer.truncate(to: place)
        openText = -1
    }

    /// Moves the events after `place`, the end of an event, to another tape, which is empty.
    mutating func move(from place: Int, to other: inout XMLTape) {
        guard place < count else { return }
        other.writer.append(bytes[place...])
        other.openText = openText < place ? -1 : openText - place
        truncate(to: place)
    }

    /// Appends the word of an event and reserves its contents; returns their address.
    @inline(__always)
    private mutating func append(_ kind: UInt64, text: Int = 0, size: Int) -> UnsafeMutableRawPointer {
        let place = UnsafeMutableRawPointer(writer.reserve(Self.wordSize + size))
        writer.advance(by: Self.wordSize + size)
        openText = -1
        place.storeBytes(of: Self.word(kind, text), as: UInt64.self)
        return place + Self.wordSize
    }

    @inline(__always)
    private static func word(_ kind: UInt64, _ text: Int) -> UInt64 { UInt64(text) << Kind.bits | kind }

    // MARK: - Reading

    /// Calls `body` with the events in a range that starts and ends at event boundaries.
    @inline(__always)
    func forEachEvent(in range: Range<Int>, _ body: (Event) -> Void) {
        let memory = bytes[..<range.upperBound].raw
        func name(at place: Int) -> XMLName { memory.loadUnaligned(fromByteOffset: place, as: XMLName.self) }
        var place = range.lowerBound
        while place < range.upperBound {
            let word = memory.loadUnaligned(fromByteOffset: place, as: UInt64.self)
            let text = Int(word >> Kind.bits)
            place += Self.wordSize
            switch word & (1 << Kind.bits - 1) {
            case Kind.begin:
                body(.begin(name(at: place)))
                place += Self.nameSize
            case Kind.attribute:
                body(.attribute(name(at: place), value: place + Self.nameSize..<place + Self.nameSize + text))
                place += Self.nameSize + text
            case Kind.text:
                body(.text(place..<place + text))
                place += text
            default:
                body(.end)
            }
        }
    }
}
