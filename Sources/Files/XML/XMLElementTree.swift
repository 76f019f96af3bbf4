import Bytes
import CLibXML2

/// One record of an XML file as a small tree, used again for the next.
///
/// Its texts stay where they are on the tape that it was read from.
struct XMLElementTree: ~Copyable {
    /// An element.
    ///
    /// Elements stand in the order of their start tags, and with pieces of text hang together by their numbers, -1 for
    /// none, so that a tree is a few buffers. They are small numbers, since a record may have a million elements.
    ///
    /// Of the children `a1 b1 a2 c1` in this order, `firstNamed` of the parent leads to a1, `nextNamed` from a1 to b1 to
    /// c1, and `nextAlike` from a1 to a2.
    struct Element {
        let name: XMLName
        let parent: Int32
        /// The first of its attributes, which go on to those of the next element.
        let firstAttribute: Int32
        /// The first element that is not inside it.
        var end: Int32
        /// Its own text, in more than one piece where children part it.
        var firstPiece: Int32 = -1
        var lastPiece: Int32 = -1
        /// Of each name the first of its children, in their order.
        var firstNamed: Int32 = -1
        var lastNamed: Int32 = -1
        /// How many names its children have.
        var names: Int32 = 0
        /// The first of its siblings that has the next name; only of an element that is the first of its own.
        var nextNamed: Int32 = -1
        /// The next of its siblings of the same name, and of the first of them the last.
        var nextAlike: Int32 = -1
        var lastAlike: Int32

        var hasChildren: Bool { firstNamed >= 0 }
    }

    /// A piece of an element's own text, and the number of the next.
    struct Piece {
        let text: ByteView
        var next: Int32 = -1
    }

    /// A name among the children of an element.
    private struct NamePlace: Hashable {
        let parent: Int32
        let name: XMLName
    }

    private(set) var elements = GrowingBuffer<Element>(capacity: 64)
    private(set) var pieces = GrowingBuffer<Piece>(capacity: 64)
    private var allAttributes = GrowingBuffer<XMLAttribute>(capacity: 64)
    /// The innermost open element.
    private var current: Int32 = -1
    /// The first child of each name, of elements whose children have more names than are looked through one by one.
    private var places: [NamePlace: Int32] = [:]
    private static let fewNames = 16
    /// Room for more elements than so many is not kept for the next record.
    private static let usualSize = 1 << 16

    init() {}

    // MARK: - Growing

    /// Reads the events of one record, or of a start tag alone, which stand between two places of a tape.
    ///
    /// The tree is valid until the tape grows or is let go of.
    mutating func read(_ tape: borrowing XMLTape, _ range: Range<Int>) {
        let bytes = tape.bytes
        elements.empty(keepingRoomFor: Self.usualSize)
        pieces.empty(keepingRoomFor: Self.usualSize)
        allAttributes.empty(keepingRoomFor: Self.usualSize)
        current = -1
        if !places.isEmpty { places = [:] }
        tape.forEachEvent(in: range) { event in
            switch event {
            case .begin(let name): open(name)
            case .attribute(let name, let value): allAttributes.append(XMLAttribute(name: name, value: bytes[value]))
            case .text(let text): append(bytes[text])
            case .end: close()
            }
        }
    }

    @inline(__always)
    private mutating func open(_ name: XMLName) {
        let index = Int32(elements.count)
        elements.append(
            Element(
                name: name, parent: current, firstAttribute: Int32(allAttributes.count), end: index + 1,
                lastAlike: index))
        if current >= 0 { hang(index, in: current) }
        current = index
    }

    private mutating func close() {
        elements[current].end = Int32(elements.count)
        current = elements[current].parent
    }

    /// Hangs a child to those of its name.
    @inline(__always)
    private mutating func hang(_ index: Int32, in parent: Int32) {
        let first = firstChild(of: parent, named: elements[index].name)
        if first >= 0 {
            elements[elements[first].lastAlike].nextAlike = index
            elements[first].lastAlike = index
            return
        }
        let last = elements[parent].lastNamed
        if last < 0 { elements[parent].firstNamed = index } else { elements[last].nextNamed = index }
        elements[parent].lastNamed = index
        elements[parent].names += 1
        if elements[parent].names >= Self.fewNames { keepPlaces(of: index, in: parent) }
    }

