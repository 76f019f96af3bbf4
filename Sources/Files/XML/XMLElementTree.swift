import Bytes
import CLibXML2

/// One record of an XML file as a small tree, used again for the next.
struct XMLElementTree {
    /// An element; children and texts hang together by their numbers, -1 for none, so that a tree is four arrays.
    private struct Element {
        let name: Range<Int>
        /// Its attributes' numbers.
        let attributes: Range<Int>
        var firstChild = -1
        var lastChild = -1
        var nextSibling = -1
        /// Its own text, in more than one piece where children part it.
        var firstPiece = -1
        var lastPiece = -1

        var isLeaf: Bool { attributes.isEmpty && firstChild < 0 }
    }

    /// The bytes of all names, values and texts, one after the other.
    private var storage: [UInt8] = []
    private var attributes: [(name: Range<Int>, value: Range<Int>)] = []
    private var elements: [Element] = []
    private var pieces: [(range: Range<Int>, next: Int)] = []
    private var path: [Int] = []

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
    }

    /// Opens the record itself, whose name and attributes are not asked for.
    mutating func beginRecord() {
        open(Element(name: 0..<0, attributes: 0..<0))
    }

    /// Opens an element inside the innermost open one; returns how many bytes its name and attributes have.
    mutating func begin(
        _ name: UnsafePointer<xmlChar>, _ prefix: UnsafePointer<xmlChar>?, _ count: Int,
        _ attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?
    ) -> Int {
        let start = storage.count
        XMLAttribute.append(name, prefix, to: &storage)
        let name = start..<storage.count
        open(Element(name: name, attributes: readAttributes(count, attributes)))
        return storage.count - start
    }

    private mutating func open(_ element: Element) {
        let index = elements.count
        elements.append(element)
        if let parent = path.last {
            let last = elements[parent].lastChild
            if last < 0 { elements[parent].firstChild = index } else { elements[last].nextSibling = index }
            elements[parent].lastChild = index
        }
        path.append(index)
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

    private func isEqual(_ range: Range<Int>, to name: [UInt8]) -> Bool {
        range.count == name.count && storage[range].elementsEqual(name)
    }

    /// The element's own text, piece by piece.
    private func text(of element: Element) -> some Sequence<ArraySlice<UInt8>> {
        sequence(state: element.firstPiece) { [pieces, storage] piece in
            guard piece >= 0 else { return nil }
            defer { piece = pieces[piece].next }
            return storage[pieces[piece].range]
        }
    }

    /// The numbers of its children in order.
    private func children(of element: Element) -> some Sequence<Int> {
        sequence(state: element.firstChild) { [elements] child in
            guard child >= 0 else { return nil }
            defer { child = elements[child].nextSibling }
            return child
        }
    }

    private func appendText(of element: Element, to bytes: inout [UInt8]) {
        for piece in text(of: element) { bytes.append(contentsOf: piece) }
    }

    private func hasText(_ element: Element) -> Bool {
        text(of: element).contains { piece in piece.withUnsafeBufferPointer { !ByteView($0).trimmed.isEmpty } }
    }

    // MARK: - Conditions

    /// The texts of what names lead to from the record: the record's own text for no names.
    func texts(_ names: [[UInt8]]) -> [[UInt8]] {
        elements.isEmpty ? [] : texts(names[...], of: 0)
    }

    private func texts(_ names: ArraySlice<[UInt8]>, of index: Int) -> [[UInt8]] {
        let element = elements[index]
        guard let name = names.first else {
            var text: [UInt8] = []
            appendWholeText(of: index, to: &text)
            return [text]
        }
        if name.first == UInt8(ascii: "@") {
            return attributes[element.attributes].filter { isEqual($0.name, to: name) }.map { Array(storage[$0.value]) }
        }
        return children(of: element).filter { isEqual(elements[$0].name, to: name) }
            .flatMap { texts(names.dropFirst(), of: $0) }
    }

    private func appendWholeText(of index: Int, to text: inout [UInt8]) {
        appendText(of: elements[index], to: &text)
        for child in children(of: elements[index]) { appendWholeText(of: child, to: &text) }
    }

    // MARK: - Cells

    /// Appends the record's attributes and children to a batch as the cells of one row.
    func appendCells(to batch: inout CellBatch) {
        guard let record = elements.first else { return }
        for attribute in attributes[record.attributes] {
            appendCell(named: storage[attribute.name], .plain, to: &batch) {
                $0.append(contentsOf: storage[attribute.value])
            }
        }
        for group in groups(of: record) {
            let first = elements[group[0]]
            let isPlain = group.count == 1 && first.isLeaf
            appendCell(named: storage[first.name], isPlain ? .plain : group.count > 1 ? .list : .object, to: &batch) {
                if isPlain { appendText(of: first, to: &$0) } else { appendJSON(of: group, to: &$0) }
            }
        }
        if record.firstChild < 0 || hasText(record) {
            appendCell(named: Self.ownText[...], .plain, to: &batch) { appendText(of: record, to: &$0) }
        }
    }

    private static let ownText: [UInt8] = Array("#text".utf8)

    private func appendCell(
        named name: ArraySlice<UInt8>, _ kind: FieldValue.Kind, to batch: inout CellBatch,
        _ value: (inout [UInt8]) -> Void
    ) {
        let start = batch.bytes.count
        batch.bytes.append(contentsOf: name)
        let middle = batch.bytes.count
        value(&batch.bytes)
        batch.append(name: start..<middle, kind, middle..<batch.bytes.count)
    }

    /// The children of an element by name, in the order in which the names first appear.
    private func groups(of element: Element) -> [[Int]] {
        if element.firstChild < 0 { return [] }
        var groups: [[Int]] = []
        var places: [ArraySlice<UInt8>: Int] = [:]
        for child in children(of: element) {
            let name = storage[elements[child].name]
            if let place = places[name] {
                groups[place].append(child)
            } else {
                places[name] = groups.count
                groups.append([child])
            }
        }
        return groups
    }

    private func appendJSON(of group: [Int], to bytes: inout [UInt8]) {
        guard group.count > 1 else { return appendJSON(of: group[0], to: &bytes) }
        bytes.append(UInt8(ascii: "["))
        for (k, index) in group.enumerated() {
            if k > 0 { bytes.append(UInt8(ascii: ",")) }
            appendJSON(of: index, to: &bytes)
        }
        bytes.append(UInt8(ascii: "]"))
    }

    private func appendJSON(of index: Int, to bytes: inout [UInt8]) {
        let element = elements[index]
        guard !element.isLeaf else { return appendQuotedText(of: element, to: &bytes) }
        var isFirst = true
        func name(_ name: ArraySlice<UInt8>) {
            bytes.append(isFirst ? UInt8(ascii: "{") : UInt8(ascii: ","))
            isFirst = false
            name.withUnsafeBufferPointer { bytes.append(quoted: ByteView($0)) }
            bytes.append(UInt8(ascii: ":"))
        }
        for attribute in attributes[element.attributes] {
            name(storage[attribute.name])
            storage[attribute.value].withUnsafeBufferPointer { bytes.append(quoted: ByteView($0)) }
        }
        for group in groups(of: element) {
            name(storage[elements[group[0]].name])
            appendJSON(of: group, to: &bytes)
        }
        if element.firstChild < 0 || hasText(element) {
            name(Self.ownText[...])
            appendQuotedText(of: element, to: &bytes)
        }
        bytes.append(UInt8(ascii: "}"))
    }

    private func appendQuotedText(of element: Element, to bytes: inout [UInt8]) {
        var text: [UInt8] = []
        appendText(of: element, to: &text)
        text.withByteView { bytes.append(quoted: $0) }
    }
}
