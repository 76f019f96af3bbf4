import Bytes
import Foundation
import TestSupport
import Testing

@testable import Files

@Suite("Files that appear whole or not at all")
struct OutputFileTests {
    @Test("a file has its name only after commit")
    func commit() throws {
        let folder = TemporaryFolder()
        let path = folder.path + "/out.txt"
        let file = try OutputFile(path)
        try file.write(Array("hello ".utf8))
        try file.write([UInt8](repeating: 0x61, count: 3 << 20))
        #expect(folder.names == ["out.txt.partial"])
        try file.write(Array("world".utf8))
        let (size, digest) = try file.commit()
        #expect(folder.names == ["out.txt"])
        let content = try InputFile.contents(of: path)
        #expect(content.count == size && size == (3 << 20) + 11)
        #expect(content.withByteView { Digest(of: $0, .sha256) } == digest)
    }

    @Test("without commit nothing remains, and what was there stays")
    func noCommit() throws {
        let folder = TemporaryFolder()
        folder.write("out.txt", "before")
        do {
            let file = try OutputFile(folder.path + "/out.txt")
            try file.write(Array("after".utf8))
        }
        #expect(folder.names == ["out.txt"])
        #expect(text(try InputFile.contents(of: folder.path + "/out.txt")) == "before")
    }

