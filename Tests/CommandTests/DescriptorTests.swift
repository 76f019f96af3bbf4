import Foundation
import TestSupport
import Testing

@Suite("More files than a process may have open")
struct DescriptorTests {
    /// The formats, how a file of each is written, and what a recipe says of it besides.
    private static let formats: [(name: String, text: @Sendable (Int) -> String, settings: String)] = [
        ("jsonl", { #"{"q":"\#(words($0))","n":"\#($0)"}"# + "\n" }, ""),
        ("json", { #"[{"q":"\#(words($0))","n":"\#($0)"}]"# }, ""),
        ("csv", { "q,n\n\(words($0)),\($0)\n" }, ""),
        ("tsv", { "q\tn\n\(words($0))\t\($0)\n" }, ""),
        ("xml", { "<r><x><q>\(words($0))</q><n>\($0)</n></x></r>" }, #","record":"/r/x""#),
        ("sqlite", { _ in "" }, #","query":"SELECT front AS q, id AS n FROM cards WHERE front <> '' ORDER BY front""#),
    ]

    private static func words(_ number: Int) -> String {
        ["Why", "is", "it", "so", "that", "this", "is", "the", "number"].map { "\($0)\(number)" }.joined(separator: " ")
    }

    /// A pattern of 300 files as source, recording and benchmark, and a hundred sources of one file each.
    private func sample(_ format: String) throws -> TemporaryFolder {
        let folder = TemporaryFolder(inMemory: true)
        let (_, text, settings) = try #require(Self.formats.first { $0.name == format })
        let database = FileManager.default.contents(atPath: Program.package + "/data/sample/cards.sqlite")
        try FileManager.default.createDirectory(atPath: folder.path + "/f", withIntermediateDirectories: false)
        for number in 100..<400 {
            let content = format == "sqlite" ? database : Data(text(number).utf8)
            _ = FileManager.default.createFile(atPath: folder.path + "/f/\(number)", contents: content)
        }
        func input(_ name: String, _ path: String, _ more: String) -> String {
            #"{"name":"\#(name)","format":"\#(format)","path":"\#(path)"\#(settings),\#(more)}"#
        }
        let map = #""map":{"question":"{q}"}"#
        let sources = [input("all", "f/[1-3]??", map)] + (200..<300).map { input("s\($0)", "f/\($0)", map) }
        let set =
            ##""question":"{q}","set":{"trace_tokens":"{n}","domain":"d","thinking_trajectories":"t","attempt":"a"}"##
        let benchmark = #""question":"{n} in quite other words of an evaluation set""#
        folder.write(
            "pipeline.json",
            """
            {"name":"n","sources":[\(sources.joined(separator: ",\n"))],
             "recordings":[\(input("r", "f/???", set))],"benchmarks":[\(input("b", "f/*[0-9]", benchmark))],
             "sample":{"target":3,"short":"allow"},"export":{"format":["jsonl","sft","messages","prompt-completion"]}}
            """)
        return folder
    }

    @Test(
        "a run works with 64 descriptors, whatever the format and the number of threads",
        .enabled(if: !Program.isInstrumented), arguments: formats.map(\.name))
    func few(_ format: String) throws {
        let folder = try sample(format)
        let whole = try Program.run(["--quiet", "--run", "whole", "--threads", "2"], in: folder.path)
        #expect(whole.status == 0, "\(whole)")
        let contents = try RunContents(of: folder.path + "/whole")
        for threads in ["2", "16"] {
            let run = "ulimit -n 64; curate --quiet --run run --threads \(threads)"
            let result = try Program.shell(run, in: folder.path)
            #expect(result.status == 0, "\(threads) threads: \(result)")
            #expect(try RunContents(of: folder.path + "/run").differences(from: contents) == [], "\(threads) threads")
            try FileManager.default.removeItem(atPath: folder.path + "/run")
        }
        guard ["jsonl", "sqlite"].contains(format) else { return }
        for command in [
            "--dry-run", "verify --deep", "what-if --set decontaminate.ngram=4", "--stage export --force", "--force",
        ] {
            let result = try Program.shell("ulimit -n 64; curate \(command) --run whole", in: folder.path)
            #expect(result.status == 0, "\(command): \(result)")
        }
    }
}
