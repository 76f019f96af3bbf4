import Bytes
import Messages

/// What was lost of a source or recording, as recorded by ingest: a file, the end of a file, or all of it.
package struct RecordedLoss: Sendable {
    /// The loss in the form of the manifest.
    package let json: JSON

    /// The name of the source or recording.
    package var name: String { json["source"]?.string ?? json["recording"]?.string ?? "" }
    /// The file; nil for the input as a whole.
    package var file: String? { json["file"]?.string }

    /// Returns the losses on record for the stage that makes the pool.
    static func all(in record: StageRecord?) -> [RecordedLoss] { record.map { all(in: $0.counts) } ?? [] }

    /// Returns the losses in the counts of the stage that makes the pool.
    static func all(in counts: JSON) -> [RecordedLoss] { (counts["lost"]?.list ?? []).map(RecordedLoss.init) }

    /// A description of the loss, as a sentence without its full stop.
    package var words: String { words(name: "\"\(name)\"", file: file) }

    /// The loss in the form of the manifest, with its description, so that people can read it there.
    var withWords: JSON {
        guard var object = json.object else { return json }
        object["words"] = .string(words)
        return .object(object)
    }

    /// Returns a description of the loss, as a sentence without its full stop, in which the name of the input and that
    /// of the file are written as given.
    func words(name: String, file: String?) -> String {
        let bytes = json["bytes"]?.count.map { Wording.counted($0, "byte") }
        let rejected = "\(Wording.counted(json["rejected"]?.count ?? 0, "row")) rejected"
        guard let file else {
            let leftOut = "\(Wording.counted(json["left_out"]?.count ?? 0, "row")) left out"
            return "\(name) gave nothing: \(listed([bytes, leftOut, rejected].compactMap(\.self), "and"))"
        }
        guard let size = json["file_bytes"]?.count else {
            return "Nothing in the file \(file) of \(name) could be read: "
                + listed([bytes, rejected].compactMap(\.self), "and")
        }
        let (unit, row) = json["line"]?.count.map { ("line", $0) } ?? ("row", json["row"]?.count ?? 0)
        let part = json["bytes"]?.count.map(Wording.grouped) ?? "an unknown part"
        return "The end of the file \(file) of \(name), from \(unit) \(Wording.grouped(row)) on, could not be read: "
            + "\(part) of its \(Wording.counted(size, "byte"))"
    }
}
