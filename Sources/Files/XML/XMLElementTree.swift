import Bytes
import CLibXML2

/// One record of an XML file as a small tree, reused for the next.
///
/// Its texts stay on the tape from which it was read.
struct XMLElementTree: ~Copyable {
    /// An element.
    ///
    /// Elements are in the order of their start tags and are linked to each other and to pieces of text by index, with
    /// -1 for none, so that a tree is a few buffers. The indices are 32 bits wide because a record may have a million
    /// elements.
    ///
    /// For children `a1 b1 a2 c1` in this order, `firstNamed` of the parent is a1, `nextNamed` links a1 to b1 to c1,
    /// and `nextAlike` links a1 to a2.
    struct Element {
        let name: XMLName
        let parent: Int32
        /// The index of its first attribute; its attributes end where those of the next element start.
        let firstAttribute: Int32
        /// The index of the first element after it that is not inside it.
        var end: Int32
        /// Its own text, in more than one piece if children split it.
        var firstPiece: Int32 = -1
        var lastPiece: Int32 = -1
        /// The first child of each name, in document order.
        var firstNamed: Int32 = -1
        var lastNamed: Int32 = -1
        /// The number of distinct names among its children.
        var names: Int32 = 0
        /// The first sibling with the next name; set only for the first element of a name.
        var nextNamed: Int32 = -1
        /// The next sibling of the same name, and for the first of a name the last.
        var nextAlike: Int32 = -1
        var lastAlike: Int32

        var hasChildren: Bool { firstNamed >= 0 }
    }

    /// A piece of an element's own text, and the index of the next.
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
    /// The index of the innermost open element.
    private var current: Int32 = -1
    /// The first child of each name, for elements whose children have too many names for a linear search.
    private var places: [NamePlace: Int32] = [:]
    private static let fewNames = 16
    /// The capacity that is kept for the next record, in elements.
    private static let usualSize = 1 << 16

    init() {}

    // MARK: - Growing

    /// Reads the events of one record, or of a single start tag, from a range of a tape.
    ///
    /// The tree is valid until the tape grows or is destroyed.
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

    /// Links a child to its siblings of the same name.
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

    /// Adds the first child of a name to the lookup table, and all names once there are many.
    private mutating func keepPlaces(of index: Int32, in parent: Int32) {
        var child = elements[parent].names == Self.fewNames ? elements[parent].firstNamed : index
        while child >= 0 {
            places[NamePlace(parent: parent, name: elements[child].name)] = child
            child = elements[child].nextNamed
        }
    }

    /// Returns the first child of a name, or -1 if there is none.
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

    /// Returns whether an element has neither attributes nor children.
    func isLeaf(_ index: Int32) -> Bool { !elements[index].hasChildren && attributes(of: index).isEmpty }

    /// Returns the indices of an element's attributes.
    private func attributes(of index: Int32) -> Range<Int> {
        let next = Int(index) + 1
        let end = next < elements.count ? Int(elements[next].firstAttribute) : allAttributes.count
        return Int(elements[index].firstAttribute)..<end
    }

    /// Calls `body` with each attribute of an element, in order.
    @inline(__always)
    func forEachAttribute(of index: Int32, _ body: (XMLAttribute) -> Void) {
        for k in attributes(of: index) { body(allAttributes[k]) }
    }

    /// Calls `body` with each piece of an element's own text.
    @inline(__always)
    func forEachPiece(of index: Int32, _ body: (ByteView) -> Void) {
        var piece = elements[index].firstPiece
        while piece >= 0 {
            body(pieces[piece].text)
            piece = pieces[piece].next
        }
    }

    /// Returns whether an element's own text contains anything but white space.
    func hasText(_ index: Int32) -> Bool {
        var found = false
        forEachPiece(of: index) { found = found || !$0.trimmed.isEmpty }
        return found
    }

    /// Calls `body` with the first child of each name, in the order in which the names first appear.
    @inline(__always)
    func forEachName(of index: Int32, _ body: (Int32) -> Void) {
        var first = elements[index].firstNamed
        while first >= 0 {
            body(first)
            first = elements[first].nextNamed
        }
    }

    // MARK: - Conditions

    /// Returns the texts that a path of names leads to from the record; the record's own text for an empty path.
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
        for child in children(of: index) where elements[child].name.isNamed(name) {
            found += texts(names.dropFirst(), of: child)
        }
        return found
    }

    /// Returns the elements that a path of names leads to from the record; the record itself for an empty path.
    func elements(at path: [[UInt8]]) -> [Int32] {
        var found: [Int32] = elements.count == 0 ? [] : [0]
        for name in path {
            found = found.flatMap { children(of: $0).filter { elements[$0].name.isNamed(name) } }
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
    /// Accesses an element by a 32-bit index.
    fileprivate(set) subscript(number: Int32) -> Element {
        get { self[Int(number)] }
        _modify { yield &self[Int(number)] }
    }
}
