import Bytes
import Foundation
import TestSupport
import Testing

/// The built program, run as a user runs it.
enum Program {
    struct Result: Equatable {
        let status: Int32
        let output: String
        let diagnostics: String
    }

    /// Where the tests were built, the program was built too.
    static let path: String = {
        let places =
            [CommandLine.arguments.first ?? ""] + Bundle.allBundles.map(\.bundlePath)
        for place in places {
            let candidate = ((place as NSString).deletingLastPathComponent as NSString).appendingPathComponent("curate")
            if FileManager.default.isExecutableFile(atPath: candidate) { return candidate }
        }
        return "curate"
    }()

    /// Whether program and tests were built with a sanitizer or for coverage: slower, with files, memory and an
    /// environment of their own.
    static let isInstrumented = ProcessInfo.processInfo.environment["CURATE_INSTRUMENTED"] != nil

    /// The folder of the package.
    static let package = ((#filePath as NSString).deletingLastPathComponent as NSString)
        .deletingLastPathComponent.replacingOccurrences(of: "/Tests", with: "")

    /// Runs the program in a folder.
    static func run(_ arguments: [String], in folder: String, environment: [String: String] = [:]) throws -> Result {
        let files = TemporaryFolder()
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        // Files, not pipes: nothing can block.
        for name in ["out", "err"] {
            _ = FileManager.default.createFile(atPath: files.path + "/" + name, contents: nil)
        }
        process.standardOutput = FileHandle(forWritingAtPath: files.path + "/out")
        process.standardError = FileHandle(forWritingAtPath: files.path + "/err")
        process.standardInput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        func text(_ name: String) -> String {
            String(decoding: FileManager.default.contents(atPath: files.path + "/" + name) ?? Data(), as: UTF8.self)
        }
        return Result(status: process.terminationStatus, output: text("out"), diagnostics: text("err"))
    }

    /// Starts the program in a folder and leaves it at work; what it tells goes to files.
    static func start(_ arguments: [String], in folder: String, environment: [String: String] = [:]) throws -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardOutput = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        let pipe = Pipe()
        process.standardError = pipe
        try process.run()
        return process
    }

    /// What a program that was started and has ended has told on standard error.
    static func diagnostics(of process: Process) -> String {
        let pipe = process.standardError as? Pipe
        return String(decoding: pipe?.fileHandleForReading.readDataToEndOfFile() ?? Data(), as: UTF8.self)
    }

    /// Returns whether the machine has a program.
    static func shellHas(_ name: String) -> Bool {
        let result = try? shell("command -v \(name)", in: "/")
        return result?.status == 0
    }

    /// Runs a line of the shell in a folder, `curate` standing for the program.
    static func shell(_ line: String, in folder: String) throws -> Result {
        let files = TemporaryFolder()
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = [
            "-c", "curate() { '\(path)' \"$@\"; }; (\(line)) >'\(files.path)/out' 2>'\(files.path)/err'",
        ]
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        try process.run()
        process.waitUntilExit()
        func text(_ name: String) -> String {
            String(decoding: FileManager.default.contents(atPath: files.path + "/" + name) ?? Data(), as: UTF8.self)
        }
        return Result(status: process.terminationStatus, output: text("out"), diagnostics: text("err"))
    }
}

extension TemporaryFolder {
    /// A folder with the sample pool and its recipe in it.
    static func withSample(named name: String = "curate-test", inMemory: Bool = false) throws -> TemporaryFolder {
        let folder = TemporaryFolder(named: name, inMemory: inMemory)
        let sample = Program.package + "/data/sample"
        for file in try FileManager.default.contentsOfDirectory(atPath: sample) {
            try FileManager.default.copyItem(atPath: sample + "/" + file, toPath: folder.path + "/" + file)
        }
        return folder
    }

}

extension String {
    var lines: [String] { split(separator: "\n", omittingEmptySubsequences: false).map(String.init) }
}
