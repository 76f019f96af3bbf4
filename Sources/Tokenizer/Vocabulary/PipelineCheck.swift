import Bytes
import Files

/// Checks that a `tokenizer.json` describes the algorithm of this module, since counts would otherwise be wrong without
/// notice.
struct PipelineCheck {
    private let path: String
    /// The whole document, and its section `model`.
    private let root: JSONIndex
    private let model: JSONIndex

    init(_ path: String, _ root: JSONIndex, model: JSONIndex) {
        self.path = path
        self.root = root
        self.model = model
    }

    /// Throws `FileError` for the first setting that differs from Qwen2's.
    func check() throws(FileError) {
        let normalizer = value("normalizer")
        try demand("normalizer.type", normalizer["type"], "NFC")
        var steps = value("pre_tokenizer")["pretokenizers"]?.list ?? []
        guard steps.count == 2 else {
            throw fault("pre_tokenizer.pretokenizers", .list(steps), "a Split and a ByteLevel")
        }
        let (split, byteLevel) = (steps.removeFirst(), steps.removeFirst())
        try demand("pre_tokenizer.pretokenizers.0.type", split["type"], "Split")
        try demand(
            "pre_tokenizer.pretokenizers.0.pattern.Regex", split["pattern"]?["Regex"], .string(PieceSplitter.pattern))
        try demand("pre_tokenizer.pretokenizers.0.behavior", split["behavior"], "Isolated")
        try demand("pre_tokenizer.pretokenizers.0.invert", split["invert"] ?? false, false)
        try demand("pre_tokenizer.pretokenizers.1.type", byteLevel["type"], "ByteLevel")
        try demand("pre_tokenizer.pretokenizers.1.add_prefix_space", byteLevel["add_prefix_space"], false)
        try demand("pre_tokenizer.pretokenizers.1.use_regex", byteLevel["use_regex"], false)
        try checkModel()
    }

    /// Checks the model's settings; its vocabulary and merges are not parsed into trees.
    private func checkModel() throws(FileError) {
        func setting(_ name: StaticString) -> JSON {
            model.value(named: ByteView(name)).flatMap { try? JSON($0) } ?? .null
        }
        if setting("type") != .null { try demand("model.type", setting("type"), "BPE") }
        for name in ["dropout", "unk_token"] as [StaticString] where setting(name) != .null {
            throw fault("model.\(name)", setting(name), "null")
        }
        for name in ["continuing_subword_prefix", "end_of_word_suffix"] as [StaticString] {
            let found = setting(name)
            if found != .null, found != "" { throw fault("model.\(name)", found, "an empty text") }
        }
        if setting("byte_fallback") == true { throw fault("model.byte_fallback", true, "false") }
    }

    private func value(_ name: String) -> JSON {
        name.withByteView { root.value(named: $0) }.flatMap { try? JSON($0) } ?? .null
    }

    private func demand(_ key: String, _ found: JSON?, _ wanted: JSON) throws(FileError) {
        if found != wanted { throw fault(key, found ?? .null, wanted.compactText) }
    }

    private func fault(_ key: String, _ found: JSON, _ wanted: String) -> FileError {
        let text = found.compactText
        let shown = text.utf8.count > 120 ? String(text.prefix(120)) + "..." : text
        return FileError(
            .notThisFormat, "read", path,
            cause: "\(key.isEmpty ? "" : key + ": ")found \(shown); expected \(wanted), as in Qwen2.5")
    }
}
