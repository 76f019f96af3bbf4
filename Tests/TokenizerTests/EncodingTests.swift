import Bytes
import Files
import Foundation
import TestSupport
import Testing

@testable import Tokenizer

@Suite("Pieces and tokens")
struct EncodingTests {
    private static func pieces(_ text: String) -> [String] {
        text.withByteView { view in
            let splitter = PieceSplitter(view.buffer, CharacterTable.shared)
            var pieces: [String] = []
            var start = 0
            while start < view.count {
                let end = splitter.endOfPiece(at: start)
                pieces.append(view[start..<end].text)
                start = end
            }
            return pieces
        }
    }

    @Test(
        "a text and its pieces",
        arguments: [
            ("", []), ("Hello world", ["Hello", " world"]), ("Hello, world!", ["Hello", ",", " world", "!"]),
            ("we'll", ["we", "'ll"]), ("WE'LLx", ["WE", "'LL", "x"]), ("it'\u{17F}x", ["it", "'\u{17F}", "x"]),
            ("'quoted'", ["'quoted", "'"]), ("'tis", ["'t", "is"]), ("can 'd", ["can", " '", "d"]),
            ("x12 34", ["x", "1", "2", " ", "3", "4"]), ("(a)(b)", ["(a", ")(", "b", ")"]),
            ("a  b", ["a", " ", " b"]), ("a   ", ["a", "   "]), ("a \n b", ["a", " \n", " b"]),
            ("a\n\n  b", ["a", "\n\n", " ", " b"]), ("a \n  \n  b", ["a", " \n  \n", " ", " b"]),
            ("a.\n\nb", ["a", ".\n\n", "b"]), ("a ...\r\n b", ["a", " ...\r\n", " b"]), ("\tb", ["\tb"]),
            ("\t\tb", ["\t", "\tb"]), ("\t.", ["\t", "."]), ("\u{A0}b", ["\u{A0}b"]), ("\u{3000}.", ["\u{3000}", "."]),
            ("\nb", ["\n", "b"]), ("e\u{301}x", ["e", "\u{301}x"]), ("中文字", ["中文字"]), ("一2", ["一", "2"]),
            ("½²", ["½", "²"]), ("  1", [" ", " ", "1"]), ("😀a", ["😀a"]), ("😀 a", ["😀", " a"]), ("_a_", ["_a", "_"]),
        ] as [(String, [String])])
    func splitting(_ text: String, _ expected: [String]) {
        #expect(Self.pieces(text).map { Array($0.utf8) } == expected.map { Array($0.utf8) })
    }

    @Test("the pieces of any text are the text")
    func covering() {
        var texts = HardTexts(seed: 3)
        for _ in 0..<500 {
            let text = texts.next()
            #expect(Self.pieces(text).flatMap { Array($0.utf8) } == Array(text.utf8))
        }
    }

    @Test(
        "the small vocabulary in each format gives what its witness recorded",
        arguments: ["vocab.json", "merges.txt", "tokenizer.json", "small.tiktoken"])
    func recorded(_ file: String) throws {
        let encoder = TokenEncoder(try Tokenizer(fixtures + "/" + file))
        let cases = try json(try InputFile.contents(of: fixtures + "/expected.json")).list ?? []
        #expect(cases.count > 30)
        for entry in cases {
            let text = entry["text"]?.string ?? "?"
            let expected = entry["ids"]?.list?.compactMap(\.integer).map { UInt32($0) }
            // The second time the pieces are remembered.
            for _ in 0..<2 {
                #expect(encoder.tokens(of: text) == expected, "\(text.debugDescription)")
                #expect(text.withByteView { encoder.count($0) } == expected?.count)
            }
        }
    }

