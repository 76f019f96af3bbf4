import Bytes
import Testing

@testable import Runs

@Suite("The digest that a manifest contains of itself")
struct ManifestChecksumTests {
    @Test(
        "is the last member of the readable document, and that of the document without it",
        arguments: [
            [:], ["version": "1"], ["version": "1", "stages": [["stage": "ingest", "rows": 7], ["stage": "sample"]]],
            ["digest": "of an earlier text", "files": []], ["names": ["é", "\u{301}e", "\"", "\\", "\u{1}"]],
        ] as [JSON])
    func text(_ document: JSON) throws {
        var object = try #require(document.object)
        object["digest"] = nil
        let digest = Array(JSON.object(object).readableText.utf8).withByteView { Digest(of: $0, .sha256) }
        object["digest"] = .string(digest.description)
        let text = ManifestChecksum.text(of: document)
        #expect(String(decoding: text, as: UTF8.self) == JSON.object(object).readableText)
        #expect(ManifestChecksum.matches(text, .object(object)))
    }

    @Test("does not match a text of which any byte is another one")
    func otherByte() throws {
        let text = ManifestChecksum.text(of: ["version": "1", "stages": ["ingest", "quality"]])
        for place in text.indices {
            var other = text
            other[place] ^= 1
            guard let document = try? other.withByteView({ try JSON(parsing: $0) }) else { continue }
            #expect(!ManifestChecksum.matches(other, document), "byte \(place)")
        }
    }
}
