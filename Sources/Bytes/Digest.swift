/// The digest of a file: SHA-256, or the faster XXH64 for bulk files.
///
/// Its text form names the hash function.
package struct Digest: Hashable, Sendable, CustomStringConvertible {
    /// A hash function for digests.
    package enum Algorithm: String, Sendable {
        case sha256
        case xxh64
    }

    /// The hash function.
    package let algorithm: Algorithm
    /// The hash in lowercase hexadecimal digits.
    package let hexadecimal: String

    /// The form used in manifests: `sha256:` or `xxh64:` and the digits.
    package var description: String { "\(algorithm.rawValue):\(hexadecimal)" }

    /// Parses the text form; returns nil if it is invalid.
    package init?(_ text: String) {
        let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
        guard parts.count == 2, let algorithm = Algorithm(rawValue: parts[0]) else { return nil }
        self.algorithm = algorithm
        hexadecimal = parts[1]
    }

    /// Creates the digest of some bytes.
    package init(of bytes: ByteView, _ algorithm: Algorithm) {
        var hash = Hash(algorithm)
        hash.update(bytes)
        self = hash.digest
    }

    private init(_ algorithm: Algorithm, _ hexadecimal: String) {
        self.algorithm = algorithm
        self.hexadecimal = hexadecimal
    }

    /// An incremental hash.
    package enum Hash {
        case sha256(SHA256)
        case xxh64(XXH64)

        /// Creates a hash of no bytes.
        package init(_ algorithm: Algorithm) {
            switch algorithm {
            case .sha256: self = .sha256(SHA256())
            case .xxh64: self = .xxh64(XXH64())
            }
        }

        /// Adds the next bytes.
        package mutating func update(_ bytes: ByteView) {
            switch self {
            case .sha256(var hash):
                self = .xxh64(XXH64())
                hash.update(bytes)
                self = .sha256(hash)
            case .xxh64(var hash):
                hash.update(bytes)
                self = .xxh64(hash)
            }
        }

        /// The digest of the bytes added so far.
        package var digest: Digest {
            switch self {
            case .sha256(let hash): return Digest(.sha256, hash.hexadecimal)
            case .xxh64(let hash):
                var digits: [UInt8] = []
                digits.append(hexadecimal: hash.value)
                return Digest(.xxh64, String(decoding: digits, as: UTF8.self))
            }
        }
    }
}
