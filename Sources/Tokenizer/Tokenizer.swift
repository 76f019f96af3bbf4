import Bytes
import Files

/// A byte-level BPE with Qwen2's normalisation and pre-tokenization: the vocabulary, its merges and its control tokens.
///
/// It is read-only once it is loaded; each thread makes a `TokenEncoder` of it.
package final class Tokenizer: Sendable {
    /// The vocabulary's tokens and their bytes.
    let vocabulary: Vocabulary
    /// Which tokens merge into which.
    let merges: MergeTable
    /// The token of every byte.
    let byteTokens: [UInt32]
    /// True when a piece that is a token as a whole is that token whatever its merges are, as tiktoken has it.
    let takesWholePieces: Bool
    /// What is special on request.
    let control: ControlTokens
    /// The files it was read from, as they were named.
    package let files: [String]

    /// Loads a tokenizer from a folder or a file.
    ///
    /// A folder has `tokenizer.json`, or `vocab.json` and `merges.txt`, or one file `*.tiktoken`; a file is one of
    /// these. A `tokenizer_config.json` beside them names the control tokens. Throws `FileError` when a file cannot be
    /// read or is not of its format, with the line or key and what would be right.
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

    /// How many tokens the vocabulary has, control tokens not among them.
    package var count: Int { vocabulary.count }
}
