import Bytes
import Files
import Rows

/// Going on with the work of a process that was killed.
extension Ingest {
    /// Returns the pool of the checkpoint that has most files, and takes over what is known of these files; nil if there is no
    /// checkpoint that is of use.
    func resumed(
        _ folders: [FolderTree], _ sources: [OpenInput], _ recordings: Recordings, _ recorded: [FileRecord],
        _ rejectedFile: OutputFile
    ) throws -> PoolWriter? {
        let checkpoints = folders.compactMap {
            IngestCheckpoint(in: $0, settings: settings, recordings: recorded)
        }.sorted { $0.files.count > $1.files.count }
        for checkpoint in checkpoints {
            do {
                guard let done = try unchanged(checkpoint.files, sources) else { continue }
                let rejected = try checkpoint.rejectedLines()
                let matches = try checkpoint.columns.column("matches", of: UInt8.self)
                guard matches.count == recordings.matches.count else { continue }
                let writer = try PoolWriter(
                    in: folder, sourceNames: recipe.sources.map(\.input.name), from: checkpoint.columns,
                    in: checkpoint.folder)
                try rejectedFile.write(rejected)
                recordings.matches = matches
                for ((file, saved), source) in zip(zip(done, checkpoint.files), sources) {
                    source.done = (file, saved.doubt)
                    (source.usage, source.questions) = (saved.usage, saved.questions)
                }
                return writer
            } catch is FileError {
                // What cannot be gone on with is done again.
                continue
            }
        }
        return nil
    }

    /// Returns the files of a checkpoint as they are now if they are the first of the sources and have not changed.
    private func unchanged(_ files: [IngestCheckpoint.File], _ sources: [OpenInput]) throws(FileError) -> [ReadFile]? {
        guard files.count < sources.count else { return nil }
        var found: [ReadFile] = []
        for (saved, source) in zip(files, sources) {
            guard ByteKey(source.reader.path) == saved.record.key else { return nil }
            let file = try InputFile(Folder.join(recipe.folder, saved.record.path))
            guard file.size == saved.record.size, try file.digest(saved.record.digest.algorithm) == saved.record.digest
            else { return nil }
            found.append(ReadFile(record: saved.record, stamp: file.stamp, openedAt: file.openedAt))
        }
        return found
    }

    /// Returns whether enough was read since the last checkpoint for another one behind the first source files.
    ///
    /// There is none behind a file whose end was lost, of which more is to be told than a checkpoint has.
    func isWorthCheckpoint(_ files: [OpenInput], after last: Int) -> Bool {
        let bytes = files.reduce(0) { $0 + $1.reader.size }
        let since = files.dropFirst(last).reduce(0) { $0 + $1.reader.size }
        return since >= checkpointBytes && since >= bytes / IngestCheckpoint.leastShare
            && files.allSatisfy { $0.usage.rests.isEmpty && ($0.done != nil || $0.reader.faultInLongRow == nil) }
    }

    /// Returns a checkpoint behind the first source files.
    func checkpoint(
        of files: [OpenInput], _ writer: PoolWriter, _ recordings: Recordings,
        _ before: (recordings: [FileRecord], rejected: Int), _ rejectedFile: OutputFile
    ) throws -> (columns: ColumnFileWriter, header: JSONObject) {
        let done = try files.map { file in
            IngestCheckpoint.File(
                record: try (file.done?.file ?? file.reader.readFile()).record, usage: file.usage,
                questions: file.questions, doubt: file.done?.doubt ?? file.reader.doubt)
        }
        var (columns, header) = try writer.checkpoint()
        columns.add("matches", recordings.matches)
        let own = IngestCheckpoint.header(
            settings: settings, recordings: before.recordings, files: done, rejected: try rejectedFile.state(),
            rejectedStart: before.rejected)
        for member in own.members { header[member.name] = member.value }
        return (columns, header)
    }
}
