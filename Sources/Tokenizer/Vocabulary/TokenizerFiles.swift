import Bytes
import Files

/// The files of a tokenizer.
package struct TokenizerFiles {
    private enum Format {
        case wholeJSON, vocabularyAndMerges, ranks
    }

    private let format: Format
    /// The file with the model, or with its vocabulary.
    let main: String
    private let merges: String?
    private let config: String?

    /// Finds the files of a tokenizer from the path of a folder or file.
    ///
    /// Throws `FileError` if there are none, or if one of them is not a readable file.
    package init(_ path: String) throws(FileError) {
        let isFolder = Folder.exists(path)
        let folder = isFolder ? path : Folder.parent(of: path) ?? ""
        let name = isFolder ? nil : String(path.dropFirst(folder.isEmpty ? 0 : Folder.join(folder, "").count))
        guard isFolder || Folder.hasFile(path) else {
            let end = PathEnd(of: path)
            let what = end == .nothing ? "there is no such file or folder" : "it \(end.words)"
            throw FileError(.notFound, "read", path, cause: "\(what); " + Self.wanted)
        }
        func file(_ name: String) throws(FileError) -> String? {
            let path = Folder.join(folder, name)
            let end = PathEnd(of: path)
            // Silently ignoring a file that was meant to be used would give different tokens.
            guard end == .file || end == .nothing else {
                throw FileError(.other, "read", path, cause: "\(name) in it \(end.words); \(Self.wanted)")
            }
            return end == .file ? path : nil
        }
        config = try file("tokenizer_config.json")
        if name == "tokenizer.json" || isFolder, let whole = try file("tokenizer.json") {
            (format, main, merges) = (.wholeJSON, whole, nil)
        } else if name == "vocab.json" || name == "merges.txt" || isFolder, let vocabulary = try file("vocab.json"),
            let merges = try file("merges.txt")
        {
            (format, main, self.merges) = (.vocabularyAndMerges, vocabulary, merges)
        } else if let name {
            guard name.hasSuffix(".tiktoken") || name.hasSuffix(".json") && name != "vocab.json" else {
                throw FileError(.notThisFormat, "read", path, cause: "it is not a tokenizer; " + Self.wanted)
            }
            (format, main, merges) = (name.hasSuffix(".json") ? .wholeJSON : .ranks, path, nil)
        } else {
            let ranks = Folder.names(in: path).filter { $0.hasSuffix(".tiktoken") }
            guard ranks.count == 1 else {
                let found = ranks.isEmpty ? "it has no tokenizer" : "it has \(ranks.count) files *.tiktoken"
                throw FileError(.notFound, "read", path, cause: "\(found); " + Self.wanted)
            }
            (format, main, merges) = (.ranks, Folder.join(path, ranks[0]), nil)
        }
    }

    private static let wanted =
        "expected a folder with tokenizer.json, with vocab.json and merges.txt, or with one *.tiktoken, or such a file; "
        + "those of Qwen2.5 are \(whereFound)"

    /// Where the vocabulary is found, for messages.
    package static let whereFound = "in the repository of each of its models, such as Qwen/Qwen2.5-7B-Instruct"

    /// All files to be read.
    package var all: [String] { [main] + [merges, config].compactMap(\.self) }

    /// Reads the vocabulary and the merges.
    func readModel() throws(FileError) -> TokenizerModel {
        switch format {
        case .wholeJSON: try TokenizerModel(wholeJSON: main)
        case .vocabularyAndMerges: try TokenizerModel(vocabulary: main, merges: merges ?? "")
        case .ranks: try TokenizerModel(ranks: main)
        }
    }

    /// Returns the control tokens: those in `tokenizer_config.json`, otherwise the model's own, otherwise Qwen2.5's,
    /// numbered after the last token of the vocabulary.
    func readControlTokens(of model: TokenizerModel) throws(FileError) -> ControlTokens {
        if let config {
            let document = try Self.json(config)
            if let tokens = document["added_tokens_decoder"]?.object {
                var control: [(String, UInt32)] = []
                for member in tokens.members {
                    guard let id = member.name.withByteView({ $0.placeNumber }), id <= Vocabulary.highestToken,
                        let text = member.value["content"]?.string
                    else {
                        throw FileError(
                            .notThisFormat, "read", config,
                            cause: "added_tokens_decoder.\(member.name): expected a number with a token's content")
                    }
                    control.append((text, UInt32(id)))
                }
                return ControlTokens(control)
            }
        }
        if let own = model.control { return ControlTokens(own) }
        let first = UInt32(model.vocabulary.highest + 1)
        return ControlTokens(ControlTokens.ofQwen.enumerated().map { ($1, first + UInt32($0)) })
    }

    static func json(_ path: String) throws(FileError) -> JSON {
        let text = try InputFile.contents(of: path)
        do {
            return try text.withByteView { try JSON(parsing: $0) }
        } catch {
            let error = error as? JSONError
            throw FileError(
                .notThisFormat, "read", path, cause: "byte \(error?.offset ?? 0): \(error?.reason ?? "no JSON")")
        }
    }
}
