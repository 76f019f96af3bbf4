import Bytes
import CLibXML2

/// One record of an XML file as a small tree, used again for the next.
struct XMLElementTree {
    private struct Element {
        let name: Range<Int>
        /// Its attributes' numbers.
        var attributes: Range<Int>
        var children: [Int] = []
        /// Where its own text stands: mostly in one piece, in more when children part it.
        var text: Range<Int>
        var moreText: [Range<Int>] = []

        var isLeaf: Bool { attributes.isEmpty && children.isEmpty }
    }

    /// The bytes of all names, values and texts, one after the other.
    private var storage: [UInt8] = []
    private var attributes: [(name: Range<Int>, value: Range<Int>)] = []
    private var elements: [Element] = []
    private var path: [Int] = []

    init() {}

    /// A view of a text of libxml2 that ends with a zero.
    static func view(_ text: UnsafePointer<xmlChar>) -> ByteView {
        ByteView(start: text, count: Int(xmlStrlen(text)))
    }

    mutating func removeAll() {
        storage.removeAll(keepingCapacity: true)
        attributes.removeAll(keepingCapacity: true)
        elements.removeAll(keepingCapacity: true)
        path.removeAll(keepingCapacity: true)
    }

    /// Opens an element inside the innermost open one; returns how many bytes its name and attributes have.
    mutating func begin(
        _ name: UnsafePointer<xmlChar>, _ prefix: UnsafePointer<xmlChar>?, _ count: Int,
        _ attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?
    ) -> Int {
        let (index, start) = (elements.count, storage.count)
        XMLAttribute.append(name, prefix, to: &storage)
        let name = start..<storage.count
        let values = readAttributes(count, attributes)
        elements.append(Element(name: name, attributes: values, text: storage.count..<storage.count))
        if let parent = path.last { elements[parent].children.append(index) }
        path.append(index)
        return storage.count - start
    }

    mutating func append(_ text: ByteView) {
        guard let current = path.last else { return }
        let start = storage.count
        storage.append(text)
        let old = elements[current].text
        if let last = elements[current].moreText.last {
            if last.upperBound == start {
                elements[current].moreText[elements[current].moreText.count - 1] = last.lowerBound..<storage.count
            } else {
                elements[current].moreText.append(start..<storage.count)
            }
        } else if old.upperBound == start || old.isEmpty {
            elements[current].text = (old.isEmpty ? start : old.lowerBound)..<storage.count
        } else {
            elements[current].moreText.append(start..<storage.count)
        }
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

    /// Appends the element's own text.
    private func appendText(of element: Element, to bytes: inout [UInt8]) {
        bytes.append(contentsOf: storage[element.text])
        for piece in element.moreText { bytes.append(contentsOf: storage[piece]) }
    }

    private func hasText(_ element: Element) -> Bool {
        storage.withByteView { bytes in
            ([element.text] + element.moreText).contains { !bytes[$0].trimmed.isEmpty }
        }
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
        return element.children.filter { isEqual(elements[$0].name, to: name) }
            .flatMap { texts(names.dropFirst(), of: $0) }
    }

    private func appendWholeText(of index: Int, to text: inout [UInt8]) {
        appendText(of: elements[index], to: &text)
        for child in elements[index].children { appendWholeText(of: child, to: &text) }
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
        if record.children.isEmpty || hasText(record) {
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
        if element.children.isEmpty { return [] }
        var groups: [[Int]] = []
        var places: [ArraySlice<UInt8>: Int] = [:]
        for child in element.children {
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
        if element.children.isEmpty || hasText(element) {
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
