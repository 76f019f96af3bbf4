import Bytes
import Foundation
import TestSupport
import Testing

@testable import Files

@Suite("Files that another process did not finish")
struct UnfinishedFileTests {
    private let folder = TemporaryFolder()

    /// Copies a work folder as a kill would leave it, and returns the copy.
    private func copy(of work: WorkFolder, _ number: Int) throws -> FolderTree {
        let path = folder.path + "/copy\(number)"
        try FileManager.default.copyItem(atPath: work.tree.path, toPath: path)
        return FolderTree(path)
    }

    @Test(
        "are the same in the end, wherever the state was taken",
        arguments: [true, false], [Digest.Algorithm.sha256, .xxh64])
    func goesOn(_ isBulk: Bool, _ algorithm: Digest.Algorithm) throws {
        var random = SeededRandom(isBulk ? 5 : 6)
        let tree = FolderTree(folder.path)
        let work = try WorkFolder(in: tree)
        let file = try OutputFile("whole", in: tree, by: work, digest: algorithm, isBulk: isBulk)
        // Some are larger than a piece of a bulk file.
        let pieces = (0..<24).map { number in
            [UInt8](
                repeating: UInt8(number), count: Int.random(in: 0...(number % 3 == 0 ? 3 << 20 : 5000), using: &random))
        }
        var states: [(number: Int, state: UnfinishedFile, tree: FolderTree)] = []
        for (number, piece) in pieces.enumerated() {
            if number % 4 == 1 {
                let state = try file.state()
                #expect(state.rest.isEmpty || isBulk)
                #expect(UnfinishedFile(state.json, rest: state.rest) == state)
                // What is written behind the state is in the file when its process ends.
                try file.write(piece)
                states.append((number, state, try copy(of: work, number)))
            } else {
                try file.write(piece)
            }
        }
        try file.commit()
        let expected = pieces.flatMap(\.self)
        #expect(try InputFile.contents(of: folder.path + "/whole") == expected)
        for (number, state, old) in states {
            #expect(state.size == pieces[..<number].reduce(0) { $0 + $1.count })
            let again = try OutputFile(
                "again\(number)", in: tree, by: work, goingOnWith: state, from: old, algorithm, isBulk: isBulk)
            #expect(again.size == state.size && again.digest == state.digest)
            for piece in pieces[number...] { try again.write(piece) }
            let (size, digest) = try again.commit()
            #expect(size == expected.count && digest == file.digest)
            #expect(try InputFile.contents(of: folder.path + "/again\(number)") == expected)
        }
    }

    @Test(
        "are refused if they are not as they were",
        arguments: ["shorter", "other", "gone", "name", "rest"])
    func changed(_ what: String) throws {
        let tree = FolderTree(folder.path)
        let work = try WorkFolder(in: tree)
        let file = try OutputFile("f", in: tree, by: work, digest: .xxh64, isBulk: false)
        try file.write(Array("some bytes".utf8))
        var state = try file.state()
        let old = try copy(of: work, 0)
        switch what {
        case "shorter": folder.write("copy0/\(state.name)", "some")
        case "other": folder.write("copy0/\(state.name)", "some bites")
        case "gone": try FileManager.default.removeItem(atPath: folder.path + "/copy0/" + state.name)
        case "name": state = UnfinishedFile(name: "../x", size: state.size, digest: state.digest, rest: [])
        default: state = UnfinishedFile(name: state.name, size: 3, digest: state.digest, rest: [1, 2, 3, 4])
        }
        #expect(throws: FileError.self) {
            _ = try OutputFile("g", in: tree, by: work, goingOnWith: state, from: old, .xxh64, isBulk: false)
        }
    }

    @Test(
        "a state that is none",
        arguments: ["{}", "null", "{\"name\":\"1\",\"size\":-1,\"digest\":\"xxh64:0\"}", "{\"name\":\"1\",\"size\":1}"])
    func noState(_ text: String) throws {
        #expect(UnfinishedFile(try text.withByteView { try JSON(parsing: $0) }, rest: []) == nil)
    }

    @Test("a work folder with a checkpoint stays when its process ends, and is found by the next")
    func checkpoint() throws {
        let tree = FolderTree(folder.path)
        func output(_ work: WorkFolder) -> OutputFolder { OutputFolder("", in: tree, by: work) { _ in } }
        do {
            let work = try WorkFolder(in: tree)
            #expect(try output(work).earlierWork().isEmpty)
            try output(work).writeCheckpoint(ColumnFileWriter(), header: ["a": 1])
            try output(work).writeCheckpoint(ColumnFileWriter(), header: ["a": 2])
            #expect(try output(work).earlierWork().isEmpty)
        }
        try WorkFolder.removeLeftovers(in: tree, isAlone: true)
        let work = try WorkFolder(in: tree)
        let earlier = try output(work).earlierWork()
        #expect(earlier.count == 1)
        #expect(try earlier.first.map { try ColumnFileReader($0.path + "/checkpoint").header["a"] } == 2)
        try output(work).discard(earlier)
        #expect(try output(work).earlierWork().isEmpty)
        // One that was removed is none.
        try output(work).writeCheckpoint(ColumnFileWriter(), header: [:])
        try output(work).removeCheckpoint()
        try output(work).removeCheckpoint()
        #expect(try WorkFolder.withCheckpoint(in: tree).isEmpty)
        // Where unfinished files are next to their place, there is none.
        #expect(try !OutputFolder(folder.path).writeCheckpoint(ColumnFileWriter(), header: [:]))
    }
}
