import Bytes

/// The digest that a manifest carries of itself, so that no byte of it can change unseen.
///
/// The file is the document as `readableText` writes it, with the member `digest` last: the SHA-256 of the same text
/// without that member. A text that is written in any other way, be it only by white space, does not hold.
package enum ManifestChecksum {
    private static let name = "digest"

    /// The text of a document with its digest.
    static func text(of document: JSON) -> [UInt8] {
        var object = document.object ?? JSONObject()
        object[name] = nil
        let digest = Array(JSON.object(object).readableText.utf8).withByteView { Digest(of: $0, .sha256) }
        object[name] = .string(digest.description)
        return Array(JSON.object(object).readableText.utf8)
    }

    /// True when a text is that of its document, byte for byte.
    static func matches(_ text: [UInt8], _ document: JSON) -> Bool {
        Self.text(of: document) == text
    }
}
