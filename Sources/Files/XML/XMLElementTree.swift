import Bytes
import CLibXML2

/// One record of an XML file as a small tree, used again for the next.
struct XMLElementTree {
    /// An element; elements and pieces of text hang together by their numbers, -1 for none, so that a tree is a few
    /// arrays.
    ///
    /// Of the children `a1 b1 a2 c1` in this order, `nextSibling` leads from each to the one behind it, `firstNamed` of
    /// the parent to a1, `nextNamed` from a1 to b1 to c1, and `nextAlike` from a1 to a2.
    private struct Element {
        let key: NameKey
        let name: Range<Int>
        /// Its attributes' numbers.
        let attributes: Range<Int>
        /// Its own text, in more than one piece where children part it.
        var firstPiece = -1
        var lastPiece = -1
        /// Of each name the first of its children, in their order.
        var firstNamed = -1
        var lastNamed = -1
        /// How many names its children have.
        var names = 0
        /// The first of its siblings that has the next name; only of an element that is the first of its own.
        var nextNamed = -1
        /// The next of its siblings of the same name, and of the first of them the last.
        var nextAlike = -1
        var lastAlike = -1
        /// The next of its siblings.
        var nextSibling = -1
        var firstChild = -1
        var lastChild = -1

        var isLeaf: Bool { attributes.isEmpty && firstChild < 0 }
    }

    /// What tells names apart: a parser keeps each name it meets once.
    private struct NameKey: Hashable {
        let name: UnsafePointer<xmlChar>?
        let prefix: UnsafePointer<xmlChar>?
    }

    /// A name among the children of an element.
    private struct NamePlace: Hashable {
        let parent: Int
        let key: NameKey
    }

    /// The bytes of all names, values and texts, one after the other.
    private var storage: [UInt8] = []
    private var attributes: [(name: Range<Int>, value: Range<Int>)] = []
    private var elements: [Element] = []
    private var pieces: [(range: Range<Int>, next: Int)] = []
    private var path: [Int] = []
    /// The first child of each name, of elements whose children have more names than are looked through one by one.
    private var places: [NamePlace: Int] = [:]
    private static let fewNames = 16

    init() {}

    /// A view of a text of libxml2 that ends with a zero.
    static func view(_ text: UnsafePointer<xmlChar>) -> ByteView {
        ByteView(start: text, count: Int(xmlStrlen(text)))
    }

    mutating func removeAll() {
        elements.removeAll(keepingCapacity: true)
        path.removeAll(keepingCapacity: true)
        // Of a record that is a tag alone there is nothing else.
        if storage.isEmpty, pieces.isEmpty { return }
        storage.removeAll(keepingCapacity: true)
        attributes.removeAll(keepingCapacity: true)
        pieces.removeAll(keepingCapacity: true)
        if !places.isEmpty { places = [:] }
    }

    // MARK: - Growing

    /// Opens the record itself, whose name and attributes are not asked for.
    mutating func beginRecord() {
        open(Element(key: NameKey(name: nil, prefix: nil), name: 0..<0, attributes: 0..<0))
    }

    /// Opens an element inside the innermost open one; returns how many bytes its name and attributes have.
    mutating func begin(
        _ name: UnsafePointer<xmlChar>, _ prefix: UnsafePointer<xmlChar>?, _ count: Int,
        _ attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?
    ) -> Int {
        let start = storage.count
        let key = NameKey(name: name, prefix: prefix)
        XMLAttribute.append(name, prefix, to: &storage)
        let name = start..<storage.count
        open(Element(key: key, name: name, attributes: readAttributes(count, attributes)))
        return storage.count - start
    }

    private mutating func open(_ element: Element) {
        let index = elements.count
        elements.append(element)
        if let parent = path.last {
            let last = elements[parent].lastChild
            if last < 0 { elements[parent].firstChild = index } else { elements[last].nextSibling = index }
            elements[parent].lastChild = index
            takeName(of: index, in: parent)
        }
        path.append(index)
    }

