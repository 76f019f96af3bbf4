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
        var text = JSON.object(object).readableBytes
        let digest = text.withByteView { Digest(of: $0, .sha256) }
        // A run writes its manifest often, so the member is inserted before the end instead of writing the text again.
        text.removeLast("\n}\n".utf8.count)
        text.append(utf8Of: (object.members.isEmpty ? "\n" : ",\n") + "  \"\(name)\": \"\(digest)\"\n}\n")
        return text
    }

    /// Returns whether a text is exactly the text of its document.
    static func matches(_ text: [UInt8], _ document: JSON) -> Bool {
        Self.text(of: document) == text
    }
}
