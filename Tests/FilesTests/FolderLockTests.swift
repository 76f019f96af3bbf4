import Bytes
import Foundation
import TestSupport
import Testing

@testable import Files

@Suite("Locks")
struct FolderLockTests {
    @Test("one holder at a time, named by its process")
    func held() throws {
        let folder = TemporaryFolder()
        do {
            let lock = try FolderLock(folder.path)
            defer { withExtendedLifetime(lock) {} }
            #expect(throws: FolderLock.Held(process: Int(getpid()))) { try FolderLock(folder.path) }
        }
        #expect(folder.names == [])
        folder.write(".lock", "99999999\n")
        _ = try FolderLock(folder.path)
        #expect(folder.names == [])
    }

    @Test("a lock has its process's id from the first, and only that counts as one")
    func content() throws {
        let folder = TemporaryFolder()
        for text in ["99999999\n", "1\n34567\n"] {
            folder.write(".lock", text)
            let lock = try FolderLock(folder.path)
            #expect(self.text(of: folder) == "\(getpid())\n")
            withExtendedLifetime(lock) {}
        }
        for text in ["mine", " 1\n", "1 \n"] {
            folder.write(".lock", text)
            #expect(throws: FileError.self) { try FolderLock(folder.path) }
            #expect(self.text(of: folder) == text)
        }
        folder.write(".lock", "")
        do {
            let lock = try FolderLock(folder.path)
            #expect(throws: FolderLock.Held(process: nil)) { try FolderLock(folder.path) }
            withExtendedLifetime(lock) {}
        }
        #expect(folder.names == [".lock"] && self.text(of: folder) == "")
    }

    private func text(of folder: TemporaryFolder) -> String {
        String(decoding: (try? InputFile.contents(of: folder.path + "/.lock")) ?? [], as: UTF8.self)
    }
}
