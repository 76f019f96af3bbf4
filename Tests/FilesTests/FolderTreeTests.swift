import Foundation
import TestSupport
import Testing

@testable import Files

@Suite("Folders in which no link is followed")
struct FolderTreeTests {
    private let folder = TemporaryFolder()
    private let elsewhere = TemporaryFolder()
    private var tree: FolderTree { FolderTree(folder.path + "/tree") }

    init() throws {
        folder.write("tree/a/file", "inside")
        elsewhere.write("file", "outside")
        elsewhere.write("deep/file", "outside")
        for (name, target) in [("link", elsewhere.path), ("a/link", elsewhere.path + "/file"), ("loop", "loop")] {
            try FileManager.default.createSymbolicLink(
                atPath: folder.path + "/tree/" + name, withDestinationPath: target)
        }
    }

    @Test(
        "a place is what lies below",
        arguments: [
            ("a", true), ("a/b.c", true), ("..a", true), ("a/...", true), ("é/\u{0301}", true), (" ", true),
            ("", false), (".", false), ("..", false), ("a/..", false), ("../a", false), ("a/../b", false),
            ("/", false), ("/a", false), ("a/", false), ("a//b", false), ("./a", false), ("a\u{0}b", false),
            // An accent behind a slash makes one character of both.
            ("a/\u{0301}/../b", false), ("/\u{0301}", false), (String(repeating: "a", count: 256), false),
            (String(repeating: "a", count: 255), true),
        ])
    func places(_ text: String, _ isPlace: Bool) { #expect(FolderTree.isPlace(text) == isPlace) }

    @Test("what is no place is refused by everything", arguments: ["", "..", "/etc/passwd", "a/../../x", "a//file"])
    func noPlace(_ place: String) {
        #expect(throws: FileError.self) { try tree.file(place) }
        #expect(throws: FileError.self) { try tree.kind(of: place) }
        #expect(throws: FileError.self) { try tree.makeFolder(place) }
        #expect(throws: FileError.self) { try tree.removeFile(place) }
        #expect(throws: FileError.self) { try tree.remove(place) }
        #expect(throws: FileError.self) { try tree.move(folder.write("mine", "x"), to: place) }
    }

    @Test("files and folders are found, read, made, replaced and removed")
    func works() throws {
        #expect(try tree.contents(of: "a/file") == Array("inside".utf8))
        #expect(try tree.kind(of: "a") == .folder)
        #expect(try tree.kind(of: "a/file") == .file)
        #expect(try tree.kind(of: "a/link") == .link)
        #expect(try tree.kind(of: "b/file") == nil)
        #expect(try tree.names(in: "a") == ["file", "link"])
        #expect(try tree.names() == ["a", "link", "loop"])
        try tree.makeFolder("b/c/d")
        try tree.makeFolder("b/c/d")
        try tree.move(folder.write("mine", "new"), to: "b/c/d/file")
        #expect(try tree.contents(of: "b/c/d/file") == Array("new".utf8))
        try tree.removeFile("b/c/d/file")
        try tree.removeFile("b/c/d/file")
        try tree.removeFile("b/x/file")
        try tree.remove("b")
        try tree.remove("b")
        #expect(try tree.kind(of: "b") == nil)
        #expect(throws: FileError(.notFound, "open", tree.path + "/b/file", cause: "No such file or directory")) {
            try tree.file("b/file")
        }
        let error = #expect(throws: FileError.self) { try tree.makeFolder("a/file/x") }
        #expect(error?.cause == "File exists")
    }

    @Test(
        "a link is told of, and what it leads to stays", arguments: ["link/file", "link/deep/file", "a/link", "loop"])
    func links(_ place: String) throws {
        let last = place == "a/link" || place == "loop"
        let link = last ? place : "link"
        func expect(_ operation: String, _ body: () throws -> Void) {
            #expect(throws: FolderTree.link(operation, tree.path(of: link))) { try body() }
        }
        expect("open") { _ = try tree.file(place) }
        expect("read") { _ = try tree.stamp(of: place) }
        expect("read") { _ = try tree.hasFile(place) }
        expect("make") { try tree.makeFolder(place) }
        if !last {
            expect("read") { _ = try tree.kind(of: place) }
            expect("remove") { try tree.removeFile(place) }
            expect("remove") { try tree.remove(place) }
            expect("write") { try tree.move(folder.write("mine", "x"), to: place) }
            expect("read") { _ = try tree.names(in: "link") }
        }
        #expect(elsewhere.names == ["deep", "file"])
    }

    @Test("removing takes links away and not what they lead to, also names that are no UTF-8")
    func removing() throws {
        let work = folder.path + "/tree/a/b"
        try FileManager.default.createDirectory(atPath: work + "/c", withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(atPath: work + "/c/up", withDestinationPath: elsewhere.path)
        let name: [CChar] = Array((work + "/c/").utf8CString.dropLast()) + [-1, -2, 0]
        close(open(name, O_CREAT | O_WRONLY, 0o600))
        #expect(mkfifo(work + "/pipe", 0o600) == 0)
        try tree.remove("a/b")
        try tree.remove("a/link")
        try tree.remove("link")
        #expect(try tree.names() == ["a", "loop"])
        #expect(try tree.names(in: "a") == ["file"])
        #expect(elsewhere.names == ["deep", "file"])
    }

    @Test("the folder itself may be reached through a link")
    func linkedRoot() throws {
        let path = folder.path + "/other"
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: tree.path)
        #expect(try FolderTree(path).contents(of: "a/file") == Array("inside".utf8))
    }
}
