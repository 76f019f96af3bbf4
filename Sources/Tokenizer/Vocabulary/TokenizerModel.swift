import Bytes
import Files

/// The vocabulary and the merges, read from one of three formats.
struct TokenizerModel {
    private(set) var vocabulary: Vocabulary
    private(set) var merges: MergeTable
    /// The token of every byte, set by `check`.
    private(set) var byteTokens: [UInt32] = []
    private(set) var takesWholePieces = false
    /// The control tokens in the file itself, or nil.
    private(set) var control: [(text: String, id: UInt32)]?

    /// Finds the token of every byte.
    ///
    /// Throws `FileError` if a byte has none, since the vocabulary could not encode all texts.
    mutating func check(_ path: String) throws(FileError) {
        for byte in UInt8.min...UInt8.max {
            guard let token = [byte].withByteView({ vocabulary.token(of: $0) }) else {
                throw Self.fault(
                    path, "no token is the byte 0x\(String(byte, radix: 16)); expected a byte-level vocabulary")
            }
            byteTokens.append(token)
        }
    }

    private static func fault(_ path: String, _ cause: String) -> FileError {
        FileError(.notThisFormat, "read", path, cause: cause)
    }

    // MARK: - vocab.json and merges.txt

    /// Reads a `vocab.json`, an object of tokens and their ids, and a `merges.txt`, with a pair of tokens per line in
    /// order of precedence.
    init(vocabulary path: String, merges mergesPath: String) throws(FileError) {
        let text = try InputFile.contents(of: path)
        vocabulary = try text.withByteView { (view) throws(FileError) in
            try Self.vocabulary(try Self.index(view, path), path, "")
        }
        let lines = try InputFile.contents(of: mergesPath)
        merges = MergeTable(capacity: lines.withByteView { $0.count(of: 0x0A) } + 1)
        let (vocabulary, merges) = (vocabulary, merges)
        var adder = MergeAdder()
        try Self.forEachLine(of: lines, mergesPath) { line in
            let merge = line.last == 0x0D ? line[..<(line.count - 1)] : line
            return merge.isEmpty || merge.starts(with: ByteView("#version"))
                ? nil : adder.add(merge, vocabulary, merges)
        }
    }

    /// Calls `read` with each line; it returns the fault of the line, or nil.
    private static func forEachLine(
        of text: [UInt8], _ path: String, _ read: (ByteView) -> String?
    ) throws(FileError) {
        try text.withByteView { (text) throws(FileError) in
            var (start, line) = (0, 0)
            while start < text.count {
                let end = text.firstIndex(of: 0x0A, from: start) ?? text.count
                line += 1
                if let fault = read(text[start..<end]) { throw Self.fault(path, "line \(line): \(fault)") }
                start = end + 1
            }
        }
    }

    // MARK: - tokenizer.json

    /// Reads a `tokenizer.json` of Hugging Face's `tokenizers`: vocabulary, merges and added tokens.
    ///
    /// It first checks that normalization and pre-tokenization are Qwen2's.
    init(wholeJSON path: String) throws(FileError) {
        let text = try InputFile.contents(of: path)
        self = try text.withByteView { (view) throws(FileError) in try TokenizerModel(wholeJSON: view, path) }
    }

    private init(wholeJSON text: ByteView, _ path: String) throws(FileError) {
        let root = try Self.index(text, path)
        let model = try Self.section("model", of: root, path)
        try PipelineCheck(path, root, model: model).check()
        vocabulary = try Self.vocabulary(try Self.section("vocab", of: model, path), path, "model.vocab.")
        guard let list = model.value(named: ByteView("merges")), list.kind == .list else {
            throw Self.fault(path, "model.merges: expected a list")
        }
        let pairs = try Self.index(list.bytes, path)
        merges = MergeTable(capacity: pairs.fields.count)
        takesWholePieces = model.value(named: ByteView("ignore_merges"))?.kind == .true
        var adder = MergeAdder()
        var decoded: [UInt8] = []
        for (number, field) in pairs.fields.enumerated() {
            guard Self.readMerge(field.value, into: &decoded) else {
                throw Self.fault(path, "model.merges.\(number): expected two tokens")
            }
            if let fault = decoded.withByteView({ adder.add($0, vocabulary, merges) }) {
                throw Self.fault(path, "model.merges.\(number): \(fault)")
            }
        }
        control = try Self.addedTokens(of: root, path)
    }

