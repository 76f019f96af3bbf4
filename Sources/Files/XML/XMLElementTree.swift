import Bytes
import CLibXML2

/// One record of an XML file as a small tree, used again for the next.
///
/// Its texts stay where they are on the tape that it was read from.
struct XMLElementTree {
    /// An element.
    ///
    /// Elements and pieces of text hang together by their numbers, -1 for none, so that a tree is a few arrays. They are
    /// small numbers, since a record may have a million elements.
    ///
    /// Of the children `a1 b1 a2 c1` in this order, `nextSibling` leads from each to the one behind it, `firstNamed` of
    /// the parent to a1, `nextNamed` from a1 to b1 to c1, and `nextAlike` from a1 to a2.
    struct Element {
        let name: XMLName
        /// Its attributes' numbers.
        var attributes: Range<Int32>
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
        var lastAlike: Int32 = -1
        /// The next of its siblings.
        var nextSibling: Int32 = -1
        var firstChild: Int32 = -1
        var lastChild: Int32 = -1

        var isLeaf: Bool { attributes.isEmpty && firstChild < 0 }
    }

    /// A name among the children of an element.
    private struct NamePlace: Hashable {
        let parent: Int32
        let name: XMLName
    }

    typealias Attribute = (name: XMLName, value: Range<Int>)

    /// The bytes of the tape.
    private var tape = ByteView.empty
    private var attributes: [Attribute] = []
    private(set) var elements: [Element] = []
    private(set) var pieces: [(text: Range<Int>, next: Int32)] = []
    private var path: [Int32] = []
    /// The first child of each name, of elements whose children have more names than are looked through one by one.
    private var places: [NamePlace: Int32] = [:]
    private static let fewNames = 16

    init() {}

    // MARK: - Growing

    /// Reads the events of one record, or of a start tag alone, which stand between two places of a tape.
    ///
    /// The tree is valid until the tape grows or is let go of.
    mutating func read(_ tape: borrowing XMLTape, _ range: Range<Int>) {
        self.tape = tape.bytes
        elements.removeAll(keepingCapacity: true)
        path.removeAll(keepingCapacity: true)
        attributes.removeAll(keepingCapacity: true)
        pieces.removeAll(keepingCapacity: true)
        if !places.isEmpty { places = [:] }
        tape.forEachEvent(in: range) { event in
            switch event {
            case .begin(let name): open(name)
            case .attribute(let name, let value): append(name, value)
            case .text(let text): append(text)
            case .end: path.removeLast()
            }
        }
    }

    /// Appends an attribute of the element that was opened last.
    private mutating func append(_ name: XMLName, _ value: Range<Int>) {
        attributes.append((name, value))
        let element = elements.count - 1
        elements[element].attributes = elements[element].attributes.lowerBound..<Int32(attributes.count)
    }

    private mutating func open(_ name: XMLName) {
        let (index, attribute) = (Int32(elements.count), Int32(attributes.count))
        elements.append(Element(name: name, attributes: attribute..<attribute))
        if let parent = path.last {
            let last = elements[parent].lastChild
            if last < 0 { elements[parent].firstChild = index } else { elements[last].nextSibling = index }
            elements[parent].lastChild = index
            takeName(of: index, in: parent)
        }
        path.append(index)
    }

    /// Hangs a child to those of its name.
    private mutating func takeName(of index: Int32, in parent: Int32) {
        if let first = firstChild(of: parent, named: elements[index].name) {
            elements[elements[first].lastAlike].nextAlike = index
            elements[first].lastAlike = index
            return
        }
        elements[index].lastAlike = index
        let last = elements[parent].lastNamed
        if last < 0 { elements[parent].firstNamed = index } else { elements[last].nextNamed = index }
        elements[parent].lastNamed = index
        elements[parent].names += 1
        if elements[parent].names == Self.fewNames {
            var child = elements[parent].firstNamed
            while child >= 0 {
                places[NamePlace(parent: parent, name: elements[child].name)] = child
                child = elements[child].nextNamed
            }
        } else if elements[parent].names > Self.fewNames {
            places[NamePlace(parent: parent, name: elements[index].name)] = index
        }
    }

    private func firstChild(of parent: Int32, named name: XMLName) -> Int32? {
        if elements[parent].names >= Self.fewNames { return places[NamePlace(parent: parent, name: name)] }
        var child = elements[parent].firstNamed
        while child >= 0, elements[child].name != name { child = elements[child].nextNamed }
        return child < 0 ? nil : child
    }

    private mutating func append(_ text: Range<Int>) {
        guard let current = path.last else { return }
        let piece = Int32(pieces.count)
        pieces.append((text, -1))
        let last = elements[current].lastPiece
        if last < 0 { elements[current].firstPiece = piece } else { pieces[last].next = piece }
        elements[current].lastPiece = piece
    }

    // MARK: - Texts

    /// The attributes of an element.
    func attributes(of index: Int32) -> ArraySlice<Attribute> {
        let range = elements[index].attributes
        return attributes[Int(range.lowerBound)..<Int(range.upperBound)]
    }

    /// Calls with each piece of an element's own text.
    @inline(__always)
    func forEachPiece(of index: Int32, _ body: (ByteView) -> Void) {
        var piece = elements[index].firstPiece
        while piece >= 0 {
            body(view(pieces[piece].text))
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

    /// A view of a text on the tape.
    func view(_ text: Range<Int>) -> ByteView { tape[text] }

    // MARK: - Conditions

    /// The texts of what names lead to from the record: the record's own text for no names.
    func texts(_ names: [[UInt8]]) -> [[UInt8]] {
        elements.isEmpty ? [] : texts(names[...], of: 0)
    }

    private func texts(_ names: ArraySlice<[UInt8]>, of index: Int32) -> [[UInt8]] {
        guard let name = names.first else {
            var text: [UInt8] = []
            appendWholeText(of: index, to: &text)
            return [text]
        }
        if name.first == UInt8(ascii: "@") {
            let name = Array(name.dropFirst())
            return attributes(of: index).filter { $0.name.isSpelled(name) }.map { view($0.value).array }
        }
        return children(of: index).filter { elements[$0].name.isSpelled(name) }
            .flatMap { texts(names.dropFirst(), of: $0) }
    }

    private func children(of index: Int32) -> [Int32] {
        var children: [Int32] = []
        var child = elements[index].firstChild
        while child >= 0 {
            children.append(child)
            child = elements[child].nextSibling
        }
        return children
    }

    private func appendWholeText(of index: Int32, to text: inout [UInt8]) {
        forEachPiece(of: index) { text.append($0) }
        for child in children(of: index) { appendWholeText(of: child, to: &text) }
    }
}

extension Array {
    /// The value of a small number.
    subscript(number: Int32) -> Element {
        get { self[Int(number)] }
        _modify { yield &self[Int(number)] }
    }
}
