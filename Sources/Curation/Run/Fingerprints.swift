import Bytes
import Files

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// The digests of files as they are now.
///
/// A file that has not changed since its digest was made is not read again.
final class Fingerprints {
    private var known: [String: (stamp: FileStamp, digest: Digest)] = [:]

    /// Takes in what a manifest knows.
    init(_ manifest: Manifest?) {
        guard let manifest else { return }
        for record in manifest.stages.values.flatMap({ $0.inputs + $0.outputs }) {
            if let stamp = manifest.stamps[record.path] { known[record.path] = (stamp, record.digest) }
        }
    }

    /// Notes what the digest of a file was found to be.
    ///
    /// - Parameters:
    ///   - key: the path as records have it.
    ///   - path: the path under which the file is found.
    func note(_ digest: Digest, of key: String, at path: String) {
        if let stamp = Folder.stamp(of: path) { known[key] = (stamp, digest) }
    }

    /// The record of a file as it is now, or nil when there is none.
    func record(of key: String, at path: String, _ algorithm: Digest.Algorithm) throws -> FileRecord? {
        guard let stamp = Folder.stamp(of: path) else { return nil }
        if let known = known[key], known.stamp == stamp, known.digest.algorithm == algorithm {
            return FileRecord(path: key, size: stamp.size, digest: known.digest)
        }
        let digest = try InputFile(path).digest(algorithm)
        known[key] = (stamp, digest)
        return FileRecord(path: key, size: stamp.size, digest: digest)
    }

    /// The stamps that may be trusted later.
    ///
    /// A file that changed just now may change again without its times showing it, since a file system's clock ticks
    /// slowly; it is left out.
    var trusted: [String: FileStamp] {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        let now = Int(time.tv_sec) * 1_000_000_000 + Int(time.tv_nsec)
        return known.compactMapValues { entry in
            let last = max(entry.stamp.modified, entry.stamp.changed)
            let isFineGrained = last % 1_000_000_000 != 0
            return now - last > (isFineGrained ? 50_000_000 : 2_000_000_000) ? entry.stamp : nil
        }
    }
}
