import Bytes

/// An element of records whose contents are wanted in their order, with the elements in them.
package struct XMLWholeText: Hashable, Sendable {
    /// The names that lead to the element from the record; empty for the record itself.
    let path: [[UInt8]]
    /// The name of the field of the contents, which no element or attribute has.
    let fieldName: [UInt8]

    /// Creates the wish for an element's contents.
    ///
    /// - Parameters:
    ///   - path: the names that lead to the element.
    ///   - whole: the path as it is written.
    package init(_ path: [[UInt8]], whole: [UInt8]) {
        self.path = path
        fieldName = Self.fieldName(of: whole)
    }

    /// Returns the name of the field with the contents of the element at a path.
    package static func fieldName(of path: [UInt8]) -> [UInt8] { [0] + path }

    /// Returns whether a field has the contents of an element, and not a value under a name of the file.
    package static func isName(_ name: ByteView) -> Bool { name.first == 0 }
}

extension XMLFieldMaker {
    /// Appends a field of markup for each wanted element that has children; returns false if one is too long.
    ///
    /// Several elements at one path are a list, in which those without children are their texts.
    mutating func appendWholeTexts(of range: Range<Int>, on tape: borrowing XMLTape) -> Bool {
        for whole in wholeTexts {
            let found = tree.elements(at: whole.path)
            guard found.contains(where: { tree.elements[Int($0)].hasChildren }) else { continue }
            let start = made.count
            made.append(whole.fieldName)
            let name = Part.made(start..<made.count)
            let valueStart = made.count
            var mark = UInt8(ascii: "[")
            for element in found {
                var markup = XMLMarkup(atMost: longest)
                markup.write(element, isLeaf: !tree.elements[Int(element)].hasChildren, of: range, on: tape)
                if markup.isTooLong || made.count - valueStart > longest { return false }
                if found.count == 1 {
                    made.append(markup.bytes)
                } else {
                    made.append(mark)
                    markup.bytes.withByteView { made.append(quoted: $0) }
                    mark = UInt8(ascii: ",")
                }
            }
            if found.count > 1 { made.append(UInt8(ascii: "]")) }
            let isLong = made.count - valueStart > longest
            if isLong { return false }
            parts.append((name, found.count == 1 ? .plain : .list, .made(valueStart..<made.count)))
        }
        return true
    }
}

extension ByteWriter {
    fileprivate mutating func append(_ bytes: [UInt8]) { bytes.withByteView { append($0) } }
}

/// The contents of an element as HTML: with the local names of elements, and without attributes but the address of an
/// image.
private struct XMLMarkup {
    private(set) var bytes: [UInt8] = []
    /// Whether the contents were longer than allowed, and were given up.
    private(set) var isTooLong = false
    private let longest: Int
    /// The names of the open elements within the one that is written; -1 elements before it begins.
    private var open: [XMLName] = []
    private var isTagOpen = false

    init(atMost longest: Int) {
        self.longest = longest
    }

    /// Writes the contents of the element with an index in the order of start tags.
    ///
    /// - Parameter isLeaf: whether it has no children, so that its text may be HTML itself and is not escaped.
    mutating func write(_ index: Int32, isLeaf: Bool, of range: Range<Int>, on tape: borrowing XMLTape) {
        var (number, depth, first) = (Int32(-1), 0, 0)
        let text = tape.bytes
        tape.forEachEvent(in: range) { event in
            let isInside = first > 0 && depth >= first && !isTooLong
            switch event {
            case .begin(let name):
                number += 1
                depth += 1
                if isInside { begin(name) }
                if number == index { first = depth }
            case .attribute(let name, let value): if isInside, depth > first { append(name, text[value]) }
            case .text(let range): if isInside { append(text[range], isLeaf) }
            case .end:
                if isInside, depth > first { end() }
                depth -= 1
                if depth < first { first = Int.max }
            }
        }
    }

    private mutating func begin(_ name: XMLName) {
        closeTag()
        open.append(name)
        bytes.append(UInt8(ascii: "<"))
        append(name: name)
        isTagOpen = true
    }

    private mutating func end() {
        closeTag()
        guard let name = open.popLast() else { return }
        // What has no content in HTML has no end tag.
        let local = ByteView(zeroTerminated: name.local)
        if HTMLElement(local)?.isVoid == true { return }
        bytes.append(contentsOf: Array("</".utf8))
        append(name: name)
        bytes.append(UInt8(ascii: ">"))
    }

    private mutating func append(_ name: XMLName, _ value: ByteView) {
        guard isTagOpen, name.isSpelled(Array("src".utf8)) else { return }
        bytes.append(contentsOf: Array(" src=\"".utf8))
        append(escaped: value)
        bytes.append(UInt8(ascii: "\""))
    }

    private mutating func append(_ text: ByteView, _ isLeaf: Bool) {
        closeTag()
        if isLeaf, text.count <= longest - bytes.count { return bytes.append(text) }
        append(escaped: text)
    }

    private mutating func append(name: XMLName) {
        let local = ByteView(zeroTerminated: name.local)
        // HTML does not show titles, nor markup in text areas; in other documents they are content.
        let isBlock = HTMLElement(local).map { $0 == .title || $0 == .textarea || $0 == .xmp } == true
        bytes.append(isBlock ? ByteView("div") : local)
    }

    private mutating func closeTag() {
        if isTagOpen { bytes.append(UInt8(ascii: ">")) }
        isTagOpen = false
    }

    private mutating func append(escaped text: ByteView) {
        var start = 0
        for place in 0..<text.count {
            let escape: StaticString
            switch text[place] {
            case UInt8(ascii: "<"): escape = "&lt;"
            case UInt8(ascii: "&"): escape = "&amp;"
            case UInt8(ascii: "\""): escape = "&quot;"
            default: continue
            }
            bytes.append(text[start..<place])
            bytes.append(ByteView(escape))
            start = place + 1
            if bytes.count > longest { return giveUp() }
        }
        if text.count - start > longest - bytes.count { return giveUp() }
        bytes.append(text[start...])
    }

    private mutating func giveUp() {
        isTooLong = true
        bytes = []
    }
}
