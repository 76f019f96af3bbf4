import Bytes

/// The state of a file that is being written in a work folder, from which another process can go on if this one is killed.
package struct UnfinishedFile: Equatable, Sendable {
    /// The name of the file in the work folder.
    package let name: String
    /// The number of bytes that were written to it.
    package let size: Int
    /// The digest of these bytes.
    package let digest: Digest
    /// The last of them, which are not in the file yet: less than one piece of a bulk file.
    package let rest: [UInt8]

    /// Creates a state.
    package init(name: String, size: Int, digest: Digest, rest: [UInt8]) {
        (self.name, self.size, self.digest, self.rest) = (name, size, digest, rest)
    }

    /// Reads the state of `json`; nil if it is none.
    package init?(_ json: JSON?, rest: [UInt8]) {
        guard let name = json?["name"]?.string, let size = json?["size"]?.integer, size >= rest.count,
            let digest = json?["digest"]?.string.flatMap({ Digest($0) })
        else { return nil }
        self.init(name: name, size: size, digest: digest, rest: rest)
    }

    /// The state as JSON, without the bytes that are not in the file yet.
    package var json: JSON {
        ["name": .string(name), "size": JSON(size), "digest": .string("\(digest)")]
    }
}
