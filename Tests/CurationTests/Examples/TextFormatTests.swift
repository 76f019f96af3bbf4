import Bytes
import Files
import TestSupport
import Testing

@testable import Messages
@testable import Rows
@testable import Shapes

@Suite("The format text")
struct TextFormatTests {
    private let folder = TemporaryFolder()

    /// The rows of a file, or why they cannot be read.
    private func rows(_ text: [UInt8], _ more: JSONObject = [:]) throws -> [String] {
        folder.write("f.txt", bytes: text)
        var settings: JSONObject = ["name": "f", "format": "text", "path": "f.txt"]
        for member in more.members { settings[member.name] = member.value }
        let formats = FormatRegistry([TextFormat.definition])
        let input = InputRecipe(
            CheckedObject(InputRecipe.shape([], formats: formats).filled(.object(settings))), formats: formats)
        let limits = LimitsRecipe(CheckedObject(["rejected": 1, "row_bytes": 1024, "sqlite_steps": 1_000_000]))
        let reader = try InputReader("f.txt", of: input, in: folder.path, limits: limits, buffers: BufferPool())
        let visitor = RowVisitor(tables: [:], longestText: limits.rowBytes)
        var rows: [String] = []
        while let batch = try reader.next() {
            try visitor.visit(batch) { origin, row, _ in
                do throws(RowFault) {
                    rows.append("\(origin.number) \(try row.get().value(named: ByteView("text"))?.bytes.text ?? "-")")
                } catch {
                    rows.append("\(origin.number) ! \(error.reason)")
                }
            }
        }
        return rows
    }

    @Test("has a row for each line that is neither empty nor a comment")
    func lines() throws {
        #expect(try rows(Array("a\n\n# b\nc".utf8)) == ["1 a", "3 # b", "4 c"])
        #expect(try rows(Array("a\n\n# b\nc".utf8), ["comment": "#"]) == ["1 a", "4 c"])
        #expect(try rows(Array("a\r\n\r\nb".utf8)) == ["1 a", "3 b"])
    }

    @Test("rejects lines that cannot be read")
    func faults() throws {
        #expect(try rows([0x61, 0x0A, 0xFF, 0x0A, 0x62]) == ["1 a", "2 ! invalid UTF-8", "3 b"])
        let long = [UInt8](repeating: 0x61, count: 5000)
        let fault = "! longer than the 1024 bytes that limits.row_bytes allows"
        #expect(try rows(long) == ["1 \(fault)"])
        #expect(try rows([0x61, 0x0A] + long + [0x0A, 0x62]) == ["1 a", "2 \(fault)", "3 b"])
    }
}
