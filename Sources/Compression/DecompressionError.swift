/// Why compressed bytes cannot be decompressed, and at which of them.
package struct DecompressionError: Error, Equatable, CustomStringConvertible {
    /// What can be wrong with compressed bytes.
    package enum Code: Equatable, Sendable {
        /// The bytes end before the format does.
        case truncated
        /// Something that the format does not have, or a checksum that does not match: what the library says of it.
        case invalid(String)
        /// A copy from before the beginning of what was decompressed, or from farther back than a stream keeps.
        case badOffset
        /// More comes out than was said.
        case longer(than: Int)
        /// Less comes out than was said.
        case shorter(than: Int)
        /// A window of more bytes than are kept.
        case windowTooLarge(most: Int)
        /// Compressed with a dictionary that the file does not have.
        case needsDictionary
        /// There is no memory for the decoder.
        case noMemory
    }

    /// The format.
    package let codec: BlockCodec
    /// What is wrong.
    package let code: Code
    /// The offset in bytes in the compressed bytes at which it shows.
    package let offset: Int

    /// A fault of bytes of a format at an offset.
    package init(_ codec: BlockCodec, _ code: Code, at offset: Int) {
        self.codec = codec
        self.code = code
        self.offset = offset
    }

    /// What is wrong in words that do not name the place.
    package var description: String {
        switch code {
        case .truncated: "the \(codec.name) data ends too early"
        case .invalid(let words): "invalid \(codec.name) data: \(words)"
        case .badOffset: "invalid \(codec.name) data: a copy from before the beginning"
        case .longer(let count): "the \(codec.name) data is longer than the \(count) bytes that it should be"
        case .shorter(let count): "the \(codec.name) data is shorter than the \(count) bytes that it should be"
        case .windowTooLarge(let most):
            "the \(codec.name) data needs a window of more than \(most >> 20) MB; compress it with a smaller one "
                + "(zstd --long=27 at most)"
        case .needsDictionary: "the \(codec.name) data needs a dictionary that is not in the file"
        case .noMemory: "there is no memory to decompress \(codec.name) data"
        }
    }
}
