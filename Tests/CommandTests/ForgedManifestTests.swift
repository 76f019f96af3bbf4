import Bytes
import Foundation
import TestSupport
import Testing

@Suite("A run's folder from somebody else")
struct ForgedManifestTests {
    private static let run = "data/runs/sample"

    /// Changes run.json and gives it the digest that it would have.
    private func forge(_ folder: TemporaryFolder, _ change: (inout JSONObject) -> Void) throws {
        let place = Self.run + "/run.json"
        var document = try json(folder.read(place)).object ?? JSONObject()
        change(&document)
        document["digest"] = nil
        let digest = Array(JSON.object(document).readableText.utf8).withByteView { Digest(of: $0, .sha256) }
        document["digest"] = .string(digest.description)
        folder.write(place, JSON.object(document).readableText)
    }

    private func record(_ path: String) -> JSON {
        let digest = Array("precious".utf8).withByteView { Digest(of: $0, .sha256) }
        return ["path": .string(path), "bytes": 8, "digest": .string(digest.description)]
    }

    private static let questions: [[String]] = [
        ["verify"], ["verify", "--deep"], ["funnel"], ["inspect", "sample"], ["explain", "9cf3f5"], ["ablate"],
        ["stability", "--seeds", "3"], ["amend", "--drop", "9cf3f5", "--reason", "x"], ["diff", run, run],
        ["what-if", "--set", "sample.target=3"],
    ]

    @Test(
        "its run.json cannot name a file elsewhere: no command believes it, and none removes the file",
        arguments: [
            "../../../victim.txt", "{}/victim.txt", "quality/../../../../victim.txt", "quality/./victim.txt",
            "quality//victim.txt", "quality", "", "/", "..", "quality/", "sample/victim.txt", "quality/a/victim.txt",
            "quality/\\u0301../victim.txt", "victim.txt", "quality/x\\u0000y",
        ])
    func outputs(_ path: String) throws {
        let folder = try TemporaryFolder.withSample(inMemory: true)
        #expect(try Program.run(["--quiet"], in: folder.path).status == 0)
        let named = try json("\"\(path.replacingOccurrences(of: "{}", with: folder.path))\"").string ?? ""
        let victims = [
            "victim.txt", Self.run + "/victim.txt", Self.run + "/sample/victim.txt", Self.run + "/quality/a/victim.txt",
        ]
        for victim in victims { try folder.plant(victim, "precious") }
        // One list of a stage's outputs, the answers, and what a stage left that failed.
        let forgeries: [(inout JSONObject) -> Void] = [
            { document in
                guard case .object(var stages)? = document["stages"], case .object(var stage)? = stages["quality"],
                    case .list(let outputs)? = stage["outputs"]
                else { return }
                stage["outputs"] = .list(outputs + [record(named)])
                stages["quality"] = .object(stage)
                document["stages"] = .object(stages)
            },
            { $0["answers"] = [record(named)] }, { $0["unfinished"] = [record(named)] },
        ]
        let whole = folder.read(Self.run + "/run.json")
        for (number, forgery) in forgeries.enumerated() {
            // Which a stage may have written, if not this one.
            if number == 2, path == "sample/victim.txt" { continue }
            folder.write(Self.run + "/run.json", whole)
            try forge(folder, forgery)
            let before = try Listing(of: folder.path)
            for words in Self.questions + [["--set", "quality.rules=[]"], ["--dry-run"]] {
                let result = try Program.run(words, in: folder.path)
                #expect(result.status == 1, "\(words): \(result)")
                #expect(result.output == "")
                #expect(
                    result.diagnostics.hasPrefix(
                        "curate: cannot read \(Self.run)/run.json: it is no manifest of a run: "), "\(words): \(result)"
                )
                #expect(result.diagnostics.contains(", which is not in its folder"), "\(words): \(result)")
                #expect(try Listing(of: folder.path) == before, "\(words)")
            }
            let forced = try Program.run(["--force", "--quiet"], in: folder.path)
            #expect(forced.status == 0, "\(forced)")
            for victim in victims { #expect(folder.read(victim) == "precious") }
        }
    }

    @Test("a stage that there is not is named")
    func stage() throws {
        let folder = try TemporaryFolder.withSample(inMemory: true)
        #expect(try Program.run(["--quiet"], in: folder.path).status == 0)
        try forge(folder) { document in
            guard case .object(var stages)? = document["stages"] else { return }
            stages["../.."] = stages["quality"]
            document["stages"] = .object(stages)
        }
        for words in Self.questions {
            #expect(
                try Program.run(words, in: folder.path)
                    == Program.Result(
                        status: 1, output: "",
                        diagnostics:
                            "curate: cannot read \(Self.run)/run.json: it is no manifest of a run: there is no stage ../..\n"
                    ))
        }
    }

    @Test("a file that a stage is said to have written, and did not, is not removed")
    func others() throws {
        let folder = try TemporaryFolder.withSample(inMemory: true)
        #expect(try Program.run(["--quiet"], in: folder.path).status == 0)
        let path = Self.run + "/quality/mine.txt"
        try folder.plant(path, "my own words")
        try forge(folder) { document in
            guard case .object(var stages)? = document["stages"], case .object(var stage)? = stages["quality"],
                case .list(let outputs)? = stage["outputs"]
            else { return }
            stage["outputs"] = .list(outputs + [record("quality/mine.txt")])
            stages["quality"] = .object(stage)
            document["stages"] = .object(stages)
        }
        let result = try Program.run(["--quiet"], in: folder.path)
        #expect(result.status == 1)
        #expect(
            result.diagnostics
                == "curate: cannot remove \(path): it is no part of the run any more, and not as it was written; move it away, "
                + "or let --force replace it\n")
        #expect(folder.read(path) == "my own words")
    }
}
