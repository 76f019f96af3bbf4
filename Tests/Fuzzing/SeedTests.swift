import Foundation
import Testing

@Suite("Seeds that are made")
struct MadeSeedTests {
    @Test("the seeds of binary formats are those that the tests' writers make")
    func made() throws {
        let isRenewing = ProcessInfo.processInfo.environment["CURATE_RENEW"] != nil
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Seeds")
        for seed in try SeedMaker.seeds() {
            let file = folder.appendingPathComponent(seed.subject).appendingPathComponent(seed.name)
            // The libraries' compressors may write other bytes in other versions.
            let isOfLibrary = ["gzip", "zstd"].contains(seed.subject)
            if isRenewing {
                try FileManager.default.createDirectory(
                    at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
                try Data(seed.bytes).write(to: file)
            }
            let found = try [UInt8](Data(contentsOf: file))
            #expect(isOfLibrary ? !found.isEmpty : found == seed.bytes, "\(seed.subject)/\(seed.name)")
        }
    }
}

/// What the fuzzers begin with holds for every subject; so they cannot fall out of use unseen.
@Suite("Seeds of the fuzzers", .serialized)
struct SeedTests {
    @Test("every subject reads each of its seeds, and seeds with a byte changed", arguments: subjects.map(\.name))
    func seeds(_ name: String) throws {
        let folder = NSTemporaryDirectory() + "/curate-test-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let maker = try #require(subjects.first { $0.name == name })
        let subject = ScratchFile.$parent.withValue(folder) { maker.make() }
        let seeds = try #require(Bundle.module.resourcePath) + "/Seeds/" + name
        let names = try FileManager.default.contentsOfDirectory(atPath: seeds).sorted()
        #expect(!names.isEmpty)
        for name in names {
            let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: seeds + "/" + name)))
            subject.read(bytes)
            for place in stride(from: 0, to: bytes.count, by: max(1, bytes.count / 40)) {
                var changed = bytes
                changed[place] ^= UInt8(1 << (place % 8))
                subject.read(changed)
            }
        }
    }
}
