import Bytes
import Files

/// A byte-level BPE tokenizer with Qwen2's normalization and pre-tokenization: vocabulary, merges and control tokens.
///
/// It is immutable and thread-safe; each thread creates a `TokenEncoder` for it.
package final class Tokenizer: Sendable {
    /// The tokens of the vocabulary and their bytes.
    let vocabulary: Vocabulary
    /// The pairs of tokens that merge.
    let merges: MergeTable
    /// The token of every byte.
    let byteTokens: [UInt32]
    /// Whether a piece that equals a token is encoded as that token regardless of merges, as in tiktoken.
    let takesWholePieces: Bool
    /// The control tokens, which are recognized only on request.
    let control: ControlTokens
    /// The files it was loaded from, as they were named.
    package let files: [String]

    /// Loads a tokenizer from a folder or a file.
    ///
    /// A folder contains `tokenizer.json`, or `vocab.json` and `merges.txt`, or one file `*.tiktoken`; a file is one of
    /// these. A `tokenizer_config.json` next to them defines the control tokens. Throws `FileError` if a file cannot be
    /// read or has a different format, with the line or key and what would be right.
    package init(_ path: String) throws(FileError) {
        let files = try TokenizerFiles(path)
        var model = try files.readModel()
        try model.check(files.main)
        vocabulary = model.vocabulary
        merges = model.merges
        byteTokens = model.byteTokens
        takesWholePieces = model.takesWholePieces
        control = try files.readControlTokens(of: model)
        self.files = files.all
    }

    /// The number of tokens in the vocabulary, without control tokens.
    package var count: Int { vocabulary.count }
}

extension Tokenizer {
    /// The spellings of Qwen2.5's control tokens, each of which begins with `<`.
    package static var controlTokens: [String] { ControlTokens.ofQwen }
}
