import Bytes
import Files
import Foundation

/// A folder of its own for one test, removed when the last reference to it goes.
package final class TemporaryFolder: Sendable {
    /// Its path.
    package let path: String

    /// Creates a folder.
    ///
    /// - Parameters:
    ///   - name: the beginning of its name.
    ///   - inMemory: whether to create it in memory if the system has such a place, so that hundreds of runs do not wait
    ///     for the disk.
    package init(named name: String = "curate-test", inMemory: Bool = false) {
        let memory = "/dev/shm"
        let isThere = inMemory && FileManager.default.isWritableFile(atPath: memory)
        let place = isThere ? URL(fileURLWithPath: memory) : FileManager.default.temporaryDirectory
        path = place.appendingPathComponent("\(name)-\(UUID().uuidString)").path
        try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// The names of the files in it, sorted.
    package var names: [String] { Folder.names(in: path) }

    /// Writes a text to a file, and returns its path.
    @discardableResult
    package func write(_ name: String, _ text: String) -> String { write(name, Array(text.utf8)) }

    /// Writes bytes to a file, in a subfolder that is created if needed, and returns its path.
    @discardableResult
    package func write(_ name: String, _ bytes: [UInt8]) -> String {
        let full = path + "/" + name
        try? FileManager.default.createDirectory(
            atPath: (full as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        _ = FileManager.default.createFile(atPath: full, contents: Data(bytes))
        return full
    }

    /// Writes JSON Lines to a file, and returns its path.
    @discardableResult
    package func write(_ name: String, lines: [JSON]) -> String {
        write(name, lines.map { $0.compactText + "\n" }.joined())
    }

    /// Returns the text of a file; an empty one if it does not exist.
    package func read(_ name: String) -> String {
        String(decoding: FileManager.default.contents(atPath: path + "/" + name) ?? Data(), as: UTF8.self)
    }

    /// Returns the documents of a file of JSON Lines.
    package func lines(_ name: String) throws -> [JSON] {
        try InputFile.contents(of: path + "/" + name).split(separator: 0x0A).map { try json(Array($0)) }
    }

    /// Waits until a file exists, for at most half a minute.
    package func wait(for name: String) throws {
        struct Missing: Error { let name: String }
        for _ in 0..<3000 {
            if FileManager.default.fileExists(atPath: path + "/" + name) { return }
            usleep(10_000)
        }
        throw Missing(name: name)
    }
}
