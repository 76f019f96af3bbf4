import Bytes
import Files
import Messages

/// The right to write into a run's folder, which one process has at a time, and the only way to do it.
///
/// Files are written in a work folder of the run's and get their places when they are whole; no link in the run's folder
/// is followed, and no file replaced that is not the program's.
package final class RunWriter: @unchecked Sendable {
    /// The run's folder.
    let run: RunFolder
    private var tree: FolderTree { run.tree }
    private let lock: FolderLock
    private let ownership: RunOwnership
    private let monitor = Monitor()
    // Touched under the monitor.
    private var work: WorkFolder?
    private var journals = 0
    /// The places at which files were begun, and whether nothing stood there.
    private var begun: [String: Bool] = [:]

    /// Takes the right to write into a folder, which is made where there is none; what a run that was killed left there half
    /// written goes.
    ///
    /// Throws `CurationError.failed` when another process has it.
    ///
    /// - Parameters:
    ///   - isForced: whether files in the way are replaced whoever made them.
    ///   - hasForce: whether the command takes `--force`, for messages.
    package init(_ run: RunFolder, isForced: Bool = false, hasForce: Bool = true) throws {
        self.run = run
        do {
            try Folder.make(run.path)
            lock = try FolderLock(run.path)
        } catch let held as FolderLock.Held {
            throw CurationError.failed(
                "\(run.path): another run is at work here"
                    + (held.process.map { ", process \($0)" } ?? "")
                    + "; wait for its end, or name another folder with --run")
        }
        try WorkFolder.removeLeftovers(in: run.tree, isAlone: true) { try RunJournal.settle($0, in: run) }
        ownership = RunOwnership(of: run, isForced: isForced, hasForce: hasForce)
        try ownership.demandWritable(run.manifest)
    }

    deinit {
        // Before the right to write there is given up.
        work = nil
    }

    // MARK: - Writing

    /// A folder of the run's, which is made where there is none.
    ///
    /// Its files are refused with `FileError` where something stands that is not the program's.
    package func folder(_ part: RunFolder.Part = .whole) throws -> OutputFolder {
        let place = run.place(of: part)
        if !place.isEmpty { try tree.makeFolder(place) }
        return OutputFolder(place, in: tree, by: try workFolder()) { try self.begin($0) }
    }

    /// Throws `FileError` when one of some files must not be written.
    package func demandWritable(_ files: [RunFile]) throws {
        for file in files { try ownership.demandWritable(file) }
    }

    /// Throws `FileError` when a file on record that is no longer written must not be removed.
    func demandRemovable(_ records: [FileRecord]) throws {
        for record in records { try ownership.demandRemovable(record) }
    }

    /// Removes files that are on record and no longer written.
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
        if monitor.withLock({ begun[place] }) == nil { try ownership.demandWritable(place) }
        let isNew = try tree.kind(of: place) == nil
        monitor.withLock { begun[place] = begun[place] ?? isNew }
    }

    // MARK: - The way onto the record

    /// Notes files that are about to be published, so that they are known for the program's before they are on record.
    ///
    /// Returns a number under which `forget` takes the note back once they are. Throws `FileError` when somebody has put a
    /// file at a place that was empty when they were begun.
    package func expect(_ records: [FileRecord]) throws -> Int {
        for record in records where monitor.withLock({ begun[record.path] }) == true {
            guard try tree.kind(of: record.path) != nil else { continue }
            throw FileError(
                .other, "write", tree.path(of: record.path), cause: "a file has come there meanwhile; move it away")
        }
        let number = monitor.withLock {
            journals += 1
            return journals
        }
        try workFolder().note(
            RunJournal.text(of: records), RunJournal.name(number), for: tree.path(of: records.first?.path ?? ""))
        return number
    }

    /// Takes a note of published files back: they are on record.
    package func forget(_ number: Int) throws {
        try workFolder().tree.removeFile(RunJournal.name(number))
    }
}
