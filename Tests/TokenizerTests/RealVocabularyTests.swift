import Bytes
import Files
import Foundation
import TestSupport
import Testing

@testable import Tokenizer

@Suite("Qwen2.5's vocabulary", .enabled(if: realVocabulary != nil, "needs Qwen2.5's vocabulary: QWEN_TOKENIZER"))
struct RealVocabularyTests {
    private let vocabulary = realVocabulary ?? ""

    @Test("the published test vectors")
    func vectors() throws {
        let encoder = TokenEncoder(try Tokenizer(vocabulary))
        let texts = String(decoding: try InputFile.contents(of: vocabulary + "/qwen2_vectors.inp"), as: UTF8.self)
            .components(separatedBy: "\n__ggml_vocab_test__\n")
        let expected = String(decoding: try InputFile.contents(of: vocabulary + "/qwen2_vectors.out"), as: UTF8.self)
            .components(separatedBy: "\n")
        #expect(texts.count == 47)
        for (text, line) in zip(texts, expected) {
            #expect(encoder.tokens(of: text) == line.split(separator: " ").compactMap { UInt32($0) })
        }
    }

    @Test("the counts that an inference engine reported, with the end token")
    func completions() throws {
        let encoder = TokenEncoder(try Tokenizer(vocabulary))
        let rows = try InputFile.contents(of: vocabulary + "/completion_tokens.jsonl").split(separator: 0x0A)
            .map { try json(Array($0)) }
        #expect(rows.count == 500)
        let agreeing = rows.count { row in
            encoder.tokens(of: (row["text"]?.string ?? "") + "<|im_end|>", special: true).count
                == row["completion_tokens"]?.integer
        }
        #expect(agreeing >= 490)
    }

    @Test("the recorded lengths of traces")
    func traces() throws {
        let tokenizer = try Tokenizer(vocabulary)
        let path = (vocabulary as NSString).deletingLastPathComponent + "/recordings/traces.jsonl"
        guard Folder.hasFile(path) else { return }
        var counts: [UInt8] = []
        try FieldTokens(tokenizer, field: "thinking_trajectories", wantsTokens: false, special: false)
            .read(path, threads: 2) { counts += $0 }
        let rows = try InputFile.contents(of: path).split(separator: 0x0A).map { try json(Array($0)) }
        let found = counts.split(separator: 0x0A).map { Int(String(decoding: $0, as: UTF8.self)) }
        #expect(found == rows.map { $0["trace_tokens"]?.integer })
    }
}
