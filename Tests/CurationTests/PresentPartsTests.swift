import Bytes
import TestSupport
import Testing

@testable import Pools

@Suite("The parts that a question has")
struct PresentPartsTests {
    private static let cases: [(line: String, parts: PresentParts)] = [
        ("{}", []),
        ("{\"solution\":null,\"attempt\":null,\"thinking_trajectories\":null}", []),
        ("{\"solution\":\"\",\"attempt\":\" \\n\\t\",\"thinking_trajectories\":[]}", []),
        ("{\"solution\":\"5\"}", .solution),
        ("{\"attempt\":\"5\"}", .attempt),
        ("{\"thinking_trajectories\":[\"a\"]}", .trace),
        ("{\"thinking_trajectories\":[\"\",\" \\n\"]}", []),
        ("{\"thinking_trajectories\":[\"\",\"a\"]}", .trace),
        ("{\"solution\":\" x\",\"attempt\":\"\",\"thinking_trajectories\":[\"a\",\"b\"]}", [.solution, .trace]),
        ("{\"question\":\"q\",\"cot\":\"c\",\"metadata\":\"m\"}", []),
    ]

    private static let sets: [PresentParts] = [[], .trace, .solution, .attempt, [.trace, .attempt]]

    @Test("are those whose text is not blank", arguments: cases.indices)
    func line(_ number: Int) throws {
        let (line, parts) = Self.cases[number]
        try Array(line.utf8).withByteView { view in
            var index = JSONIndex()
            try index.index(view)
            #expect(PresentParts(of: index) == parts)
        }
    }

    @Test("have a bit and a column each", arguments: sets)
    func columns(_ parts: PresentParts) {
        let found = PresentParts { column in
            let isThere = QuestionColumn.parts.contains { $0.column == column && parts.contains($0.part) }
            guard isThere else { return .null }
            return column.type == .texts ? FieldValue(.list, ByteView("[\"x\"]")) : .plain(ByteView("x"))
        }
        #expect(found == parts)
        let all = QuestionColumn.parts.map(\.part)
        #expect(all.count == 3 && PresentParts(all) == [.trace, .solution, .attempt])
    }
}