    /// Decodes two tokens, separated by a space, from a string of that form or a list of two strings; returns false for
    /// other values.
    private static func readMerge(_ value: FieldValue, into decoded: inout [UInt8]) -> Bool {
        decoded.removeAll(keepingCapacity: true)
        if value.kind == .string {
            decoded.append(text: value)
            return true
        }
        guard value.kind == .list else { return false }
        var offset = 0
        for place in 0..<2 {
            guard let quote = value.bytes.firstIndex(of: UInt8(ascii: "\""), from: offset) else { return false }
            let end = JSONIndex.endOfString(value.bytes, openedAt: quote)
            if place > 0 { decoded.append(0x20) }
            decoded.append(text: FieldValue(.string, value.bytes[(quote + 1)..<end]))
            offset = end + 1
        }
        return value.bytes[offset...].trimmed == "]"
    }

    private static func addedTokens(of root: JSONIndex, _ path: String) throws(FileError) -> [(String, UInt32)]? {
        guard let added = root.value(named: ByteView("added_tokens")), let list = try? JSON(added).list else {
            return nil
        }
        var tokens: [(String, UInt32)] = []
        for (number, token) in list.enumerated() {
            guard let text = token["content"]?.string, let id = token["id"]?.integer, id >= 0,
                id <= Vocabulary.highestToken
            else { throw fault(path, "added_tokens.\(number): expected a token with content and id") }
            tokens.append((text, UInt32(id)))
        }
        return tokens
    }

    private static func index(_ text: ByteView, _ path: String) throws(FileError) -> JSONIndex {
        // Duplicate tokens are detected when they are inserted.
        var index = JSONIndex(checksNames: false)
        do throws(JSONError) {
            try index.index(text)
        } catch {
            throw fault(path, "byte \(error.offset): \(error.reason)")
        }
        return index
    }

    private static func section(_ name: StaticString, of index: JSONIndex, _ path: String) throws(FileError)
        -> JSONIndex
    {
        guard let value = index.value(named: ByteView(name)), value.kind == .object else {
            throw fault(path, "\(name): expected an object")
        }
        return try self.index(value.bytes, path)
    }

    /// Reads the tokens of an object, whose names they are.
    private static func vocabulary(_ index: JSONIndex, _ path: String, _ prefix: String) throws(FileError) -> Vocabulary
    {
        guard index.root.kind == .object else { throw fault(path, "expected an object of tokens and their numbers") }
        let alphabet = ByteAlphabet()
        var vocabulary = Vocabulary(capacity: index.fields.count)
        var decoded: [UInt8] = []
        for field in index.fields {
            guard field.value.kind == .number, let id = field.value.bytes.placeNumber, id <= Vocabulary.highestToken
            else {
                throw fault(
                    path, "\(prefix)\(field.name.text): expected a whole number from 0 to \(Vocabulary.highestToken)")
            }
            guard alphabet.decode(field.name, into: &decoded) else {
                throw fault(path, "\(prefix)\(field.name.text): the token is not written in the byte-level alphabet")
            }
            guard decoded.withByteView({ vocabulary.insert($0, id: UInt32(id)) }) else {
                throw fault(path, "\(prefix)\(field.name.text): the token is given twice")
            }
        }
        return vocabulary
    }

    // MARK: - Ranks

