import Bytes
import Files
import Rows

/// What ingest needs to go on after the last whole source file of a run that was killed.
///
/// A checkpoint is the pool of the files that were done, as columns, with what is known of these files. It is of use only
/// if nothing changed since: the settings, the recordings, and the files that were done, which are compared by digest.
package struct IngestCheckpoint {
    /// A source file that was read to its end.
    struct File {
        let record: FileRecord
        let usage: FileUsage
        /// The number of its questions in the pool.
        let questions: Int
        let doubt: String?
    }

    /// The bytes of input after which a checkpoint is worth its cost.
    package static let leastBytes = 256 << 20
    /// A checkpoint is made after at least one in so many bytes of all that was read before, since the columns of the whole
    /// pool are written each time.
    static let leastShare = 20

    /// The work folder of the process that made it.
    let folder: FolderTree
    let columns: ColumnFileReader
    /// The files that were done, which are the first of all sources.
    let files: [File]
    /// The rows of sources that could not be read, as lines, which are a part of the unfinished file of such rows.
    private let rejected: (file: UnfinishedFile, start: Int)

    /// Reads the checkpoint of a work folder; nil if it is of something else.
    ///
    /// - Parameters:
    ///   - settings: what the run depends on besides files.
    ///   - recordings: the recordings, which have been read again.
    init?(in folder: FolderTree, settings: JSON, recordings: [FileRecord]) {
        guard let columns = try? ColumnFileReader(folder.file(WorkFolder.checkpoint)),
            columns.header["settings"] == settings,
            columns.header["recordings"] == .list(recordings.map(\.json)),
            let rejected = UnfinishedFile(columns.header["rejected"], rest: []),
            let start = columns.header["rejected_start"]?.integer, 0...rejected.size ~= start,
            let list = columns.header["done"]?.list
        else { return nil }
        let files = list.compactMap(File.init)
        guard files.count == list.count else { return nil }
        (self.folder, self.columns, self.files) = (folder, columns, files)
        self.rejected = (rejected, start)
    }

    /// Returns the lines of source rows that could not be read.
    ///
    /// Throws `FileError` when they cannot be read or are not as they were.
    func rejectedLines() throws(FileError) -> [UInt8] {
        let file = try folder.file(rejected.file.name)
        guard file.size >= rejected.file.size else { throw changed(file) }
        let lines = try file.bytes(at: 0, count: rejected.file.size)
        guard lines.withByteView({ Digest(of: $0, rejected.file.digest.algorithm) }) == rejected.file.digest else {
            throw changed(file)
        }
        return Array(lines[rejected.start...])
    }

    private func changed(_ file: InputFile) -> FileError {
        FileError(.notThisFormat, "read", file.path, cause: "it changed after its writer had ended")
    }

    /// Returns the header of a checkpoint besides that of the pool.
    static func header(
        settings: JSON, recordings: [FileRecord], files: [File], rejected: UnfinishedFile, rejectedStart: Int
    ) -> JSONObject {
        [
            "settings": settings, "recordings": .list(recordings.map(\.json)), "done": .list(files.map(\.json)),
            "rejected": rejected.json, "rejected_start": JSON(rejectedStart),
        ]
    }
}

extension IngestCheckpoint.File {
    fileprivate init?(_ json: JSON) {
        guard let record = try? FileRecord(json["file"] ?? .null, isPlace: { _ in true }),
            let questions = json["questions"]?.integer,
            let usage = FileUsage(json["usage"], of: record)
        else { return nil }
        self.init(record: record, usage: usage, questions: questions, doubt: json["doubt"]?.string)
    }

    fileprivate var json: JSON {
        [
            "file": record.json, "usage": usage.json, "questions": JSON(questions),
            "doubt": doubt.map { .string($0) } ?? .null,
        ]
    }
}

extension FileUsage {
    /// Reads the usage of a file whose end was not lost; nil if it is none.
    fileprivate init?(_ json: JSON?, of file: FileRecord) {
        guard let read = json?["read"]?.integer, let rejected = json?["rejected"]?.integer,
            let leftOut = json?["left_out"]?.integer, let reasons = json?["reasons"]?.list
        else { return nil }
        self.init(path: file.path, bytes: file.size)
        (self.read, self.rejected, self.leftOut, first) = (read, rejected, leftOut, json?["first"]?.string)
        for reason in reasons {
            guard let words = reason["words"]?.string, let count = reason["count"]?.integer else { return nil }
            self.reasons[words] = count
        }
    }

    /// The usage as JSON, without what is known of a lost end.
    fileprivate var json: JSON {
        let sorted = reasons.sorted { $0.key.precedesInBytes($1.key) }
        return [
            "read": JSON(read), "rejected": JSON(rejected), "left_out": JSON(leftOut),
            "first": first.map { .string($0) } ?? .null,
            "reasons": .list(sorted.map { ["words": .string($0.key), "count": JSON($0.value)] }),
        ]
    }
}
