import Foundation
import TestSupport
import Testing

@testable import Files

@Suite("Folders for what is temporary")
struct WorkFolderTests {
    private let folder = TemporaryFolder()

    @Test("is made under a name of its own, and goes with all in it")
    func made() throws {
        do {
            let work = try WorkFolder(in: FolderTree(folder.path))
            #expect(folder.names.count == 1 && WorkName.isOne(folder.names[0]))
            folder.write(folder.names[0] + "/a/b", "x")
            let file = try OutputFile("out", in: FolderTree(folder.path), by: work, digest: .sha256, isBulk: false)
            try file.write([1, 2])
            #expect(folder.names.count == 1)
            try file.commit()
            #expect(folder.names.count == 2 && folder.names.contains("out"))
        }
        #expect(folder.names == ["out"])
    }

    @Test("one that is left behind goes, one that is in use stays, and nothing else is taken for one")
    func leftovers() throws {
        let tree = FolderTree(folder.path)
        let inUse = try WorkFolder(in: tree)
        let left = WorkName.make()
        folder.write(left + "/a/b", "half")
        let others = [
            ".curate-", ".curate-0123456789abcdef01234567", left.uppercased(), left + "0", String(left.dropLast()),
            "x" + left, ".curate-" + String(repeating: "\u{0661}", count: 24),
        ]
        for name in others { folder.write(name + "/mine", "x") }
        let file = WorkName.make()
        folder.write(file, "x")
        let link = WorkName.make()
        try FileManager.default.createSymbolicLink(atPath: folder.path + "/" + link, withDestinationPath: others[0])
        try WorkFolder.removeLeftovers(in: tree)
        let used = String(inUse.tree.path.dropFirst(folder.path.count + 1))
        #expect(Set(folder.names) == Set(others + [used, file, link]))
        // Who is alone there knows that the file is nobody's.
        try WorkFolder.removeLeftovers(in: tree, isAlone: true)
        #expect(Set(folder.names) == Set(others + [used, link]))
        withExtendedLifetime(inUse) {}
    }

    @Test("what is to be settled before is settled first, and where that fails the folder stays")
    func settling() throws {
        struct Failure: Error {}
        let tree = FolderTree(folder.path)
        let left = WorkName.make()
        folder.write(left + "/journal", "x")
        #expect(throws: Failure.self) {
            try WorkFolder.removeLeftovers(in: tree, isAlone: true) { _ in throw Failure() }
        }
        #expect(folder.names == [left])
        // Where others may be at work it is left to them.
        try WorkFolder.removeLeftovers(in: tree) { _ in throw Failure() }
        #expect(folder.names == [left])
        let seen = Seen()
        try WorkFolder.removeLeftovers(in: tree) { seen.names += try $0.names() }
        #expect(seen.names == ["journal"])
        #expect(folder.names == [])
    }

    private final class Seen: @unchecked Sendable {
        var names: [String] = []
    }
}
