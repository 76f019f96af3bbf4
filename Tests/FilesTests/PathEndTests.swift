import Foundation
import TestSupport
import Testing

@testable import Files

@Suite("Where a path leads")
struct PathEndTests {
    private let folder = TemporaryFolder()

    /// Creates a link in the folder, and returns its path.
    private func link(_ name: String, to target: String) throws -> String {
        let path = folder.path + "/" + name
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: target)
        return path
    }

    @Test("to a file, a folder, or nothing")
    func plain() {
        let file = folder.write("file", "x")
        #expect(PathEnd(of: file) == .file)
        #expect(PathEnd(of: folder.path) == .folder)
        #expect(PathEnd(of: folder.path + "/") == .folder)
        #expect(PathEnd(of: folder.path + "/other") == .nothing)
        // A file is no folder in which something could be.
        #expect(PathEnd(of: file + "/other") == .nothing)
        #expect(PathEnd(of: "") == .nothing)
    }

    @Test("to a device or a pipe")
    func special() {
        #expect(PathEnd(of: "/dev/null") == .device)
        let pipe = folder.path + "/pipe"
        #expect(mkfifo(pipe, 0o600) == 0)
        #expect(PathEnd(of: pipe) == .pipe)
        #expect(PathEnd(of: pipe).obstacle == nil)
    }

    @Test("links are followed, over any number of them up to the system's limit")
    func links() throws {
        folder.write("file", "x")
        var last = try link("l0", to: "file")
        #expect(PathEnd(of: last) == .file)
        for number in 1...10 {
            last = try link("l\(number)", to: "l\(number - 1)")
        }
        #expect(PathEnd(of: last) == .file)
        #expect(PathEnd(of: try link("self", to: ".")) == .folder)
    }

    @Test("a link to nothing, and links that lead back, say so")
    func broken() throws {
        let lost = try link("lost", to: "missing")
        #expect(PathEnd(of: lost) == .brokenLink(to: "missing"))
        #expect(PathEnd(of: lost).obstacle == "is a link that leads nowhere: \"missing\" is not there")
        let below = try link("below", to: "lost/in/it")
        #expect(PathEnd(of: below) == .brokenLink(to: "lost/in/it"))
        let round = try link("round", to: "round")
        #expect(PathEnd(of: round) == .circularLink)
        let (one, two) = (try link("one", to: "two"), try link("two", to: "one"))
        #expect(PathEnd(of: one) == .circularLink && PathEnd(of: two) == .circularLink)
        #expect(PathEnd(of: one).obstacle == "is a link that leads back to itself")
    }

    @Test("what can be followed has no obstacle, and each kind has words of its own")
    func words() {
        let kinds: [PathEnd] = [.nothing, .file, .folder, .pipe, .socket, .device]
        #expect(kinds.allSatisfy { $0.obstacle == nil })
        let all: [PathEnd] = kinds + [.brokenLink(to: "x"), .circularLink, .unknown("no such luck")]
        #expect(Set(all.map(\.words)).count == all.count)
        #expect(PathEnd.unknown("no such luck").words == "cannot be looked at: no such luck")
        #expect(PathEnd.folder.words == "is a folder")
    }

    @Test("a name that is too long is not taken for one that is not there")
    func long() {
        let name = String(repeating: "n", count: 300)
        guard case .unknown(let reason) = PathEnd(of: folder.path + "/" + name) else {
            Issue.record("it was looked at")
            return
        }
        #expect(!reason.isEmpty)
    }
}