    @Test("control tokens are text unless they are asked for, and then the longest that fits")
    func control() throws {
        let encoder = TokenEncoder(try Tokenizer(fixtures + "/tokenizer.json"))
        let first = UInt32(try Tokenizer(fixtures).count)
        let text = "<|im_start|>the<|im_end|><|im_end"
        let word = encoder.tokens(of: "the")
        #expect(
            encoder.tokens(of: text, special: true) == [first + 1] + word + [first + 2] + encoder.tokens(of: "<|im_end")
        )
        #expect(!encoder.tokens(of: text).contains { $0 >= first })
        // What the files do not name is Qwen2.5's, behind the last token.
        let bare = TokenEncoder(try Tokenizer(fixtures + "/vocab.json"))
        #expect(bare.tokens(of: "<|endoftext|></tool_call>", special: true) == [first, first + 15])
        let control = ControlTokens([("<a", 1), ("<ab>", 2), ("", 3)])
        "x<<ab><a".withByteView { text in
            #expect(control.first(in: text, from: 0)?.token == 2)
            #expect(control.first(in: text, from: 3)?.token == 1)
            #expect(control.first(in: text, from: 7) == nil)
        }
    }

    @Test("long pieces, merged with a heap, give what the plain rule gives")
    func longPieces() throws {
        let tokenizer = try Tokenizer(fixtures)
        var merger = PieceMerger(tokenizer.merges, byteTokens: tokenizer.byteTokens)
        var random = SeededRandom(5)
        let letters = Array("thenaio ".utf8)
        for length in [1, 2, 3, 47, 48, 49, 50, 64, 100, 333, 1000] {
            for width in [1, 2, 8] {
                let piece = (0..<length).map { _ in letters[random.below(width)] }
                piece.withByteView { merger.merge($0) }
                #expect(merger.tokens == Self.plain(piece, tokenizer), "\(length) bytes of \(width) letters")
            }
        }
    }

    /// The rule word for word: the first of the pairs of lowest rank merges, until there is none.
    private static func plain(_ piece: [UInt8], _ tokenizer: Tokenizer) -> [UInt32] {
        var tokens = piece.map { tokenizer.byteTokens[Int($0)] }
        while true {
            let merges = zip(tokens, tokens.dropFirst()).map { tokenizer.merges.merge($0, $1) }
            guard let lowest = merges.min(), lowest != MergeTable.none, let place = merges.firstIndex(of: lowest) else {
                return tokens
            }
            tokens.replaceSubrange(place...place + 1, with: [UInt32(truncatingIfNeeded: lowest)])
        }
    }

    @Test("a million equal letters")
    func million() throws {
        let encoder = TokenEncoder(try Tokenizer(fixtures))
        let short = encoder.tokens(of: String(repeating: "a", count: 1 << 10))
        let long = encoder.tokens(of: String(repeating: "a", count: 1 << 20))
        #expect(long.count == short.count << 10)
        #expect(Set(long) == Set(short))
    }
}

@Suite("Loading a tokenizer")
struct LoadingTests {
    private let folder = TemporaryFolder()

    private func failure(_ path: String) -> String {
        do {
            _ = try Tokenizer(path)
            return "none"
        } catch {
            return error.cause
        }
    }

    private static let wanted =
        "expected a folder with tokenizer.json, with vocab.json and merges.txt, or with one *.tiktoken, or such a file"

