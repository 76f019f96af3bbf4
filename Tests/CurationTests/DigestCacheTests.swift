import Bytes
import Files
import Foundation
import TestSupport
import Testing

@testable import Runs
@testable import Stages

@Suite("Digests that are not computed again")
struct DigestCacheTests {
    private let folder = TemporaryFolder()

    private func digest(_ text: String) -> Digest { text.withByteView { Digest(of: $0, .xxh64) } }

    /// A manifest of one stage with an input, and the stamps that it trusts.
    private func manifest(_ records: [FileRecord], stamps: [ByteKey: FileStamp] = [:]) -> Manifest {
        var manifest = Manifest(recipe: ["name": "n"], of: RunFolder(folder.path))
        manifest.stages[.ingest] = StageRecord(
            settings: [:], toolVersion: Tool.version, inputs: records, outputs: [], counts: [:], seconds: 0)
        manifest.stamps = stamps
        return manifest
    }

    private func record(_ name: String, in cache: DigestCache) throws -> FileRecord? {
        try cache.record(of: name, at: folder.path + "/" + name, .xxh64)
    }

    @Test("are those of the files, and there is none of a file that is missing")
    func plain() throws {
        folder.write("a", "one")
        let cache = DigestCache(nil)
        #expect(try record("a", in: cache) == FileRecord(path: "a", size: 3, digest: digest("one")))
        #expect(try record("b", in: cache) == nil)
        folder.write("a", "other")
        #expect(try record("a", in: cache)?.digest == digest("other"))
        let sha = try cache.record(of: "a", at: folder.path + "/a", .sha256)
        #expect(sha?.digest == "other".withByteView { Digest(of: $0, .sha256) })
    }

    @Test("are taken from the manifest where the stamp is the same, and computed where it is not")
    func fromManifest() throws {
        folder.write("a", "one")
        // A digest that no file has shows that the file was not read.
        let claimed = FileRecord(path: "a", size: 3, digest: digest("claimed"))
        let stamp = try #require(Folder.stamp(of: folder.path + "/a"))
        #expect(try record("a", in: DigestCache(manifest([claimed], stamps: ["a": stamp]))) == claimed)
        #expect(try record("a", in: DigestCache(manifest([claimed])))?.digest == digest("one"))
        // The stamp of another file of the same name to Unicode is no stamp of this one.
        let twins = manifest(
            [FileRecord(path: "e\u{301}", size: 3, digest: digest("claimed"))], stamps: ["\u{E9}": stamp])
        folder.write("e\u{301}", "one")
        #expect(try record("e\u{301}", in: DigestCache(twins))?.digest == digest("one"))
        folder.write("a", "new")
        usleep(20_000)
        folder.write("a", "two")
        #expect(try record("a", in: DigestCache(manifest([claimed], stamps: ["a": stamp])))?.digest == digest("two"))
    }

    @Test("of a file that is about to be published are known before it is there")
    func unpublished() throws {
        let tree = FolderTree(folder.path)
        let cache = DigestCache(nil)
        let awaited = FileRecord(path: "q/d", size: 9, digest: digest("awaited"))
        #expect(try cache.record(of: "q/d", in: tree, .xxh64) == nil)
        cache.expect(awaited)
        #expect(try cache.record(of: "q/d", in: tree, .xxh64) == awaited)
        folder.write("q/d", "published")
        cache.published(awaited, in: tree)
        #expect(
            try cache.record(of: "q/d", in: tree, .xxh64) == FileRecord(path: "q/d", size: 9, digest: awaited.digest))
        // Once it is published, what counts is the file.
        folder.write("q/d", "changed by somebody")
        #expect(try cache.record(of: "q/d", in: tree, .xxh64)?.digest == digest("changed by somebody"))
    }

    @Test("stamps are trusted of files that did not change just before, and that are on record as they are")
    func trusted() throws {
        folder.write("old", "one")
        folder.write("other", "two")
        usleep(80_000)
        let cache = DigestCache(nil)
        let old = try #require(try record("old", in: cache))
        let other = try #require(try record("other", in: cache))
        folder.write("new", "three")
        let new = try #require(try record("new", in: cache))
        let changed = FileRecord(path: "other", size: other.size, digest: digest("before"))
        let stamps = cache.trusted(beside: manifest([old, changed, new]))
        #expect(stamps.keys.map(\.text) == ["old"])
        #expect(stamps["old"] == Folder.stamp(of: folder.path + "/old"))
        #expect(cache.trusted(beside: manifest([])).isEmpty)
        // A file that two stages have read in different states is none to trust.
        let twice = FileRecord(path: "old", size: old.size, digest: digest("before"))
        #expect(cache.trusted(beside: manifest([old, twice])).isEmpty)
    }
}
