import Foundation
import TestSupport
import Testing

/// A library that stands between the program and the system and makes the n-th call of a kind go wrong.
///
/// It is written in C (`Faults/faults.c`), is no part of the program, and is compiled when it is first asked for.
enum Faults {
    /// Whether the library can be used: on Linux, with a C compiler, in a build without sanitizers, which must come
    /// first themselves.
    static let isAvailable = library != nil

    static let library: String? = {
        #if os(Linux)
        guard !Program.isInstrumented else { return nil }
        let path = folder.path + "/faults.so"
        for compiler in ["cc", "clang"] {
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            process.arguments = [
                compiler, "-O1", "-shared", "-fPIC", "-o", path,
                Program.package + "/Tests/CommandTests/Faults/faults.c",
                "-ldl",
            ]
            process.standardError = FileHandle.nullDevice
            if (try? process.run()) != nil {
                process.waitUntilExit()
                if process.terminationStatus == 0 { return path }
            }
        }
        #endif
        return nil
    }()

    private static let folder = TemporaryFolder(named: "curate-faults")

    /// The environment in which calls of some kinds go wrong: `write,fsync:3:kill`.
    ///
    /// - Parameters:
    ///   - count: the file to which the number of calls is written at the end.
    ///   - reached: a file that is made before a call sleeps.
    static func environment(_ fault: String, count: String? = nil, reached: String? = nil) -> [String: String] {
        var environment = ["LD_PRELOAD": library ?? "", "CURATE_FAULT": fault]
        environment["CURATE_FAULT_COUNT"] = count
        environment["CURATE_FAULT_REACHED"] = reached
        return environment
    }

    /// How many calls of some kinds a run of the program makes in a folder.
    static func count(_ kinds: String, _ arguments: [String], in folder: TemporaryFolder) throws -> Int {
        let path = folder.path + "/count"
        defer { try? FileManager.default.removeItem(atPath: path) }
        _ = try Program.run(
            arguments, in: folder.path, environment: environment("\(kinds):1000000000:kill", count: path))
        return Int(folder.read("count").trimmingCharacters(in: .whitespacesAndNewlines)) ?? 0
    }
}

/// All that a run left behind, to be compared with another's.
struct RunContents: Equatable, CustomStringConvertible {
    /// Every file and folder by its path; of `run.json` what is no time, and not its digest, which covers the times.
    let files: [String: Data]

    init(of folder: String) throws {
        var files: [String: Data] = [:]
        for name in FileManager.default.enumerator(atPath: folder)?.compactMap({ $0 as? String }) ?? [] {
            let path = folder + "/" + name
            var isFolder: ObjCBool = false
            _ = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
            files[name] = isFolder.boolValue ? Data() : try Data(contentsOf: URL(fileURLWithPath: path))
        }
        if let manifest = files["run.json"] {
            var document = try JSONSerialization.jsonObject(with: manifest) as? [String: Any] ?? [:]
            document["stamps"] = nil
            document["digest"] = nil
            var stages = document["stages"] as? [String: [String: Any]] ?? [:]
            for stage in stages.keys { stages[stage]?["seconds"] = nil }
            document["stages"] = stages
            files["run.json"] = try JSONSerialization.data(withJSONObject: document, options: .sortedKeys)
        }
        self.files = files
    }

    var description: String { files.map { "\($0.key) (\($0.value.count))" }.sorted().joined(separator: ", ") }

    /// The names in which two runs differ.
    func differences(from other: RunContents) -> [String] {
        Set(files.keys).union(other.files.keys).filter { files[$0] != other.files[$0] }.sorted()
    }
}
