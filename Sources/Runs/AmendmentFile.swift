import Bytes
import Files
import Messages
import Pools
import Stages

/// The file `amendments.jsonl` in a run's folder: a reviewer's amendments, one per line, in the order in which they
/// were made.
///
/// The file is an input of the stage sample and is written only by `curate amend`. A run without amendments has no such
/// file.
package enum AmendmentFile {
    /// Returns the amendments of a run, or an empty array when there is no file.
    ///
    /// Throws `CurationError.failed` for a line that is not an amendment.
    package static func read(in run: RunFolder) throws -> [Amendment] {
        guard try run.amendments.isThere() else { return [] }
        let path = run.amendments.path
        let lines = try run.amendments.contents().split(separator: 0x0A)
        return try lines.enumerated().map { number, line in
            let row = try? Array(line).withByteView { try JSON(parsing: $0) }
            guard let row, let amendment = amendment(row) else {
                throw CurationError.failed(
                    "\(path), line \(number + 1): not an amendment; "
                        + "expected {\"amendment\":1,\"id\":\"0123456789abcdef\",\"action\":\"drop\",\"reason\":\"...\"}"
                )
            }
            return amendment
        }
    }

    /// Writes all amendments of a run.
    ///
    /// Writes no file when there are none.
    package static func write(_ amendments: [Amendment], of run: RunFolder, to folder: OutputFolder) throws {
        guard !amendments.isEmpty else { return }
        let lines = amendments.map { amendment in
            let row: JSON = [
                "amendment": JSON(amendment.number), "id": .string(amendment.id.description),
                "action": .string(amendment.action.rawValue),
                "reason": amendment.reason.map { .string($0) } ?? .null,
            ]
            return row.compactText + "\n"
        }
        try folder.finished(Array(lines.joined().utf8), run.amendments.name).publish()
    }

    /// Replaces the amendments of a run, or removes the file when the new amendments are empty.
    static func replace(with amendments: [Amendment], by writer: RunWriter) throws {
        if amendments.isEmpty { return try writer.run.amendments.remove() }
        try write(amendments, of: writer.run, to: writer.folder())
    }

    private static func amendment(_ row: JSON) -> Amendment? {
        guard let number = row["amendment"]?.integer, (1...Amendment.highestNumber).contains(number),
            let id = row["id"]?.string.flatMap({ text in text.withByteView { QuestionID($0) } }),
            let action = row["action"]?.string.flatMap(Amendment.Action.init)
        else { return nil }
        let reason = row["reason"] ?? .null
        guard reason == .null || reason.string != nil else { return nil }
        return Amendment(number: number, id: id, action: action, reason: reason.string)
    }
}
