import Bytes
import Files
import TestSupport
import Testing

@testable import Messages
@testable import Rows
@testable import Shapes

/// What a format gives for a file: a line for each row, with its number and its fields or its fault.
func rows(
    _ bytes: [UInt8], _ settings: JSONObject, using fields: [String]? = nil, rowBytes: Int = 4096,
    name: String = "f", in folder: TemporaryFolder = TemporaryFolder()
) throws -> [String] {
    folder.write(name, bytes: bytes)
    var document: JSONObject = ["name": "f", "path": .string(name)]
    for member in settings.members { document[member.name] = member.value }
    let shape = InputRecipe.shape([])
    var problems: [RecipeProblem] = []
    shape.check(.object(document), at: "", &problems)
    try #require(problems == [])
    let input = InputRecipe(
        CheckedObject(shape.filled(.object(document))), paths: fields.map { $0.map { FieldPath($0) } },
        includesRest: true)
    let limits = LimitsRecipe(
        CheckedObject(["rejected": 1, "row_bytes": JSON(rowBytes), "sqlite_steps": 1_000_000]))
    let reader = try InputReader(name, of: input, in: folder.path, limits: limits, buffers: BufferPool())
    let visitor = RowVisitor(tables: [:], longestText: rowBytes)
    var rows: [String] = []
    while let batch = try reader.next() {
        try visitor.visit(batch) { origin, row, _ in
            do throws(RowFault) {
                let fields = try row.get().fields.map { field in
                    var text = field.name.array + Array("=".utf8)
                    text.append(json: field.value)
                    return String(decoding: text, as: UTF8.self)
                }
                rows.append("\(origin.number): " + fields.joined(separator: " "))
            } catch {
                rows.append("\(origin.number)\(error.isRest ? "…" : "") ! \(error.reason)")
            }
        }
    }
    #expect(try reader.readFile().record.digest == InputFile(folder.path + "/" + name).digest(.xxh64))
    return rows
}

func rows(_ text: String, _ settings: JSONObject, using fields: [String]? = nil, rowBytes: Int = 4096) throws
    -> [String]
{
    try rows(Array(text.utf8), settings, using: fields, rowBytes: rowBytes)
}
