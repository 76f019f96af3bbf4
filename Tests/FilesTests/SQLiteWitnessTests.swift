import Bytes
import Foundation
import TestSupport
import Testing

@testable import Files

@Suite("SQLite against Python's own module")
struct SQLiteWitnessTests {
    private static let script =
        ((#filePath as NSString).deletingLastPathComponent as NSString)
        .appendingPathComponent("Witnesses/sqlite_witness.py")

    /// Whether there is a Python.
    static let hasPython: Bool = (try? python(["-c", "import sqlite3"]))?.status == 0

    /// Runs Python; returns its status and what it printed.
    private static func python(_ arguments: [String]) throws -> (status: Int32, output: [UInt8]) {
        let folder = TemporaryFolder()
        folder.write("out", "")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3"] + arguments
        process.standardOutput = FileHandle(forWritingAtPath: folder.path + "/out")
        try process.run()
        process.waitUntilExit()
        return (process.terminationStatus, try InputFile.contents(of: folder.path + "/out"))
    }

    @Test(
        "texts, numbers and blobs of every kind, in each encoding that a database may have",
        .enabled(if: Self.hasPython, "the witness is Python's module sqlite3"),
        arguments: ["UTF-8", "UTF-16le", "UTF-16be"], [1, 2])
    func values(_ encoding: String, _ seed: Int) throws {
        let folder = TemporaryFolder()
        let path = folder.path + "/w.sqlite"
        let witness = try Self.python([Self.script, encoding, "\(seed)", path])
        try #require(witness.status == 0)
        let expected = try witness.output.split(separator: 0x0A).map { line in
            try line.withUnsafeBufferPointer { try JSON(parsing: ByteView($0)) }
        }
        let found = try SQLiteRows(path, .query("SELECT * FROM t ORDER BY k")).rows
        try #require(found.count == expected.count)
        try #require(found.count == 1000)
        var faults = 0
        for (number, (row, expected)) in zip(found, expected).enumerated() {
            switch row {
            case .fault(let reason):
                #expect(Self.isExpected(reason, expected), "row \(number + 1)")
                faults += 1
            case .fields(let fields):
                let pairs = try #require(expected.list, "row \(number + 1) is \(expected.compactText)")
                try #require(fields.map(\.name) == ["k", "a", "b", "c", "d", "é😀"])
                for (field, pair) in zip(fields, pairs) {
                    #expect(Self.isExpected(field.kind, field.text, pair), "row \(number + 1): \(pair.compactText)")
                }
            }
        }
        #expect(faults > 50 && faults < 300)
    }

    private static func isExpected(_ reason: String, _ expected: JSON) -> Bool {
        if let fault = expected.string { return reason == fault }
        // A blob that is looked at must be a text.
        return reason == "invalid UTF-8"
            && (expected.list ?? []).contains { pair in
                pair.list?.first == "blob"
                    && String(validating: bytes(pair.list?[1].string ?? ""), as: UTF8.self) == nil
            }
    }

    private static func isExpected(_ kind: FieldValue.Kind, _ text: String, _ pair: JSON) -> Bool {
        guard let parts = pair.list, let type = parts.first?.string else { return false }
        let value = parts[1].string ?? ""
        switch type {
        case "null": return kind == .null
        case "integer": return kind == .number && text == value
        case "text": return kind == .plain && Array(text.utf8) == Array(value.utf8)
        case "blob": return kind == .plain && Array(text.utf8) == bytes(value)
        case "real":
            if value == "inf" || value == "-inf" {
                return kind == .plain && text == (value == "inf" ? "Infinity" : "-Infinity")
            }
            guard kind == .number, let number = Double(text), text.contains(where: { ".e".contains($0) }) else {
                return false
            }
            // The same to the bit; and where both write it without an exponent, to the letter.
            return number.bitPattern == UInt64(parts[2].string ?? "", radix: 16)
                && (text == value || text.contains("e") || value.contains("e"))
        default: return false
        }
    }

    private static func bytes(_ hexadecimal: String) -> [UInt8] {
        let digits = Array(hexadecimal.utf8)
        return stride(from: 0, to: digits.count, by: 2).compactMap {
            UInt8(String(decoding: digits[$0..<$0 + 2], as: UTF8.self), radix: 16)
        }
    }
}
