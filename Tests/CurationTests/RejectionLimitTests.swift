import Bytes
import TestSupport
import Testing

@testable import Messages
@testable import Pools
@testable import Rows
@testable import Shapes

/// The check of rows that could not be read, and losses, of usages that nothing has read.
@Suite("The limit of rejected rows")
struct RejectionLimitTests {
    private func input(_ name: String, mayBeEmpty: Bool = false) -> InputRecipe {
        let settings: JSONObject = [
            "name": .string(name), "format": "jsonl", "path": "p", "empty": mayBeEmpty ? "allow" : "fail",
        ]
        let shape = InputRecipe.shape([InputRecipe.emptyKey.key])
        return InputRecipe(CheckedObject(shape.filled(.object(settings))))
    }

    /// A file with rows, of which some could not be read for reasons.
    private func file(
        _ path: String = "f", bytes: Int = 1000, read: Int, _ reasons: [String: Int] = [:], leftOut: Int = 0
    ) -> FileUsage {
        var file = FileUsage(path: path, bytes: bytes)
        (file.read, file.leftOut, file.reasons) = (read, leftOut, reasons)
        file.rejected = reasons.values.reduce(0, +)
        if let reason = reasons.keys.min() { file.first = "line 1: \(reason)" }
        return file
    }

    private func usage(
        _ files: [FileUsage], _ kind: RejectedRows.Kind = .source, name: String = "S", mayBeEmpty: Bool = false
    ) -> InputUsage { InputUsage(kind: kind, input: input(name, mayBeEmpty: mayBeEmpty), files: files) }

    private func fault(_ body: () throws -> Void) -> String? {
        do {
            try body()
            return nil
        } catch {
            return (error as? CurationError)?.message ?? "\(error)"
        }
    }

    private func limit(_ share: Double) -> RejectionLimit { RejectionLimit(share: share, rejectedRows: "r.jsonl") }

    @Test(
        "holds for all rows together, exactly up to the share",
        arguments: [(0, 1), (1, 100), (5, 100), (3, 10), (9, 9)])
    func all(_ rejected: Int, _ read: Int) {
        let usages = [usage([file(read: read, rejected > 0 ? ["x": rejected] : [:]), file(read: 0)])]
        let share = Double(rejected) / Double(read)
        #expect(fault { try limit(share).checkAll(usages, "rows", []) } == nil)
        guard rejected > 0, rejected < read else { return }
        #expect(fault { try limit(share - 0.001).checkAll(usages, "rows", []) } != nil)
    }

    @Test("names the three most common reasons, and lost files")
    func reasons() {
        let usages = [
            usage([file(read: 50, ["a": 2, "b": 7]), file("g", read: 50, ["b": 1, "c": 2, "d": 1])])
        ]
        let loss = Loss(
            kind: .source, name: "S", file: "lost", bytes: 1, rejected: 1, leftOut: 0, first: "line 1: z",
            isAllowed: false)
        #expect(
            fault { try limit(0.05).checkAll(usages, "rows of the sources", [loss]) } == """
                13 of 100 rows of the sources could not be read, more than limits.rejected = 0.05 allows; the most common reasons:
                  8 times: b
                  2 times: a
                  2 times: c
                  nothing in lost could be read (source "S", 1 byte): 1 row rejected, the first at line 1: z
                  all of them are in r.jsonl
                """)
    }

    @Test("does not count a lost file of an input that may be empty")
    func mayBeEmpty() {
        let files = [file(read: 5, ["x": 5]), file(read: 5)]
        #expect(fault { try limit(0.1).checkAll([usage(files)], "rows", []) } != nil)
        #expect(fault { try limit(0.1).checkAll([usage(files, mayBeEmpty: true)], "rows", []) } == nil)
    }

    @Test("holds for each input, of which one row may always be unreadable")
    func each() {
        let many = usage([file(read: 10_000)], name: "many")
        for (rejected, isFaulty) in [(1, false), (2, true)] {
            let few = usage([file(read: 5, ["x": rejected])], .recording, name: "few")
            let fault = fault { try limit(0.01).checkEach([many, few]) }
            #expect((fault != nil) == isFaulty)
            if isFaulty { #expect(fault?.hasPrefix("2 of 5 rows of the recording \"few\" could not be read") == true) }
        }
        // An input without any row in use is a loss, which another check is for.
        #expect(fault { try limit(0).checkEach([usage([file(read: 3, ["x": 3])])]) } == nil)
    }

    @Test("holds for the bytes of an input where the rest of a file is lost")
    func bytes() {
        var cut = file("cut", bytes: 1000, read: 100, ["x": 1])
        cut.rests = [
            LostRest(
                kind: .source, name: "S", file: "cut", origin: Origin(unit: .line, number: 100, offset: 400),
                place: "line 100: x", fileBytes: 1000)
        ]
        #expect(cut.lostBytes == 600)
        let usages = [usage([cut, file("whole", bytes: 500, read: 100)])]
        #expect(usages[0].rests.map(\.bytes) == [600])
        #expect(fault { try limit(0.4).checkEach(usages) } == nil)
        let fault = fault { try limit(0.39).checkEach(usages) }
        #expect(
            fault?.hasPrefix(
                "600 of 1,500 bytes of the source \"S\" could not be read, more than limits.rejected = 0.39") == true)
        #expect(fault?.contains("  cut, line 100: x (600 of its 1,000 bytes)\n") == true)
        // A rest whose beginning is unknown counts as the whole file, and never as more than that.
        cut.rests += [
            LostRest(
                kind: .source, name: "S", file: "cut", origin: Origin(unit: .row, number: 7, offset: nil),
                place: "row 7: y",
                fileBytes: 1000)
        ]
        #expect(cut.lostBytes == 1000)
        #expect(cut.rests[1].line == "cut, row 7: y (an unknown part of its 1,000 bytes)")
    }

    // MARK: - Losses

    @Test("files and inputs that give nothing are losses, each once")
    func losses() {
        let limits = LimitsRecipe(
            CheckedObject(["rejected": .number("0.1"), "row_bytes": 1024, "sqlite_steps": 1_000_000]))
        func words(_ files: [FileUsage], _ kind: RejectedRows.Kind = .source, mayBeEmpty: Bool = false) -> [String] {
            usage(files, kind, mayBeEmpty: mayBeEmpty).losses(limits).map {
                "\($0.isAllowed ? "allowed: " : "")\($0.words)"
            }
        }
        let (lost, empty) = (file("lost", read: 2, ["x": 2]), file("empty", bytes: 0, read: 0))
        #expect(words([file(read: 3), empty]) == [])
        #expect(
            words([file(read: 3), lost])
                == [
                    "nothing in lost could be read (source \"S\", 1,000 bytes): 2 rows rejected, the first at line 1: x"
                ])
        #expect(words([lost, empty]).count == 1)
        #expect(words([empty]) == ["the source \"S\", 0 bytes, gives no question: it has no rows"])
        #expect(
            words([empty], .recording) == ["allowed: the recording \"S\", 0 bytes, gives no result: it has no rows"])
        #expect(
            words([file(read: 5, ["x": 1], leftOut: 4)]) == [
                "the source \"S\", 1,000 bytes, gives no question: \"where\" leaves out 4 rows and 1 row cannot be read, "
                    + "the first at line 1: x"
            ])
        #expect(words([lost], mayBeEmpty: true).allSatisfy { $0.hasPrefix("allowed: ") })
    }
}
