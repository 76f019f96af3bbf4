import Bytes
import Foundation
import TestSupport
import Testing

@Suite("curate schema")
struct SchemaCommandTests {
    @Test("prints the file that the project has")
    func prints() throws {
        let result = try Program.run(["schema"], in: "/")
        let file = FileManager.default.contents(atPath: Program.package + "/pipeline.schema.json") ?? Data()
        #expect(result == Program.Result(status: 0, output: String(decoding: file, as: UTF8.self), diagnostics: ""))
    }
}
