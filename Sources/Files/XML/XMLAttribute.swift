import Bytes
import CLibXML2

/// An attribute as libxml2 passes it to the handler of a start tag.
struct XMLAttribute {
    let name: XMLName
    /// Its value, with references resolved.
    let value: ByteView

    /// Calls `body` with each attribute of a tag.
    @inline(__always)
    static func forEach(
        _ count: Int, _ found: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?, _ body: (XMLAttribute) -> Void
    ) {
        guard let found else { return }
        // Five pointers for each attribute: name, prefix, URI, and the start and end of the value.
        for k in 0..<count {
            guard let name = found[5 * k], let start = found[5 * k + 3], let end = found[5 * k + 4] else { continue }
            body(
                XMLAttribute(
                    name: XMLName(local: name, prefix: found[5 * k + 1]),
                    value: ByteView(start: start, count: end - start)))
        }
    }
}
