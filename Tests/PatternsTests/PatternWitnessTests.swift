import Bytes
import Foundation
import Testing

@testable import Patterns

@Suite("Patterns against Python's re")
struct PatternWitnessTests {
    private static let script =
        ((#filePath as NSString).deletingLastPathComponent as NSString)
        .appendingPathComponent("Witnesses/re_witness.py")

    /// Runs Python; returns what it printed, or nil where there is none.
    private static func python(_ arguments: [String]) throws -> [UInt8]? {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3"] + arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let output = try pipe.fileHandleForReading.readToEnd()
        process.waitUntilExit()
        return process.terminationStatus == 0 ? Array(output ?? Data()) : nil
    }

    /// Whether there is a Python.
    static let hasPython: Bool = (try? python(["-c", "import re"])) != nil

    @Test("the first match of random patterns in random texts", .enabled(if: Self.hasPython), arguments: 1...4)
    func spans(_ seed: Int) throws {
        let output = try #require(try Self.python([Self.script, "\(seed)"]))
        let cases = try output.split(separator: 0x0A).map { line in
            try line.withUnsafeBufferPointer { try #require(JSON(parsing: ByteView($0)).list) }
        }
        try #require(cases.count > 2900)
        for test in cases {
            let pattern = try #require(test[0].string)
            let text = try #require(test[1].string)
            let span = test[2].list?.compactMap(\.integer)
            let matcher = PatternMatcher(try Pattern(pattern), mostStates: 16)
            let found = text.withByteView { matcher.firstMatch(in: $0) }
            #expect(
                found.map { [$0.lowerBound, $0.upperBound] } == span,
                "\(pattern.debugDescription) in \(text.debugDescription)")
        }
    }
}
