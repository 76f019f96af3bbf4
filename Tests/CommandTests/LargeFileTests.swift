import Foundation
import TestSupport
import Testing

@Suite("Files that are larger than they should be")
struct LargeFileTests {
    #if DEBUG
    private static let size: UInt64 = 200_000_000
    #else
    private static let size: UInt64 = 1_000_000_000
    #endif

    @Test(
        "a line of a gigabyte is one rejected row, and is not held in memory", .enabled(if: !Program.isInstrumented),
        arguments: [
            ("jsonl", "{\"question\":\"", ""), ("csv", "question\n", ""), ("csv", "question\n\"", ""),
            ("json", "[\"", ""),
        ])
    func longLine(_ format: String, _ start: String, _ end: String) throws {
        let folder = TemporaryFolder()
        folder.write("input", start)
        // The rest of the file is a hole that reads as zeros.
        let file = try #require(FileHandle(forWritingAtPath: folder.path + "/input"))
        try file.truncate(atOffset: Self.size)
        try file.close()
        folder.write(
            "pipeline.json",
            """
            {"name":"n","sources":[{"name":"s","format":"\(format)","path":"input","map":{"question":"{\(format == "json" ? "." : "question")}"}}],
             "limits":{"rejected":1},"sample":{"target":1}}
            """)
        // 512 MB, and what the program and its libraries take of addresses without using them.
        let result = try Program.shell("ulimit -v 1000000; curate --quiet --stage ingest --threads 2", in: folder.path)
        #expect(result.status == 0, "\(result)")
        let rejected = folder.read("data/runs/n/ingest/rejected.jsonl").lines.dropLast()
        #expect(rejected.count == 1)
        #expect(rejected.first?.contains("longer than the 67108864 bytes that limits.row_bytes allows") == true)
    }
}
