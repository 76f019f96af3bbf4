import Foundation
import TestSupport
import Testing

@testable import Files

@Suite("What paths and patterns name")
struct PathTests {
    private let folder = TemporaryFolder()

    private func link(_ name: String, to target: String) {
        #expect(symlink(target, folder.path + "/" + name) == 0, "\(name)")
    }

    /// Writes an empty file whose name has any bytes.
    private func write(_ name: [UInt8]) {
        let path = Array(folder.path.utf8) + [0x2F] + name + [0]
        let descriptor = path.withUnsafeBufferPointer { bytes in
            bytes.withMemoryRebound(to: CChar.self) { $0.baseAddress.map { open($0, O_CREAT | O_WRONLY, 0o600) } ?? -1 }
        }
        #expect(descriptor >= 0)
        close(descriptor)
    }

    /// What is wrong with what a pattern matches, in words.
    private func faults(_ pattern: String) -> [String] {
        FileMatches(of: pattern, in: folder.path).faults.map { $0.words(of: "it") }
    }

    @Test("whatever a pattern matches is a file to be read or is named, in the order of its bytes")
    func everythingIsNamed() {
        for name in ["in/b", "in/a", "in/sub/c"] { folder.write(name, "") }
        #expect(FileMatches(of: "in/?", in: folder.path).files == ["in/a", "in/b"])
        #expect(faults("in/?") == [])
        #expect(faults("in/*") == ["it matches \"in/sub\", which is a folder"])
        link("in/1 broken", to: "gone")
        link("in/2 itself", to: "2 itself")
        link("in/3 to and fro", to: "4 fro and to")
        link("in/4 fro and to", to: "3 to and fro")
        link("in/5 behind a file", to: "a/b")
        link("in/6 good", to: "a")
        #expect(mkfifo(folder.path + "/in/7 pipe", 0o600) == 0)
        link("in/8 device", to: "/dev/null")
        write(Array("in/9 \\caf".utf8) + [0xE9] + Array(".x".utf8))
        #expect(
            faults("in/*") == [
                "it matches \"in/1 broken\", which is a link that leads nowhere: \"gone\" is not there",
                "it matches \"in/2 itself\", which is a link that leads back to itself",
                "it matches \"in/3 to and fro\", which is a link that leads back to itself",
                "it matches \"in/4 fro and to\", which is a link that leads back to itself",
                "it matches \"in/5 behind a file\", which is a link that leads nowhere: \"a/b\" is not there",
                "it matches \"in/7 pipe\", which is a pipe",
                "it matches \"in/8 device\", which is a device",
                "it matches \"in/9 \\\\caf\\xE9.x\", which has a name that is not UTF-8",
                "it matches \"in/sub\", which is a folder",
            ])
        #expect(FileMatches(of: "in/*", in: folder.path).files == ["in/6 good", "in/a", "in/b"])
        let error = #expect(throws: FileError.self) { try Folder.demandFiles(matching: "in/7*", in: folder.path) }
        #expect(error?.description == "cannot read \(folder.path)/in/7*: it matches \"in/7 pipe\", which is a pipe")
    }

    @Test("a socket is named as one")
    func sockets() throws {
        // A short path: that of a socket has 107 bytes at most.
        let place = "/tmp/\(UUID().uuidString.prefix(8))"
        #expect(mkdir(place, 0o700) == 0)
        defer { try? FileManager.default.removeItem(atPath: place) }
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: "\(place)/s".utf8) }
        let bound = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        #expect(bound == 0)
        #expect(
            FileMatches(of: "*", in: place).faults.map { $0.words(of: "it") } == ["it matches \"s\", which is a socket"]
        )
    }

    @Test("a folder on the way that cannot be followed may hide files, and is named; what is no folder hides none")
    func foldersOnTheWay() {
        for name in ["1/a", "2/a", "3/b", "a file"] { folder.write(name, "") }
        #expect(FileMatches(of: "*/a", in: folder.path).files == ["1/a", "2/a"])
        #expect(faults("*/a") == [])
        #expect(faults("none/*") == [] && faults("a file/*") == [] && faults("none/x") == [])
        link("4", to: "unmounted")
        link("5", to: "5")
        let both = [
            "it matches \"4\", which is a link that leads nowhere: \"unmounted\" is not there",
            "it matches \"5\", which is a link that leads back to itself",
        ]
        #expect(faults("*/a") == both)
        #expect(faults("?/*") == both)
        #expect(faults("4/*") == [both[0]] && faults("5/*") == [both[1]])
        #expect(faults("5/a") == ["it is a link that leads back to itself"])
        // Who may look into any folder meets none that is closed.
        guard geteuid() != 0 else { return }
        #expect(mkdir(folder.path + "/6", 0o000) == 0)
        #expect(faults("6/*") == ["it matches \"6/\", which cannot be looked into: Permission denied"])
        #expect(faults("6/a") == ["it cannot be looked at: Permission denied"])
        #expect(chmod(folder.path + "/6", 0o700) == 0)
    }

    @Test("a path without marks leads to a file, to nothing, or to what is named")
    func plainPaths() {
        folder.write("a", "")
        folder.write("sub/b", "")
        link("broken", to: "gone")
        link("itself", to: "itself")
        #expect(FileMatches(of: "a", in: folder.path) == FileMatches(of: "a", in: folder.path))
        #expect(FileMatches(of: "a", in: folder.path).files == ["a"] && faults("a") == [])
        #expect(FileMatches(of: "none", in: folder.path).files == [] && faults("none") == [])
        #expect(faults("sub") == ["it is not a regular file"])
        #expect(faults("broken") == ["it is a link that leads nowhere: \"gone\" is not there"])
        #expect(faults("itself") == ["it is a link that leads back to itself"])
        #expect(faults("a\0b") == ["it has a zero byte in it, and no path has"])
        #expect(faults(String(repeating: "x", count: 300)) == ["it cannot be looked at: File name too long"])
    }

    @Test("a pattern that would be looked up for hours is not looked up at all")
    func excess() {
        folder.write("a/x", "")
        folder.write("b/x", "")
        #expect(FileMatches(of: "a/../[ab]/x", in: folder.path).files == ["a/x", "b/x"].map { "a/../" + $0 })
        let back = "it goes back with .. after a wildcard; expected a pattern without it"
        for pattern in ["*/../a/x", "?/../*/../*/x", "[ab]/./../a/x", "*/.."] {
            #expect(faults(pattern) == [back], "\(pattern)")
        }
        #expect(FileMatches(of: "*/..x", in: folder.path).faults.isEmpty)
        let long = String(repeating: "[", count: 4097)
        #expect(faults(long) == ["it is longer than the 4096 bytes that a path may have"])
    }

    @Test("a file whose name is a pattern shadows no other")
    func shadows() {
        folder.write("*.x", "")
        #expect(FileMatches(of: "*.x", in: folder.path).files == ["*.x"] && faults("*.x") == [])
        folder.write("a.x", "")
        let advice =
            "too; another name for the file, or brackets around its marks to mean it alone, as in [*], make clear what "
            + "is meant"
        #expect(FileMatches(of: "*.x", in: folder.path).files == [])
        #expect(faults("*.x") == ["it is the name of a file, and a pattern that matches \"a.x\", \(advice)"])
        folder.write("b.x", "")
        link("c.x", to: "gone")
        #expect(faults("*.x") == ["it is the name of a file, and a pattern that matches \"a.x\" and 2 more, \(advice)"])
        #expect(FileMatches(of: "[*].x", in: folder.path).files == ["*.x"])
        #expect(FileMatches(of: "\\*.x", in: folder.path).files == ["*.x"])
        // A pattern need not match its own name.
        folder.write("y[1]", "")
        #expect(FileMatches(of: "y[1]", in: folder.path).files == ["y[1]"])
        folder.write("y1", "")
        #expect(faults("y[1]") == ["it is the name of a file, and a pattern that matches \"y1\", \(advice)"])
        folder.write("z[1]/a", "")
        #expect(faults("z[1]") == ["it is not a regular file"])
        #expect(FileMatches(of: "z[1]/a", in: folder.path).files == ["z[1]/a"])
    }

    @Test("names that Unicode holds for the same are different files")
    func forms() {
        for name in ["e\u{301}.x", "\u{E9}.x"] { folder.write(name, "") }
        let files = FileMatches(of: "*.x", in: folder.path).files
        #expect(files.map { Array($0.utf8) } == ["e\u{301}.x", "\u{E9}.x"].map { Array($0.utf8) })
        // A slash is a slash, whatever accent stands behind it.
        #expect(Folder.join("a", "/\u{301}b") == "/\u{301}b")
        #expect(Folder.parent(of: "a/\u{301}b") == "a")
    }

    @Test("a pattern matches what fnmatch matches")
    func patterns() {
        var state: UInt64 = 7
        func pick<Element>(_ elements: [Element]) -> Element {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return elements[Int(state >> 33) % elements.count]
        }
        let marks = [
            "*", "?", "a", "b", "-", ".", "[ab]", "[!a]", "[^b]", "[a-c]", "[]]", "[!]a]", "[[:digit:]a]", "[\\]]",
            "\\*",
            "\\", "[", "]", "[a", "é", "[é]",
        ]
        for _ in 0..<20_000 {
            let pattern = (0..<pick([1, 2, 3, 4, 5])).map { _ in pick(marks) }.joined()
            let name = (0..<pick([0, 1, 2, 3, 5, 8])).map { _ in
                pick(["a", "b", "c", "-", ".", "]", "[", "*", "1", "é", "\\"])
            }
            .joined()
            // What a back-slash at the end stands for POSIX leaves open.
            if pattern.hasSuffix("\\") { continue }
            let expected = fnmatch(pattern, name, FNM_PERIOD) == 0
            #expect(NamePattern(pattern.utf8).matches(Array(name.utf8)) == expected, "\(pattern) \(name)")
        }
        let hard = String(repeating: "*a", count: 60) + "*b"
        #expect(!NamePattern(hard.utf8).matches(Array(repeating: UInt8(ascii: "a"), count: 255)))
    }

    @Test("a location is found through links and for what is yet to be made, and lies in a folder or not")
    func locations() throws {
        for name in ["in/a", "out/b", "in2/c"] { folder.write(name, "") }
        link("in/to out", to: "../out")
        link("in/broken", to: "../out/new")
        link("in/itself", to: "itself")
        let inside = try #require(Location(of: folder.path + "/in"))
        func lies(_ path: String, mayBeMissing: Bool = true) -> Bool? {
            Location(of: folder.path + "/" + path, mayBeMissing: mayBeMissing)?.isInside(inside)
        }
        #expect(lies("in/a") == true && lies("in/./a") == true && lies("out/../in/a") == true)
        #expect(lies("in") == false && lies("in/.") == false && lies("in2/c") == false && lies("in/../out/b") == false)
        #expect(lies("in/to out/b") == false && lies("in/to out/new/newer") == false)
        #expect(lies("in/new") == true && lies("in/new/newer/") == true && lies("new") == false)
        #expect(lies("in/new", mayBeMissing: false) == nil)
        for path in ["in/new/../../x", "in/new/..", "in/broken", "in/broken/x", "in/itself", "in/a/b", "in/a\0b"] {
            #expect(lies(path) == nil, "\(path)")
        }
        let root = try #require(Location(of: "/"))
        #expect(inside.isInside(root) && !root.isInside(root) && !root.isInside(inside))
        #expect(Location(of: "/new folder", mayBeMissing: true)?.shown == "/new folder")
    }
}
