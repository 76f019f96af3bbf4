import Bytes
import Files

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// The digests of files as they are now.
///
/// A file that has not changed since its digest was made is not read again. Several threads may ask and note at once.
final class DigestCache: @unchecked Sendable {
    private struct Known {
        let stamp: FileStamp
        let digest: Digest
        /// When the stamp was taken, at the latest when reading began; nil of what nobody else writes, and of what was trusted
        /// by an earlier run.
        var takenAt: Int?
    }

    private let monitor = Monitor()
    // Touched under the monitor.
    private var known: [String: Known] = [:]
    /// The files of the run's own that are yet to be published.
    private var unpublished: [String: FileRecord] = [:]

    /// Takes in what a manifest knows.
    init(_ manifest: Manifest?) {
        guard let manifest else { return }
        for record in manifest.stages.values.flatMap({ $0.inputs + $0.outputs }) {
            if let stamp = manifest.stamps[record.path] {
                known[record.path] = Known(stamp: stamp, digest: record.digest)
            }
        }
    }

    /// Notes what will be found in the run's folder once it is published.
    func expect(_ record: FileRecord) {
        monitor.withLock { unpublished[record.path] = record }
    }

    /// Notes that a file of the run's own was published in its folder.
    func published(_ record: FileRecord, in tree: FolderTree) {
        let stamp = try? tree.stamp(of: record.path)
        monitor.withLock {
            unpublished[record.path] = nil
            if let stamp { known[record.path] = Known(stamp: stamp, digest: record.digest) }
        }
    }

    /// Notes a file that was read: its digest stands beside the state in which it was opened, whatever it is by now.
    func note(_ file: ReadFile) {
        monitor.withLock {
            known[file.record.path] = Known(stamp: file.stamp, digest: file.record.digest, takenAt: file.openedAt)
        }
    }

    /// The record of a file that the recipe names as it is now, or nil when there is none.
    func record(of key: String, at path: String, _ algorithm: Digest.Algorithm) throws -> FileRecord? {
        try record(of: key, algorithm, stamp: Folder.stamp(of: path)) { try InputFile(path) }
    }

    /// The record of a file in the run's folder as it is now, or will be once it is published; nil when there is none.
    func record(of place: String, in tree: FolderTree, _ algorithm: Digest.Algorithm) throws -> FileRecord? {
        if let awaited = monitor.withLock({ unpublished[place] }) { return awaited }
        return try record(of: place, algorithm, stamp: tree.stamp(of: place)) { try tree.file(place) }
    }

    private func record(
        of key: String, _ algorithm: Digest.Algorithm, stamp: @autoclosure () throws -> FileStamp?,
        open: () throws -> InputFile
    ) throws -> FileRecord? {
        let takenAt = FileStamp.now
        guard let stamp = try stamp() else { return nil }
        if let found = monitor.withLock({ known[key] }), found.stamp == stamp, found.digest.algorithm == algorithm {
            return FileRecord(path: key, size: stamp.size, digest: found.digest)
        }
        let digest = try open().digest(algorithm)
        monitor.withLock { known[key] = Known(stamp: stamp, digest: digest, takenAt: takenAt) }
        return FileRecord(path: key, size: stamp.size, digest: digest)
    }

    /// The stamps that may be trusted later, beside the records of a manifest.
    ///
    /// A stamp stands for the digest that the records name: where a file has another by now it is left out. So is one that
    /// had changed just before it was looked at, and may have changed again without its times showing it, since a file
    /// system's clock ticks slowly.
    func trusted(beside manifest: Manifest) -> [String: FileStamp] {
        let now = FileStamp.now
        let records = manifest.stages.values.flatMap { $0.inputs + $0.outputs }
        let digests = Dictionary(grouping: records, by: \.path).mapValues { Set($0.map(\.digest)) }
        return monitor.withLock { known }.filter { path, known in
            digests[path] == [known.digest] && known.takenAt ?? now > Self.trustedFrom(known.stamp)
        }.mapValues(\.stamp)
    }

    /// Waits until the stamps of the run's own large files may be trusted, where that is a moment.
    ///
    /// Making the digest of a smaller file again next time takes less than waiting (64 MiB: 38 ms for SHA-256).
    ///
    /// Returns whether there are such files.
    func settle() -> Bool {
        let large = monitor.withLock { known }.values.filter { $0.takenAt == nil && $0.stamp.size > 1 << 26 }
        guard let last = large.map({ Self.trustedFrom($0.stamp) }).max() else { return false }
        // Times may be as far from now as 64 bits reach.
        let (wait, isFar) = last.subtractingReportingOverflow(FileStamp.now)
        if !isFar, wait >= 0, wait < 100_000_000 { usleep(UInt32(wait / 1000 + 1000)) }
        return true
    }

    /// From when on a file of a stamp that is found again has not changed, in nanoseconds.
    private static func trustedFrom(_ stamp: FileStamp) -> Int {
        let last = max(stamp.modified, stamp.changed)
        let isFineGrained = last % 1_000_000_000 != 0
        let (from, isFar) = last.addingReportingOverflow(isFineGrained ? 50_000_000 : 2_000_000_000)
        return isFar ? .max : from
    }
}
