import Bytes
import Files
import Messages

/// The exclusive right to write into a run's folder, held by at most one process at a time, and the only way to do so.
///
/// Files are written in a work folder and moved into place when complete. Links in the run's folder are not followed,
/// and files that do not belong to the program are not replaced.
package final class RunWriter: @unchecked Sendable {
    /// The run's folder.
    let run: RunFolder
    private var tree: FolderTree { run.tree }
    private let lock: FolderLock
    private let ownership: RunOwnership
    private let monitor = Monitor()
    // Guarded by the monitor.
    private var work: WorkFolder?
    private var journals = 0
    /// The paths at which files were begun, and whether nothing existed there at that time.
    private var begun: [ByteKey: Bool] = [:]

    /// Acquires the right to write into a folder, creating it if necessary and removing the partially written files of
    /// a run that was killed.
    ///
    /// Throws `RunRefusal` when another process holds the right, or a file that is not a manifest is in the way.
    ///
    /// - Parameters:
    ///   - isForced: whether files in the way are replaced regardless of who made them.
    ///   - hasForce: whether the command takes `--force`, for refusals.
    package init(_ run: RunFolder, isForced: Bool = false, hasForce: Bool = true) throws {
        self.run = run
        do {
            try Folder.make(run.path)
            lock = try FolderLock(run.path)
        } catch let held as FolderLock.Held {
            throw RunRefusal.isBusy(process: held.process, in: run.path)
        }
        try WorkFolder.removeLeftovers(in: run.tree, isAlone: true) { try RunJournal.settle($0, in: run) }
        ownership = RunOwnership(of: run, isForced: isForced, hasForce: hasForce)
        try ownership.demandWritable(run.manifest)
    }

    deinit {
        // Before the lock is released.
        work = nil
    }

    // MARK: - Writing

    /// Returns a folder of the run for output, creating it if necessary.
    ///
    /// Beginning a file in it throws as `demandWritable` does.
    package func folder(_ part: RunFolder.Part = .whole) throws -> OutputFolder {
        let place = run.place(of: part)
        if !place.isEmpty { try tree.makeFolder(place) }
        return OutputFolder(place, in: tree, by: try workFolder()) { try self.begin($0) }
    }

    /// Throws `FileError` or `RunRefusal` when any of the files must not be written.
    package func demandWritable(_ files: [RunFile]) throws {
        for file in files { try ownership.demandWritable(file) }
    }

    /// Throws as a writer does when any of the files must not be written, without becoming one.
    package static func demandWritable(_ files: [RunFile], in run: RunFolder, isForced: Bool) throws {
        let ownership = RunOwnership(of: run, isForced: isForced, hasForce: true)
        for file in [run.manifest] + files { try ownership.demandWritable(file) }
    }

    /// Throws `FileError` or `RunRefusal` when any of the recorded files, which are no longer written, must not be removed.
    func demandRemovable(_ records: [FileRecord]) throws {
        for record in records { try ownership.demandRemovable(record) }
    }

    /// Removes recorded files that are no longer written.
    func remove(_ records: [FileRecord]) throws {
        for record in records {
            try ownership.demandRemovable(record)
            try tree.removeFile(record.path)
        }
    }

    private func workFolder() throws -> WorkFolder {
        try monitor.withLock {
            if let work { return work }
            let run = run
            let made = try WorkFolder(in: run.tree) { try RunJournal.settle($0, in: run) }
            work = made
            return made
        }
    }

    private func begin(_ place: String) throws {
        let key = ByteKey(place)
        if monitor.withLock({ begun[key] }) == nil { try ownership.demandWritable(place) }
        let isNew = try tree.kind(of: place) == nil
        monitor.withLock { begun[key] = begun[key] ?? isNew }
    }

    // MARK: - The way onto the record

    /// Writes a journal of files that are about to be published, which identifies them as the program's until they are
    /// recorded.
    ///
    /// Returns the number to pass to `forget` once they are recorded. Throws `FileError` when a file has appeared at a
    /// path that was empty when the output was begun.
    package func expect(_ records: [FileRecord]) throws -> Int {
        for record in records where monitor.withLock({ begun[record.key] }) == true {
            guard try tree.kind(of: record.path) != nil else { continue }
            throw FileError(
                .other, "write", tree.path(of: record.path),
                cause: "a file has appeared there in the meantime; move it away")
        }
        let number = monitor.withLock {
            journals += 1
            return journals
        }
        try workFolder().note(
            RunJournal.text(of: records), RunJournal.name(number), for: tree.path(of: records.first?.path ?? ""))
        return number
    }

    /// Removes the journal of published files after they have been recorded.
    package func forget(_ number: Int) throws {
        try workFolder().tree.removeFile(RunJournal.name(number))
    }
}
