import Bytes

/// The digest that a manifest contains of itself, so that any change to its bytes is detected.
///
/// The file is the document as written by `readableText`, with the member `digest` last: the SHA-256 of the same text
/// without that member. A text that differs in any way, even only in white space, does not match.
package enum ManifestChecksum {
    private static let name = "digest"

    /// Returns the text of a document with its digest.
    static func text(of document: JSON) -> [UInt8] {
        var object = document.object ?? JSONObject()
        object[name] = nil
        let digest = Array(JSON.object(object).readableText.utf8).withByteView { Digest(of: $0, .sha256) }
        object[name] = .string(digest.description)
        return Array(JSON.object(object).readableText.utf8)
    }

    /// Returns whether a text is exactly the text of its document.
    static func matches(_ text: [UInt8], _ document: JSON) -> Bool {
        Self.text(of: document) == text
    }
}
