import Bytes
import Files
import Foundation
import TestSupport
import Testing

@testable import Tokenizer

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
        "expected a folder with tokenizer.json, with vocab.json and merges.txt, or with one *.tiktoken, or such a file; "
        + "those of Qwen2.5 are in the repository of each of its models, such as Qwen/Qwen2.5-7B-Instruct"

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