    @Test("a folder's tokenizer.json comes before its vocab.json and merges.txt, and these before its .tiktoken")
    func choice() throws {
        #expect(try Tokenizer(fixtures).files == [fixtures + "/tokenizer.json"])
        try folder.copy("small.tiktoken")
        #expect(try Tokenizer(folder.path).files == [folder.path + "/small.tiktoken"])
        try folder.copy("vocab.json")
        #expect(try Tokenizer(folder.path).files == [folder.path + "/small.tiktoken"])
        try folder.copy("merges.txt")
        folder.write("tokenizer_config.json", "{\"added_tokens_decoder\":{\"900\":{\"content\":\"<s>\"}}}")
        let tokenizer = try Tokenizer(folder.path)
        #expect(
            tokenizer.files == ["vocab.json", "merges.txt", "tokenizer_config.json"].map { folder.path + "/" + $0 })
        #expect(TokenEncoder(tokenizer).tokens(of: "<s>", special: true) == [900])
    }

    @Test("a control token's number is decimal digits", arguments: ["+900", "0900", "0x9", "", "268435456", "-1"])
    func controlNumbers(_ number: String) throws {
        let folder = TemporaryFolder()
        try folder.copy("vocab.json")
        try folder.copy("merges.txt")
        folder.write("tokenizer_config.json", "{\"added_tokens_decoder\":{\"\(number)\":{\"content\":\"<s>\"}}}")
        let error = #expect(throws: FileError.self) { try Tokenizer(folder.path) }
        #expect(error?.cause == "added_tokens_decoder.\(number): expected a number with a token's content")
    }

    @Test("what is no tokenizer is refused in words")
    func noTokenizer() throws {
        #expect(failure(folder.path + "/x") == "there is no such file or folder; " + Self.wanted)
        #expect(failure(folder.path) == "it has no tokenizer; " + Self.wanted)
        #expect(failure(folder.write("x.txt", "")) == "it is not a tokenizer; " + Self.wanted)
        try folder.copy("small.tiktoken", as: "a.tiktoken")
        try folder.copy("small.tiktoken", as: "b.tiktoken")
        #expect(failure(folder.path) == "it has 2 files *.tiktoken; " + Self.wanted)
    }

    @Test(
        "a fault of a file is named with its line or key",
        arguments: [
            ("merges.txt", "#version: 0.2\nt h\nt  h\n", "line 3: expected two tokens separated by a space"),
            (
                "merges.txt", "t h\nth q\n",
                "line 2: the vocabulary lacks one of the tokens, or what they merge into"
            ),
            ("vocab.json", "[1]", "expected an object of tokens and their numbers"),
            ("vocab.json", "{\"a\": -1}", "a: expected a whole number from 0 to 268435455"),
            ("vocab.json", "{\"a b\": 1}", "a b: the token is not written in the byte-level alphabet"),
            ("vocab.json", "{\"a\": 1", "byte 7: invalid JSON: the text ends too early"),
            ("vocab.json", "{\"a\": 1, \"a\": 2}", "a: the token is given twice"),
            ("vocab.json", "{\"a\": 1}", "no token is the byte 0x0; expected a byte-level vocabulary"),
            ("x.tiktoken", "IQ== 0\nI=Q= 1\n", "line 2: expected a token in base 64, a space and its number"),
            ("x.tiktoken", "IQ== 0\nIQ== 1\n", "line 2: the token is already in an earlier line"),
        ])
    func faults(_ name: String, _ text: String, _ expected: String) throws {
        if name != "x.tiktoken" {
            for file in ["vocab.json", "merges.txt"] where file != name { try folder.copy(file) }
        }
        if name == "vocab.json" { folder.write("merges.txt", "") }
        folder.write(name, text)
        #expect(failure(folder.path) == expected)
    }

    @Test(
        "a tokenizer.json that is another than Qwen2's is refused",
        arguments: [
            (
                "\"type\": \"NFC\"", "\"type\": \"NFKC\"",
                "normalizer.type: found \"NFKC\"; expected \"NFC\", as in Qwen2.5"
            ),
            (
                "\"behavior\": \"Isolated\"", "\"behavior\": \"Removed\"",
                "pre_tokenizer.pretokenizers.0.behavior: found \"Removed\"; expected \"Isolated\", as in Qwen2.5"
            ),
            (
                "\"use_regex\": false", "\"use_regex\": true",
                "pre_tokenizer.pretokenizers.1.use_regex: found true; expected false, as in Qwen2.5"
            ),
            (
                "\"type\": \"BPE\"", "\"type\": \"Unigram\"",
                "model.type: found \"Unigram\"; expected \"BPE\", as in Qwen2.5"
            ),
            (
                "\"unk_token\": null", "\"unk_token\": \"<unk>\"",
                "model.unk_token: found \"<unk>\"; expected null, as in Qwen2.5"
            ),
        ])
    func otherPipeline(_ text: String, _ other: String, _ expected: String) throws {
        let whole = String(decoding: try InputFile.contents(of: fixtures + "/tokenizer.json"), as: UTF8.self)
        #expect(failure(folder.write("tokenizer.json", whole.replacingOccurrences(of: text, with: other))) == expected)
    }

    @Test("one number a digit: another pattern is refused")
    func otherPattern() throws {
        let whole = String(decoding: try InputFile.contents(of: fixtures + "/tokenizer.json"), as: UTF8.self)
        folder.write("tokenizer.json", whole.replacingOccurrences(of: "|\\\\p{N}|", with: "|\\\\p{N}{1,3}|"))
        #expect(failure(folder.path).hasPrefix("pre_tokenizer.pretokenizers.0.pattern.Regex: found \"(?i:'s|'t"))
    }

    @Test("every control token begins with the only < that it has")
    func controlTokens() {
        #expect(Tokenizer.controlTokens.count == 22)
        #expect(Tokenizer.controlTokens.allSatisfy { $0.hasPrefix("<") && $0.utf8.count(where: { $0 == 0x3C }) == 1 })
    }
}
