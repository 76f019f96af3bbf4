import Bytes
import CSQLite
import Files
import Foundation
import TestSupport
import Testing

extension TemporaryFolder {
    /// Runs statements on an SQLite file, which is made where there is none.
    func sqlite(_ name: String, _ statements: String) throws -> String {
        let full = path + "/" + name
        var connection: OpaquePointer?
        try #require(sqlite3_open(full, &connection) == SQLITE_OK)
        defer { sqlite3_close(connection) }
        try #require(sqlite3_exec(connection, statements, nil, nil, nil) == SQLITE_OK)
        return full
    }
}

func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

/// Python 3, which runs the witnesses: the environment variable PYTHON, or what is called python3.
enum Python {
    private static let name = ProcessInfo.processInfo.environment["PYTHON"] ?? "python3"
    private static let folder = ((#filePath as NSString).deletingLastPathComponent as NSString)
        .appendingPathComponent("Witnesses")

    /// Whether it is there, and has a package.
    static func has(_ package: String) -> Bool { (try? run("-c", "import \(package)")) != nil }

    /// Runs a script of the folder of witnesses, or `-c` with a script; returns the lines that it prints.
    static func run(_ script: String, _ argument: String = "", input: String = "/dev/null") throws -> [[UInt8]] {
        let output = TemporaryFolder()
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments =
            [
                "-c", "\"$0\" \"$@\" <'\(input)' >'\(output.path)/out' 2>/dev/null", name,
                script.hasPrefix("-") ? script : folder + "/" + script,
            ] + (argument.isEmpty ? [] : [argument])
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
        return try InputFile.contents(of: output.path + "/out").split(separator: 0x0A).map { Array($0) }
    }
}
