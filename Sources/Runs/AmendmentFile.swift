import Bytes
import Files
import Messages
import Pools
import Stages

/// `amendments.jsonl` in a run's folder: what a reviewer said by hand, a line each, in the order in which it was said.
///
/// It is an input of the stage sample, written by `curate amend` alone; without amendments there is no file.
package enum AmendmentFile {
    /// Reads the amendments of a run; none when there is no file.
    ///
    /// Throws `CurationError.failed` for a line that is no amendment.
    package static func read(in run: RunFolder) throws -> [Amendment] {
        guard try run.amendments.isThere() else { return [] }
        let path = run.amendments.path
        let lines = try run.amendments.contents().split(separator: 0x0A)
        return try lines.enumerated().map { number, line in
            let row = try? Array(line).withByteView { try JSON(parsing: $0) }
            guard let row, let amendment = amendment(row) else {
                throw CurationError.failed(
                    "\(path), line \(number + 1): it is no amendment; "
                        + "{\"amendment\":1,\"id\":\"0123456789abcdef\",\"action\":\"drop\",\"reason\":\"...\"} is right"
                )
            }
            return amendment
        }
    }

    /// Writes the amendments of a run whole, where there are any.
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

    /// Puts other amendments in the place of those of a run, which were read; takes the file away when there are none.
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