    /// Takes the first child of a name, one of many, among those that are looked up.
    private mutating func keepPlaces(of index: Int32, in parent: Int32) {
        var child = elements[parent].names == Self.fewNames ? elements[parent].firstNamed : index
        while child >= 0 {
            places[NamePlace(parent: parent, name: elements[child].name)] = child
            child = elements[child].nextNamed
        }
    }

    /// The first child of a name, -1 where there is none.
    @inline(__always)
    private func firstChild(of parent: Int32, named name: XMLName) -> Int32 {
        if elements[parent].names >= Self.fewNames { return places[NamePlace(parent: parent, name: name)] ?? -1 }
        var child = elements[parent].firstNamed
        while child >= 0, elements[child].name != name { child = elements[child].nextNamed }
        return child
    }

    @inline(__always)
    private mutating func append(_ text: ByteView) {
        guard current >= 0 else { return }
        let piece = Int32(pieces.count)
        pieces.append(Piece(text: text))
        let last = elements[current].lastPiece
        if last < 0 { elements[current].firstPiece = piece } else { pieces[last].next = piece }
        elements[current].lastPiece = piece
    }

    // MARK: - Texts

    /// Whether an element has neither attributes nor children.
    func isLeaf(_ index: Int32) -> Bool { !elements[index].hasChildren && attributes(of: index).isEmpty }

    /// The numbers of an element's attributes.
    private func attributes(of index: Int32) -> Range<Int> {
        let next = Int(index) + 1
        let end = next < elements.count ? Int(elements[next].firstAttribute) : allAttributes.count
        return Int(elements[index].firstAttribute)..<end
    }

    /// Calls with each attribute of an element, in their order.
    @inline(__always)
    func forEachAttribute(of index: Int32, _ body: (XMLAttribute) -> Void) {
        for k in attributes(of: index) { body(allAttributes[k]) }
    }

    /// Calls with each piece of an element's own text.
    @inline(__always)
    func forEachPiece(of index: Int32, _ body: (ByteView) -> Void) {
        var piece = elements[index].firstPiece
        while piece >= 0 {
            body(pieces[piece].text)
            piece = pieces[piece].next
        }
    }

    /// Whether an element's own text is more than white space.
    func hasText(_ index: Int32) -> Bool {
        var found = false
        forEachPiece(of: index) { found = found || !$0.trimmed.isEmpty }
        return found
    }

    /// Calls with the first of an element's children of each name, in the order in which the names first appear.
    @inline(__always)
    func forEachName(of index: Int32, _ body: (Int32) -> Void) {
        var first = elements[index].firstNamed
        while first >= 0 {
            body(first)
            first = elements[first].nextNamed
        }
    }

    // MARK: - Conditions

    /// The texts of what names lead to from the record: the record's own text for no names.
    func texts(_ names: [[UInt8]]) -> [[UInt8]] {
        elements.count == 0 ? [] : texts(names[...], of: 0)
    }

    private func texts(_ names: ArraySlice<[UInt8]>, of index: Int32) -> [[UInt8]] {
        guard let name = names.first else {
            var text: [UInt8] = []
            appendWholeText(of: index, to: &text)
            return [text]
        }
        if name.first == UInt8(ascii: "@") {
            let name = Array(name.dropFirst())
            var values: [[UInt8]] = []
            forEachAttribute(of: index) { if $0.name.isSpelled(name) { values.append($0.value.array) } }
            return values
        }
        var found: [[UInt8]] = []
        for child in children(of: index) where elements[child].name.isSpelled(name) {
            found += texts(names.dropFirst(), of: child)
        }
        return found
    }

    private func children(of index: Int32) -> [Int32] {
        var children: [Int32] = []
        var child = index + 1
        while child < elements[index].end {
            children.append(child)
            child = elements[child].end
        }
        return children
    }

    private func appendWholeText(of index: Int32, to text: inout [UInt8]) {
        forEachPiece(of: index) { text.append($0) }
        for child in children(of: index) { appendWholeText(of: child, to: &text) }
    }
}

extension GrowingBuffer {
    /// The value of a small number.
    fileprivate(set) subscript(number: Int32) -> Element {
        get { self[Int(number)] }
        _modify { yield &self[Int(number)] }
    }
}
