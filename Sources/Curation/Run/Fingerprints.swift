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
final class Fingerprints: @unchecked Sendable {
    private let monitor = Monitor()
    // Touched under the monitor.
    private var known: [String: (stamp: FileStamp, digest: Digest)] = [:]
    /// The files that are yet to be published, by the path under which they will be found.
    private var unpublished: [String: FileRecord] = [:]

    /// Takes in what a manifest knows.
    init(_ manifest: Manifest?) {
        guard let manifest else { return }
        for record in manifest.stages.values.flatMap({ $0.inputs + $0.outputs }) {
            if let stamp = manifest.stamps[record.path] { known[record.path] = (stamp, record.digest) }
        }
    }

    /// Notes what will be found under a path once it is published.
    func expect(_ record: FileRecord, at path: String) {
        monitor.withLock { unpublished[path] = record }
    }

    /// Notes what the digest of a file was found to be.
    ///
    /// - Parameters:
    ///   - key: the path as records have it.
    ///   - path: the path under which the file is found.
    func note(_ digest: Digest, of key: String, at path: String) {
        let stamp = Folder.stamp(of: path)
        monitor.withLock {
            unpublished[path] = nil
            if let stamp { known[key] = (stamp, digest) }
        }
    }

    /// The record of a file as it is now, or nil when there is none.
    func record(of key: String, at path: String, _ algorithm: Digest.Algorithm) throws -> FileRecord? {
        let (found, awaited) = monitor.withLock { (known[key], unpublished[path]) }
        if let awaited { return FileRecord(path: key, size: awaited.size, digest: awaited.digest) }
        guard let stamp = Folder.stamp(of: path) else { return nil }
        if let found, found.stamp == stamp, found.digest.algorithm == algorithm {
            return FileRecord(path: key, size: stamp.size, digest: found.digest)
        }
        let digest = try InputFile(path).digest(algorithm)
        monitor.withLock { known[key] = (stamp, digest) }
        return FileRecord(path: key, size: stamp.size, digest: digest)
    }

    /// The stamps that may be trusted later, beside the records of a manifest.
    ///
    /// A stamp stands for the digest that the records name: where a file has another by now it is left out. So is one that
    /// changed just now, and may change again without its times showing it, since a file system's clock ticks slowly.
    func trusted(beside manifest: Manifest) -> [String: FileStamp] {
        let now = Self.now
        let records = manifest.stages.values.flatMap { $0.inputs + $0.outputs }
        let digests = Dictionary(grouping: records, by: \.path).mapValues { Set($0.map(\.digest)) }
        return monitor.withLock { known }.filter { path, known in
            digests[path] == [known.digest] && now > Self.trustedFrom(known.stamp)
        }.mapValues(\.stamp)
    }

    /// Waits until the stamps of large files may be trusted, where that is a moment.
    ///
    /// Making the digest of a smaller file again next time takes less than waiting (64 MiB: 38 ms for SHA-256).
    ///
    /// Returns whether it has waited.
    func settle() -> Bool {
        let large = monitor.withLock { known }.values.filter { $0.stamp.size > 1 << 26 }
        let wait = (large.map { Self.trustedFrom($0.stamp) }.max() ?? 0) - Self.now
        guard wait >= 0, wait < 100_000_000 else { return false }
        usleep(UInt32(wait / 1000 + 1000))
        return true
    }

    /// From when on a file of a stamp that is found again has not changed, in nanoseconds.
    private static func trustedFrom(_ stamp: FileStamp) -> Int {
        let last = max(stamp.modified, stamp.changed)
        let isFineGrained = last % 1_000_000_000 != 0
        return last + (isFineGrained ? 50_000_000 : 2_000_000_000)
    }

    private static var now: Int {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int(time.tv_sec) * 1_000_000_000 + Int(time.tv_nsec)
    }
}
