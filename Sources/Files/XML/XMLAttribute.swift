import Bytes
import CLibXML2

/// An attribute as libxml2 hands it to the handler of a start tag.
struct XMLAttribute {
    private let name: UnsafePointer<xmlChar>
    private let prefix: UnsafePointer<xmlChar>?
    /// Its value, in which references are resolved.
    let value: ByteView

    /// Calls with each attribute of a tag.
    static func forEach(
        _ count: Int, _ found: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?, _ body: (XMLAttribute) -> Void
    ) {
        guard let found else { return }
        // Five pointers an attribute: name, prefix, URI, and the value's begin and end.
        for k in 0..<count {
            guard let name = found[5 * k], let start = found[5 * k + 3], let end = found[5 * k + 4] else { continue }
            body(
                XMLAttribute(name: name, prefix: found[5 * k + 1], value: ByteView(start: start, count: end - start)))
        }
    }

    /// Appends the name of its field: `@name` or `@prefix:name`.
    func appendName(to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "@"))
        Self.append(name, prefix, to: &bytes)
    }

    /// Appends a name with its prefix.
    static func append(
        _ name: UnsafePointer<xmlChar>, _ prefix: UnsafePointer<xmlChar>?, to bytes: inout [UInt8]
    ) {
        if let prefix {
            bytes.append(XMLElementTree.view(prefix))
            bytes.append(UInt8(ascii: ":"))
        }
        bytes.append(XMLElementTree.view(name))
    }
}

extension CellBatch {
    /// Appends the attributes of a tag to the open row; returns how many bytes they have.
    mutating func append(_ count: Int, _ attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?) -> Int {
        let first = bytes.count
        XMLAttribute.forEach(count, attributes) { attribute in
            let start = bytes.count
            attribute.appendName(to: &bytes)
            let middle = bytes.count
            bytes.append(attribute.value)
            append(name: start..<middle, .plain, middle..<bytes.count)
        }
        return bytes.count - first
    }
}
