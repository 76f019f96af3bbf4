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
    /// tells of traces' lengths and of the teacher. With 1.3.0 lines of the pool and of decisions got `row`, and those of
    /// the pool `key`.
    ///
    /// A change that is meant to alter what is written alters it here, too, and says why; one that makes something faster does
    /// not.
    private static let written = [
        "ingest/pool.jsonl xxh64:96b3cfd92497ac9b",
        "ingest/pool.texts xxh64:24dbfc5d0f83277c",
        "ingest/pool.index xxh64:f46cbd8f0b85c55e",
        "ingest/rejected.jsonl sha256:7f13a8cf3be72eb53161eb2877d5a0fe50b8e65528e99ccdc29f2acbfa079035",
        "decontaminate/decisions.jsonl sha256:c911c9eaad78db86d8c0c4a8320967ed91dbdd0322c1de01b8a95953eecb578b",
        "quality/decisions.jsonl sha256:b252fb35133fc4b9157645ba7c6b25b0150facf9bbfaf10efcc030a5ed5b66f7",
        "difficulty/decisions.jsonl sha256:1a1292237ec5bda083e8952b6807c9bb660570d299b1a4c3ca031a8598990dd1",
        "classify/decisions.jsonl sha256:29bde359617eb648eff48808f0ecf68dec85ee90e2ffc2b030abf1df28691426",
        "sample/decisions.jsonl sha256:d2597f3e2e4f981307fae3d119bca70fcfdcfd1e8ad53e18e7d4860d9613be1f",
        "export/sample.jsonl sha256:75cd4be6cc12c3cc3a832e2d086c5d73f0743848e6b36884471f64717b1393c5",
        "export/README.md sha256:d4a3fd2390a7280b1603ccb18ac0f8ab741f8d18fed102b0dd478c8fbdc42be0",
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