    /// Reads a `.tiktoken` file: a line for each token, with its bytes in base 64, a space and its id, which is also
    /// its rank.
    init(ranks path: String) throws(FileError) {
        let text = try InputFile.contents(of: path)
        var vocabulary = Vocabulary(capacity: text.withByteView { $0.count(of: 0x0A) } + 1)
        var decoded: [UInt8] = []
        try Self.forEachLine(of: text, path) { line in
            let words = line.trimmed
            if words.isEmpty { return nil }
            guard let space = words.firstIndex(of: 0x20), let id = words[(space + 1)...].placeNumber,
                id <= Vocabulary.highestToken, Base64.decode(words[..<space], into: &decoded)
            else { return "expected a token in base 64, a space and its number" }
            guard decoded.count <= Vocabulary.longestRank else {
                return "a token of \(decoded.count) bytes; expected at most \(Vocabulary.longestRank)"
            }
            return decoded.withByteView({ vocabulary.insert($0, id: UInt32(id)) })
                ? nil : "the token is already in an earlier line"
        }
        self.vocabulary = vocabulary
        // Two tokens merge if their concatenation is a token.
        let pairs = vocabulary.pairs()
        merges = MergeTable(capacity: pairs.count)
        for pair in pairs { merges.insert(pair.left, pair.right, rank: pair.whole, merged: pair.whole) }
        takesWholePieces = true
    }
}

/// Adds merges to a table in order of precedence.
private struct MergeAdder {
    private let alphabet = ByteAlphabet()
    private var rank: UInt32 = 0
    private var merged: [UInt8] = []

    /// Adds a merge, two tokens of the byte-level alphabet separated by a space; returns its fault, or nil.
    mutating func add(_ merge: ByteView, _ vocabulary: Vocabulary, _ merges: MergeTable) -> String? {
        guard let space = merge.firstIndex(of: 0x20), merge.firstIndex(of: 0x20, from: space + 1) == nil else {
            return "expected two tokens separated by a space"
        }
        guard alphabet.decode(merge[..<space], into: &merged) else {
            return "the tokens are not written in the byte-level alphabet"
        }
        let leftCount = merged.count
        guard alphabet.append(merge[(space + 1)...], to: &merged) else {
            return "the tokens are not written in the byte-level alphabet"
        }
        return merged.withByteView { bytes in
            guard let left = vocabulary.token(of: bytes[..<leftCount]),
                let right = vocabulary.token(of: bytes[leftCount...]), let whole = vocabulary.token(of: bytes)
            else { return "the vocabulary lacks one of the tokens, or what they merge into" }
            merges.insert(left, right, rank: rank, merged: whole)
            rank += 1
            return nil
        }
    }
}

extension Vocabulary {
    /// Returns all pairs of tokens whose concatenation is a token.
    fileprivate func pairs() -> [(left: UInt32, right: UInt32, whole: UInt32)] {
        var pairs: [(UInt32, UInt32, UInt32)] = []
        forEach { token, whole in
            for cut in 1..<max(1, token.count) {
                if let left = self.token(of: token[..<cut]), let right = self.token(of: token[cut...]) {
                    pairs.append((left, right, whole))
                }
            }
        }
        return pairs
    }
}

/// The decoder for base 64 (RFC 4648, section 4).
private enum Base64 {
    private static let values: [Int8] = {
        var values = [Int8](repeating: -1, count: 256)
        for (value, byte) in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8.enumerated() {
            values[Int(byte)] = Int8(value)
        }
        return values
    }()

    /// Decodes a text, replacing the contents of the buffer; returns false if it is not base 64.
    static func decode(_ text: ByteView, into decoded: inout [UInt8]) -> Bool {
        decoded.removeAll(keepingCapacity: true)
        var count = text.count
        guard count > 0, count % 4 == 0 else { return false }
        while count > text.count - 2, text[count - 1] == UInt8(ascii: "=") { count -= 1 }
        var (bits, held) = (UInt32(0), 0)
        for byte in text[..<count].buffer {
            let value = values[Int(byte)]
            guard value >= 0 else { return false }
            bits = bits << 6 | UInt32(value)
            held += 6
            if held >= 8 {
                held -= 8
                decoded.append(UInt8(truncatingIfNeeded: bits >> UInt32(held)))
            }
        }
        return true
    }
}
