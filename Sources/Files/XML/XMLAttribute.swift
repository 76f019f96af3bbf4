import Bytes
import CLibXML2

/// An attribute as libxml2 hands it to the handler of a start tag.
struct XMLAttribute {
    /// Name and prefix: one address for all attributes of one name, as long as the parser lives.
    let name: UnsafePointer<xmlChar>
    let prefix: UnsafePointer<xmlChar>?
    /// Its value, in which references are resolved.
    let value: ByteView

    /// Calls with each attribute of a tag.
    @inline(__always)
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
