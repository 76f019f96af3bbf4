import Bytes
import Files

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// A thread-safe cache of the current digests of files.
///
/// A file that has not changed since its digest was computed is not read again.
final class DigestCache: @unchecked Sendable {
    private struct Known {
        let stamp: FileStamp
        let digest: Digest
        /// When the stamp was taken, which is no later than the start of reading; nil for files that only this program
        /// writes, and for stamps that an earlier run trusted.
        var takenAt: Int?
    }

    private let monitor = Monitor()
    // Guarded by the monitor.
    private var known: [ByteKey: Known] = [:]
    /// The run's own files that have not been published yet.
    private var unpublished: [ByteKey: FileRecord] = [:]

    /// Creates a cache with the digests and stamps of a manifest.
    init(_ manifest: Manifest?) {
        guard let manifest else { return }
        for record in manifest.stages.values.flatMap({ $0.inputs + $0.outputs }) {
            let path = record.key
            if let stamp = manifest.stamps[path] {
                known[path] = Known(stamp: stamp, digest: record.digest)
            }
        }
    }

    /// Records the digest of a file that is about to be published in the run's folder.
    func expect(_ record: FileRecord) {
        monitor.withLock { unpublished[record.key] = record }
    }

    /// Records that one of the run's own files has been published in its folder.
    func published(_ record: FileRecord, in tree: FolderTree) {
        let stamp = try? tree.stamp(of: record.path)
        let path = record.key
        monitor.withLock {
            unpublished[path] = nil
            if let stamp { known[path] = Known(stamp: stamp, digest: record.digest) }
        }
    }

    /// Records the digest of a file that was read, together with its stamp when it was opened; the file may have
    /// changed since.
    func note(_ file: ReadFile) {
        monitor.withLock {
            known[file.record.key] = Known(
                stamp: file.stamp, digest: file.record.digest, takenAt: file.openedAt)
        }
    }

    /// Returns the current record of a file that the recipe names, or nil if the file does not exist.
    func record(of key: String, at path: String, _ algorithm: Digest.Algorithm) throws -> FileRecord? {
        try record(of: key, algorithm, stamp: Folder.stamp(of: path)) { try InputFile(path) }
    }

    /// Returns the record of a file in the run's folder, as it is now or will be once published; nil if there is no
    /// such file.
    func record(of place: String, in tree: FolderTree, _ algorithm: Digest.Algorithm) throws -> FileRecord? {
        if let awaited = monitor.withLock({ unpublished[ByteKey(place)] }) { return awaited }
        return try record(of: place, algorithm, stamp: tree.stamp(of: place)) { try tree.file(place) }
    }

    private func record(
        of key: String, _ algorithm: Digest.Algorithm, stamp: @autoclosure () throws -> FileStamp?,
        open: () throws -> InputFile
    ) throws -> FileRecord? {
        let takenAt = FileStamp.now
        guard let stamp = try stamp() else { return nil }
        if let found = monitor.withLock({ known[ByteKey(key)] }), found.stamp == stamp,
            found.digest.algorithm == algorithm
        {
            return FileRecord(path: key, size: stamp.size, digest: found.digest)
        }
        let digest = try open().digest(algorithm)
        monitor.withLock { known[ByteKey(key)] = Known(stamp: stamp, digest: digest, takenAt: takenAt) }
        return FileRecord(path: key, size: stamp.size, digest: digest)
    }

    /// Returns the stamps that later runs can trust together with the records of a manifest.
    ///
    /// A stamp is left out if the file's digest has since changed from the one on record. It is also left out if the
    /// file changed just before the stamp was taken: because file system clocks are coarse, a further change might not
    /// show in the file's times.
    func trusted(beside manifest: Manifest) -> [ByteKey: FileStamp] {
        let now = FileStamp.now
        let records = manifest.stages.values.flatMap { $0.inputs + $0.outputs }
        let digests = Dictionary(grouping: records, by: \.key).mapValues { Set($0.map(\.digest)) }
        return monitor.withLock { known }.filter { path, known in
            digests[path] == [known.digest] && known.takenAt ?? now > Self.trustedFrom(known.stamp)
        }.mapValues(\.stamp)
    }

    /// Waits briefly until the stamps of the run's own large files can be trusted, and returns whether there are such
    /// files.
    ///
    /// Computing the digest of a smaller file again in the next run takes less time than waiting (64 MiB: 38 ms for
    /// SHA-256).
    func settle() -> Bool {
        let large = monitor.withLock { known }.values.filter { $0.takenAt == nil && $0.stamp.size > 1 << 26 }
        guard let last = large.map({ Self.trustedFrom($0.stamp) }).max() else { return false }
        // The times of a file can be any 64-bit value.
        let (wait, isFar) = last.subtractingReportingOverflow(FileStamp.now)
        if !isFar, wait >= 0, wait < 100_000_000 { usleep(UInt32(wait / 1000 + 1000)) }
        return true
    }

    /// Returns the time, in nanoseconds, from which on finding the same stamp again means that the file has not
    /// changed.
    private static func trustedFrom(_ stamp: FileStamp) -> Int {
        let last = max(stamp.modified, stamp.changed)
        let isFineGrained = last % 1_000_000_000 != 0
        let (from, isFar) = last.addingReportingOverflow(isFineGrained ? 50_000_000 : 2_000_000_000)
        return isFar ? .max : from
    }
}
