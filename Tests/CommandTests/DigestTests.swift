import Bytes
import Foundation
import TestSupport
import Testing

@Suite("The same as before")
struct DigestTests {
    /// What version 1.1.0 wrote for the sample when its pool's index got the origins.
    ///
    /// Of the card, which names the version, it is what 1.2.0 writes. The sample's duplicate has another solution than the
    /// question that it repeats, which its decision and the funnel on the card have said since then.
    ///
    /// Since then exported rows got the column `source`, and the card a row as an example, the lines that load it, and what it
    /// tells of traces' lengths and of the teacher.
    ///
    /// A change that is meant to alter what is written alters it here, too, and says why; one that makes something faster does
    /// not.
    private static let written = [
        "ingest/pool.jsonl xxh64:0ae1a4a4e9a33232",
        "ingest/pool.texts xxh64:24dbfc5d0f83277c",
        "ingest/pool.index xxh64:3a7d55def1b495b5",
        "ingest/rejected.jsonl sha256:7f13a8cf3be72eb53161eb2877d5a0fe50b8e65528e99ccdc29f2acbfa079035",
        "decontaminate/decisions.jsonl sha256:ceda34172973aabd916fb16d0ba3bdf0d67a6aa9022ab6436c7882fb57446123",
        "quality/decisions.jsonl sha256:557d0184f20fa81a5561d3afbefefd5fbf04860ac3b64b02102c9affb4f3977f",
        "difficulty/decisions.jsonl sha256:a36fb9332a95ca6da4ccddeed3949ae1fb865f9d31f9fd56db475617f6846d14",
        "classify/decisions.jsonl sha256:08092dd113d9711fb8fdc0dc28346d1447f1b6eeba1f2dbb7d31e40f4bbd9c6b",
        "sample/decisions.jsonl sha256:06efb3859816f5ba339dbb91c51dcbe601c19cbdc624ac137c15284e94077d02",
        "export/sample.jsonl sha256:75cd4be6cc12c3cc3a832e2d086c5d73f0743848e6b36884471f64717b1393c5",
        "export/README.md sha256:641fe4e0e27bd18ed7d89c3f9444636c812bc910d4c963f216baeec686cc575c",
        "export/gate.json sha256:eed64ebafa19fde43e251ada59aa386a5f188e07ec0bdb9116da37ed808c82a8",
    ]

    @Test("every file of the sample's run has the digest that it had", arguments: ["1", "3"])
    func digests(_ threads: String) throws {
        let folder = try TemporaryFolder.withSample()
        #expect(try Program.run(["--run", "run", "--threads", threads], in: folder.path).status == 0)
        let found = try Self.written.map { line in
            let parts = line.split(separator: " ").map(String.init)
            let algorithm = try #require(Digest(parts[1])).algorithm
            let bytes = try Array(Data(contentsOf: URL(fileURLWithPath: folder.path + "/run/" + parts[0])))
            return "\(parts[0]) \(bytes.withByteView { Digest(of: $0, algorithm) })"
        }
        #expect(found == Self.written)
    }
}
