import Bytes
import Files
import Messages
import Tokenizer

/// `curate tokens`: counts or encodes the tokens of a text as Qwen2.5 does.
enum TokensCommand: Command {
    static let name = "tokens"
    static let summary = "counts the Qwen2.5 tokens of a text file or of a field of JSONL rows"
    static let operands = Operands.one("FILE")
    static let options: [Option] = [.tokenizer, .field, .ids, .special]
    static let commonOptions: [Option] = [.threads, .json, .help, .version]
    static let discussion = """
        Prints how many tokens the text of FILE has; - stands for standard input. With --field, FILE is JSONL, and
        each of its rows gives a line: the count of that field's text, or of its texts joined by line breaks; null
        counts 0. With --ids it prints the tokens themselves. DIR is a folder with tokenizer.json, with vocab.json
        and merges.txt, or with a .tiktoken file, or such a file.
        """
    static let examples = [
        Example(
            "curate tokens --tokenizer Qwen2.5 --field thinking_trajectories data/runs/s1K/ingest/pool.jsonl",
            "the length of every trace of a run's pool")
    ]

    static func run(_ arguments: Arguments) throws {
        let path = try arguments.required(.tokenizer, of: Self.self)
        guard let file = arguments.words.first else {
            throw CurationError.usage("tokens needs a file; - stands for standard input")
        }
        let tokenizer = try Tokenizer(path)
        if let field = arguments[.field] {
            try printField(field, of: file, tokenizer, arguments)
        } else {
            try printText(of: file, tokenizer, arguments)
        }
    }

    private static func printField(
        _ field: String, of file: String, _ tokenizer: Tokenizer, _ arguments: Arguments
    ) throws {
        let tokens = FieldTokens(
            tokenizer, field: field, wantsTokens: arguments.has(.ids), special: arguments.has(.special),
            writesLists: arguments.has(.json))
        let threads = try arguments.threads()
        if file == "-" {
            let text = try StandardInput.contents()
            try tokens.read(text, named: "standard input", threads: threads) { try Terminal.write(jsonLines: $0) }
        } else {
            try tokens.read(file, threads: threads) { try Terminal.write(jsonLines: $0) }
        }
    }

    private static func printText(of file: String, _ tokenizer: Tokenizer, _ arguments: Arguments) throws {
        let text = try contents(of: file)
        let special = arguments.has(.special)
        let encoder = TokenEncoder(tokenizer)
        guard arguments.has(.ids) else {
            let count = text.withByteView { encoder.count($0, special: special) }
            return try arguments.show(TokenCountAnswer(count: count))
        }
        // Written directly: a JSON value for each token of a long text would take too much memory.
        var tokens: [UInt32] = []
        text.withByteView { encoder.encode($0, special: special, into: &tokens) }
        var line: [UInt8] = []
        if arguments.has(.json) { line.append("{\"ids\":[") }
        line.append(tokens: tokens)
        if arguments.has(.json) { line.append("]}") }
        line.append(0x0A)
        try Terminal.write(jsonLines: line)
    }

    /// Returns the text of a file or of standard input.
    ///
    /// Throws `CurationError.failed` when it is not UTF-8.
    private static func contents(of file: String) throws -> [UInt8] {
        let most = TokenEncoder.longestText
        let text =
            file == "-" ? try StandardInput.contents(atMost: most) : try InputFile.contents(of: file, atMost: most)
        guard let fault = text.withByteView({ UTF8Check.firstFault($0) }) else { return text }
        let byte = String(text[fault], radix: 16, uppercase: true)
        let line = text.withByteView { $0[..<fault].count(of: 0x0A) } + 1
        throw CurationError.failed(
            "\(file == "-" ? "standard input" : file): byte \(fault), in line \(line), is "
                + "0x\(byte.count < 2 ? "0" : "")\(byte) where UTF-8 has no such byte; a text in UTF-8 is right")
    }
}

extension Option {
    fileprivate static let tokenizer = Option(
        "tokenizer", value: "DIR", isRequired: true, "the folder or file of Qwen2.5's vocabulary")
    fileprivate static let field = Option(
        "field", value: "NAME", "a line for each row of a JSONL file: that of its field of this name")
    fileprivate static let ids = Option("ids", "the tokens, with commas between, in place of their number")
    fileprivate static let special = Option(
        "special", "takes what is written like a control token, such as <|im_end|>, for that token")
}
