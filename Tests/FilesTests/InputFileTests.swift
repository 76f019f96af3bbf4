import Bytes
import Foundation
import TestSupport
import Testing

@testable import Files

@Suite("Files")
struct InputFileTests {
    @Test("what cannot be read is said with the file and the system's word")
    func errors() {
        let folder = TemporaryFolder()
        #expect(throws: FileError(.notFound, "open", "\(folder.path)/no", cause: "No such file or directory")) {
            try InputFile("\(folder.path)/no")
        }
        #expect(throws: FileError(.other, "read", folder.path, cause: "it is not a regular file")) {
            try InputFile(folder.path)
        }
        #expect(FileError("write", "x", number: 28).description == "cannot write x: No space left on device")
        #expect(FileError("write", "x", number: 28).code == .noSpace)
    }

    @Test("a file that changes while it is read is told")
    func changes() throws {
        let folder = TemporaryFolder()
        let file = try InputFile(folder.write("f", "abc"))
        try file.checkUnchanged()
        let handle = try #require(fopen(file.path, "a"))
        fputs("more", handle)
        fclose(handle)
        #expect(throws: FileError(.changedWhileRead, "read", file.path, cause: "it changed while it was read")) {
            try file.checkUnchanged()
        }
    }

    @Test("patterns match files in the order of their bytes")
    func patterns() {
        let folder = TemporaryFolder()
        for name in [
            "b.jsonl", "B.jsonl", "a.jsonl", "é.jsonl", ".hidden.jsonl", "a.txt", "sub dir/c.jsonl", "x[1].jsonl",
        ] {
            folder.write(name, "")
        }
        #expect(
            Folder.files(matching: "*.jsonl", in: folder.path)
                == ["B.jsonl", "a.jsonl", "b.jsonl", "x[1].jsonl", "é.jsonl"])
        #expect(Folder.files(matching: "*/c.jsonl", in: folder.path) == ["sub dir/c.jsonl"])
        #expect(Folder.files(matching: "x[1].jsonl", in: folder.path) == ["x[1].jsonl"])
        #expect(Folder.files(matching: "\(folder.path)/?.txt", in: "elsewhere") == ["\(folder.path)/a.txt"])
        #expect(Folder.files(matching: "none*", in: folder.path) == [])
        #expect(Folder.files(matching: "sub dir", in: folder.path) == [])
    }

    @Test("paths")
    func paths() {
        #expect(Folder.join("a", "b") == "a/b")
        #expect(Folder.join("a/", "b") == "a/b")
        #expect(Folder.join("a", "/b") == "/b")
        #expect(Folder.join("", "b") == "b")
        #expect(Folder.parent(of: "a/b") == "a")
        #expect(Folder.parent(of: "/b") == "/")
        #expect(Folder.parent(of: "b") == nil)
    }
}
