import Bytes
import CLibXML2

/// One record of an XML file as a small tree, used again for the next.
struct XMLElementTree {
    private struct Element {
        var name: [UInt8] = []
        var attributes: [(name: [UInt8], value: [UInt8])] = []
        var children: [Int] = []
        var text: [UInt8] = []

        var isLeaf: Bool { attributes.isEmpty && children.isEmpty }
    }

    private var elements: [Element] = []
    private var path: [Int] = []

    init() {}

    /// A tree of one element with these attributes, to answer conditions about them.
    init(attributesOf count: Int, _ attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?) {
        elements = [Element()]
        readAttributes(count, attributes, of: 0)
    }

    /// A view of a text of libxml2 that ends with a zero.
    static func view(_ text: UnsafePointer<xmlChar>) -> ByteView {
        ByteView(start: text, count: Int(xmlStrlen(text)))
    }

    mutating func removeAll() {
        elements.removeAll(keepingCapacity: true)
        path.removeAll(keepingCapacity: true)
    }

    /// Opens an element inside the innermost open one; returns how many bytes its name and attributes have.
    mutating func begin(
        _ name: UnsafePointer<xmlChar>, _ prefix: UnsafePointer<xmlChar>?, _ count: Int,
        _ attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?
    ) -> Int {
        let index = elements.count
        var element = Element()
        element.name = Self.qualified(name, prefix)
        elements.append(element)
        if let parent = path.last { elements[parent].children.append(index) }
        path.append(index)
        return element.name.count + readAttributes(count, attributes, of: index)
    }

    mutating func append(_ text: ByteView) {
        if let current = path.last { elements[current].text.append(text) }
    }

    mutating func end() {
        path.removeLast()
    }

    @discardableResult
    private mutating func readAttributes(
        _ count: Int, _ attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?, of index: Int
    ) -> Int {
        guard let attributes else { return 0 }
        var size = 0
        // libxml2 gives five pointers an attribute: name, prefix, URI, and the value's begin and end.
        for k in 0..<count {
            guard let name = attributes[5 * k], let start = attributes[5 * k + 3], let end = attributes[5 * k + 4]
            else { continue }
            let name_ = [UInt8(ascii: "@")] + Self.qualified(name, attributes[5 * k + 1])
            let value = ByteView(start: start, count: end - start).array
            elements[index].attributes.append((name_, value))
            size += name_.count + value.count
        }
        return size
    }

    private static func qualified(_ name: UnsafePointer<xmlChar>, _ prefix: UnsafePointer<xmlChar>?) -> [UInt8] {
        guard let prefix else { return view(name).array }
        return view(prefix).array + [UInt8(ascii: ":")] + view(name).array
    }

    // MARK: - Conditions

    /// The texts of what names lead to from the record: the record's own text for no names.
    func texts(_ names: [[UInt8]]) -> [[UInt8]] {
        elements.isEmpty ? [] : texts(names[...], of: 0)
    }

    private func texts(_ names: ArraySlice<[UInt8]>, of index: Int) -> [[UInt8]] {
        let element = elements[index]
        guard let name = names.first else { return [wholeText(of: index)] }
        if name.first == UInt8(ascii: "@") { return element.attributes.filter { $0.name == name }.map(\.value) }
        return element.children.filter { elements[$0].name == name }.flatMap { texts(names.dropFirst(), of: $0) }
    }

    private func wholeText(of index: Int) -> [UInt8] {
        elements[index].children.reduce(elements[index].text) { $0 + wholeText(of: $1) }
    }

    // MARK: - Cells

    /// Appends the record's attributes and children to a batch as the cells of one row.
    func appendCells(to batch: inout CellBatch) {
        guard let record = elements.first else { return }
        for attribute in record.attributes {
            appendCell(named: attribute.name, .plain, to: &batch) { $0.append(contentsOf: attribute.value) }
        }
        for group in groups(of: record) {
            let isPlain = group.count == 1 && elements[group[0]].isLeaf
            appendCell(named: elements[group[0]].name, isPlain ? .plain : group.count > 1 ? .list : .object, to: &batch)
            {
                if isPlain {
                    $0.append(contentsOf: elements[group[0]].text)
                } else {
                    appendJSON(of: group, to: &$0)
                }
            }
        }
        if record.children.isEmpty || !record.text.withByteView({ $0.trimmed.isEmpty }) {
            appendCell(named: Self.ownText, .plain, to: &batch) { $0.append(contentsOf: record.text) }
        }
    }

    private static let ownText: [UInt8] = Array("#text".utf8)

    private func appendCell(
        named name: [UInt8], _ kind: FieldValue.Kind, to batch: inout CellBatch, _ value: (inout [UInt8]) -> Void
    ) {
        let start = batch.bytes.count
        batch.bytes.append(contentsOf: name)
        let middle = batch.bytes.count
        value(&batch.bytes)
        batch.append(name: start..<middle, kind, middle..<batch.bytes.count)
    }

    /// The children of an element by name, in the order in which the names first appear.
    private func groups(of element: Element) -> [[Int]] {
        var groups: [[Int]] = []
        var places: [[UInt8]: Int] = [:]
        for child in element.children {
            if let place = places[elements[child].name] {
                groups[place].append(child)
            } else {
                places[elements[child].name] = groups.count
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
        guard !element.isLeaf else { return element.text.withByteView { bytes.append(quoted: $0) } }
        var isFirst = true
        func name(_ name: [UInt8]) {
            bytes.append(isFirst ? UInt8(ascii: "{") : UInt8(ascii: ","))
            isFirst = false
            name.withByteView { bytes.append(quoted: $0) }
            bytes.append(UInt8(ascii: ":"))
        }
        for attribute in element.attributes {
            name(attribute.name)
            attribute.value.withByteView { bytes.append(quoted: $0) }
        }
        for group in groups(of: element) {
            name(elements[group[0]].name)
            appendJSON(of: group, to: &bytes)
        }
        if element.children.isEmpty || !element.text.withByteView({ $0.trimmed.isEmpty }) {
            name(Self.ownText)
            element.text.withByteView { bytes.append(quoted: $0) }
        }
        bytes.append(UInt8(ascii: "}"))
    }
}