    /// Hangs a child to those of its name.
    private mutating func takeName(of index: Int, in parent: Int) {
        if let first = firstChild(of: parent, named: elements[index].key) {
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
                places[NamePlace(parent: parent, key: elements[child].key)] = child
                child = elements[child].nextNamed
            }
        } else if elements[parent].names > Self.fewNames {
            places[NamePlace(parent: parent, key: elements[index].key)] = index
        }
    }

    private func firstChild(of parent: Int, named key: NameKey) -> Int? {
        if elements[parent].names >= Self.fewNames { return places[NamePlace(parent: parent, key: key)] }
        var child = elements[parent].firstNamed
        while child >= 0, elements[child].key != key { child = elements[child].nextNamed }
        return child < 0 ? nil : child
    }

    mutating func append(_ text: ByteView) {
        guard let current = path.last else { return }
        let start = storage.count
        storage.append(text)
        let last = elements[current].lastPiece
        if last >= 0, pieces[last].range.upperBound == start {
            pieces[last].range = pieces[last].range.lowerBound..<storage.count
            return
        }
        let piece = pieces.count
        pieces.append((start..<storage.count, -1))
        if last < 0 { elements[current].firstPiece = piece } else { pieces[last].next = piece }
        elements[current].lastPiece = piece
    }

    mutating func end() {
        path.removeLast()
    }

    private mutating func readAttributes(
        _ count: Int, _ found: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?
    ) -> Range<Int> {
        let first = attributes.count
        XMLAttribute.forEach(count, found) { attribute in
            let nameStart = storage.count
            attribute.appendName(to: &storage)
            let valueStart = storage.count
            storage.append(attribute.value)
            attributes.append((nameStart..<valueStart, valueStart..<storage.count))
        }
        return first..<attributes.count
    }

    // MARK: - Texts

    /// Calls with each piece of an element's own text.
    @inline(__always)
    private func forEachPiece(of index: Int, _ body: (Range<Int>) -> Void) {
        var piece = elements[index].firstPiece
        while piece >= 0 {
            body(pieces[piece].range)
            piece = pieces[piece].next
        }
    }

    private func appendText(of index: Int, to bytes: inout [UInt8]) {
        forEachPiece(of: index) { bytes.append(view($0)) }
    }

    private func hasText(_ index: Int) -> Bool {
        var found = false
        forEachPiece(of: index) { found = found || !view($0).trimmed.isEmpty }
        return found
    }

    /// A view of some of the storage, valid until that grows.
    private func view(_ range: Range<Int>) -> ByteView { storage.withByteView { $0[range] } }

    // MARK: - Conditions

    /// The texts of what names lead to from the record: the record's own text for no names.
    func texts(_ names: [[UInt8]]) -> [[UInt8]] {
        elements.isEmpty ? [] : texts(names[...], of: 0)
    }

    private func texts(_ names: ArraySlice<[UInt8]>, of index: Int) -> [[UInt8]] {
        guard let name = names.first else {
            var text: [UInt8] = []
            appendWholeText(of: index, to: &text)
            return [text]
        }
        if name.first == UInt8(ascii: "@") {
            return attributes[elements[index].attributes].filter { isEqual($0.name, to: name) }
                .map { view($0.value).array }
        }
        return children(of: index).filter { isEqual(elements[$0].name, to: name) }
            .flatMap { texts(names.dropFirst(), of: $0) }
    }

    private func isEqual(_ range: Range<Int>, to name: [UInt8]) -> Bool {
        name.withByteView { $0 == view(range) }
    }

    private func children(of index: Int) -> [Int] {
        var children: [Int] = []
        var child = elements[index].firstChild
        while child >= 0 {
            children.append(child)
            child = elements[child].nextSibling
        }
        return children
    }

    private func appendWholeText(of index: Int, to text: inout [UInt8]) {
        appendText(of: index, to: &text)
        for child in children(of: index) { appendWholeText(of: child, to: &text) }
    }

    // MARK: - Cells

    /// Appends the record's attributes and children to a batch as the cells of one row.
    func appendCells(to batch: inout CellBatch) {
        guard let record = elements.first else { return }
        for attribute in attributes[record.attributes] {
            appendCell(named: attribute.name, .plain, to: &batch) { $0.append(view(attribute.value)) }
        }
        forEachName(of: 0) { first in
            let isList = elements[first].nextAlike >= 0
            let isPlain = !isList && elements[first].isLeaf
            appendCell(named: elements[first].name, isPlain ? .plain : isList ? .list : .object, to: &batch) {
                if isPlain { appendText(of: first, to: &$0) } else { appendJSON(ofAllNamedAs: first, to: &$0) }
            }
        }
        if record.firstChild < 0 || hasText(0) {
            let start = batch.bytes.count
            batch.bytes.append("#text")
            let middle = batch.bytes.count
            appendText(of: 0, to: &batch.bytes)
            batch.append(name: start..<middle, .plain, middle..<batch.bytes.count)
        }
    }

    @inline(__always)
    private func appendCell(
        named name: Range<Int>, _ kind: FieldValue.Kind, to batch: inout CellBatch, _ value: (inout [UInt8]) -> Void
    ) {
        let start = batch.bytes.count
        batch.bytes.append(view(name))
        let middle = batch.bytes.count
        value(&batch.bytes)
        batch.append(name: start..<middle, kind, middle..<batch.bytes.count)
    }

    /// Calls with the first of an element's children of each name, in the order in which the names first appear.
    @inline(__always)
    private func forEachName(of index: Int, _ body: (Int) -> Void) {
        var first = elements[index].firstNamed
        while first >= 0 {
            body(first)
            first = elements[first].nextNamed
        }
    }

    /// Appends what children of one name become: a list, where there is more than one.
    private func appendJSON(ofAllNamedAs first: Int, to bytes: inout [UInt8]) {
        guard elements[first].nextAlike >= 0 else { return appendJSON(of: first, to: &bytes) }
        var (child, mark) = (first, UInt8(ascii: "["))
        while child >= 0 {
            bytes.append(mark)
            appendJSON(of: child, to: &bytes)
            (child, mark) = (elements[child].nextAlike, UInt8(ascii: ","))
        }
        bytes.append(UInt8(ascii: "]"))
    }

    private func appendJSON(of index: Int, to bytes: inout [UInt8]) {
        guard !elements[index].isLeaf else { return appendQuotedText(of: index, to: &bytes) }
        var mark = UInt8(ascii: "{")
        func name(_ name: ByteView) {
            bytes.append(mark)
            mark = UInt8(ascii: ",")
            bytes.append(quoted: name)
            bytes.append(UInt8(ascii: ":"))
        }
        for attribute in attributes[elements[index].attributes] {
            name(view(attribute.name))
            bytes.append(quoted: view(attribute.value))
        }
        forEachName(of: index) { first in
            name(view(elements[first].name))
            appendJSON(ofAllNamedAs: first, to: &bytes)
        }
        if elements[index].firstChild < 0 || hasText(index) {
            name(ByteView("#text"))
            appendQuotedText(of: index, to: &bytes)
        }
        bytes.append(UInt8(ascii: "}"))
    }

    private func appendQuotedText(of index: Int, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        forEachPiece(of: index) { bytes.append(escaped: view($0)) }
        bytes.append(UInt8(ascii: "\""))
    }
}