    /// A prime number of bytes; over and over, no two pieces of it are the same.
    private static let pattern = (0..<65_521).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 13) }

    @Test(
        "a bulk file has the same bytes, whatever the pieces it is given in",
        arguments: [
            0, 1, (2 << 20) - 1, 2 << 20, (2 << 20) + 1, (4 << 20) - 1, 4 << 20, (4 << 20) + 1, (13 << 20) + 12_345,
            16 << 20, (21 << 20) + 12_345,
        ])
    func bulk(_ size: Int) throws {
        let folder = TemporaryFolder()
        var bytes: [UInt8] = []
        while bytes.count < size { bytes.append(contentsOf: Self.pattern) }
        bytes.removeLast(bytes.count - size)
        let file = try OutputFile(folder.path + "/bulk", digest: .xxh64, isBulk: true)
        var (start, k) = (0, 0)
        while start < size {
            let count = min(size - start, [7, 100_000, 5 << 20, 4096][k % 4])
            try file.write(Array(bytes[start..<start + count]))
            start += count
            k += 1
        }
        let (written, digest) = try file.commit()
        #expect(written == size)
        #expect(digest == bytes.withByteView { Digest(of: $0, .xxh64) })
        #expect(try InputFile.contents(of: folder.path + "/bulk") == bytes)
        #expect(folder.names == ["bulk"])
    }

    @Test(
        "a file that is finished has its size and digest, and its name only when it is published",
        arguments: [false, true])
    func finished(_ isBulk: Bool) throws {
        let folder = TemporaryFolder()
        let path = folder.write("out", "before")
        let bytes = [UInt8](repeating: 0x61, count: 5 << 20)
        let file = try OutputFile(path, digest: .xxh64, isBulk: isBulk)
        try file.write(bytes)
        try file.finish()
        #expect((file.name, file.size) == ("out", bytes.count))
        #expect(file.digest == bytes.withByteView { Digest(of: $0, .xxh64) })
        #expect(folder.names == ["out", "out.partial"])
        let reader = try file.reader()
        #expect((reader.path, reader.size) == (path, bytes.count))
        #expect(try InputFile.contents(of: path) == Array("before".utf8))
        let replaced = try [file].publish()
        #expect(replaced.isEmpty != isBulk)
        #expect(folder.names == ["out"])
        let isSame = try reader.bytes(at: 0, count: bytes.count) == bytes
        #expect(isSame)
    }

    @Test("a bulk file is the same, however little may wait for the disk", arguments: [1, 2, 3, 8])
    func waiting(_ pieces: Int) throws {
        let folder = TemporaryFolder()
        let path = folder.write("bulk", [])
        let descriptor = open(path, O_WRONLY)
        defer { close(descriptor) }
        let writer = BulkWriter(descriptor, path, mostPieces: pieces)
        var bytes: [UInt8] = []
        for _ in 0..<300 {
            try Self.pattern.withByteView { try writer.write($0) }
            bytes += Self.pattern
        }
        try writer.finish()
        #expect(bytes.count > 9 * BulkWriter.pieceSize)
        let isSame = try InputFile.contents(of: path) == bytes
        #expect(isSame)
    }

    @Test("what a bulk file's disk refuses is told to who writes on, and to who ends it", arguments: [1, 5, 60])
    func refused(_ pieces: Int) throws {
        let folder = TemporaryFolder()
        let path = folder.write("bulk", [])
        // Open for reading alone.
        let descriptor = open(path, O_RDONLY)
        defer { close(descriptor) }
        let writer = BulkWriter(descriptor, path, mostPieces: 4)
        defer { writer.stop(isGivenUp: true) }
        let piece = [UInt8](repeating: 1, count: BulkWriter.pieceSize)
        let refusal = FileError(.other, "write", path, cause: "Bad file descriptor")
        #expect(throws: refusal) {
            for _ in 0..<pieces { try piece.withByteView { try writer.write($0) } }
            try writer.finish()
        }
    }

    @Test("a bulk file that is given up leaves nothing")
    func bulkGivenUp() throws {
        let folder = TemporaryFolder()
        do {
            let file = try OutputFile(folder.path + "/bulk", isBulk: true)
            try file.write([UInt8](repeating: 1, count: 9 << 20))
        }
        #expect(folder.names == [])
    }

    @Test("what stands where a file would be written is nobody's to write over, nor is what a link there leads to")
    func partialInTheWay() throws {
        let folder = TemporaryFolder()
        folder.write("out.partial", "mine")
        let cause = "\(folder.path)/out.partial is there, where it would be written; it must go first"
        for isLink in [false, true] {
            if isLink {
                try FileManager.default.moveItem(atPath: folder.path + "/out.partial", toPath: folder.path + "/mine")
                try FileManager.default.createSymbolicLink(
                    atPath: folder.path + "/out.partial", withDestinationPath: "mine")
            }
            #expect(throws: FileError(.other, "write", folder.path + "/out", cause: cause)) {
                try OutputFile(folder.path + "/out")
            }
            #expect(text(try InputFile.contents(of: folder.path + "/out.partial")) == "mine")
        }
    }

    @Test("a folder that is not there is named")
    func noFolder() {
        #expect(throws: FileError(.notFound, "write", "/no/such/file", cause: "No such file or directory")) {
            try OutputFile("/no/such/file")
        }
    }

    @Test(
        "a spill file has no name and gives back what was put in, in any order",
        arguments: ["front to back", "back to front", "every tenth", "mixed"])
    func spill(_ order: String) throws {
        let folder = TemporaryFolder()
        let spill = try SpillFile(in: folder.path)
        var pieces: [(place: Int, bytes: [UInt8])] = []
        for k in 0..<900 {
            let bytes = [UInt8](repeating: UInt8(k % 251), count: k % 9 == 0 ? k * 50 : k % 40)
            pieces.append((try bytes.withByteView { try spill.append($0) }, bytes))
        }
        try spill.flush()
        #expect(folder.names == [])
        switch order {
        case "back to front": pieces.reverse()
        case "every tenth": pieces = pieces.indices.map { pieces[$0 * 10 % 899] }
        case "mixed": pieces.sort { $0.place * 7919 % 1009 < $1.place * 7919 % 1009 }
        default: break
        }
        let (reader, arena) = (SpillReader(spill), Arena())
        for (place, bytes) in pieces {
            arena.reset()
            #expect(try reader.read(at: place, count: bytes.count, arena: arena).array == bytes)
        }
    }

    @Test("columns come back as they were")
    func columns() throws {
        let folder = TemporaryFolder()
        var writer = ColumnFileWriter()
        writer.add("small", [UInt8(1), 2, 3])
        writer.add("large", [Int.min, 0, .max])
        writer.add("none", [Int32]())
        var table = StringTable()
        for word in ["x", "", "é"] { _ = word.bytes.withByteView { table.index(of: $0) } }
        writer.add("words", table)
        let file = try writer.write(to: folder.path + "/c", header: (["k": ["a", "b"]] as JSON).object ?? JSONObject())
        // It can be read before it has its name.
        #expect(try ColumnFileReader(file.reader()).column("small", of: UInt8.self) == [1, 2, 3])
        try file.publish()
        let reader = try ColumnFileReader(folder.path + "/c")
        #expect(try reader.column("small", of: UInt8.self) == [1, 2, 3])
        #expect(try reader.column("large", of: Int.self) == [.min, 0, .max])
        #expect(try reader.column("none", of: Int32.self) == [])
        #expect(try reader.table("words").strings == ["x", "", "é"])
        #expect(reader.header["k"] == ["a", "b"])
        #expect(throws: FileError.self) { try reader.column("other", of: Int.self) }
    }

    @Test("a pipe under a file's name keeps nobody waiting: it is no file to read, and a file takes its place")
    func pipe() throws {
        let folder = TemporaryFolder()
        let path = folder.path + "/pipe"
        #expect(mkfifo(path, 0o600) == 0)
        let error = #expect(throws: FileError.self) { try InputFile(path) }
        #expect(error?.cause == "it is not a regular file")
        try OutputFile.write([1, 2], to: path)
        #expect(try InputFile.contents(of: path) == [1, 2])
    }

    @Test(
        "a damaged file of columns is told",
        arguments: ["", "{}\n", "no header", "{\"columns\":{\"a\":[0,800]}}\n1234567"])
    func damaged(_ content: String) throws {
        let folder = TemporaryFolder()
        folder.write("c", content)
        #expect(throws: FileError.self) { try ColumnFileReader(folder.path + "/c").column("a", of: Int.self) }
    }
}
