import Foundation
import Testing

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
