import Bytes
import Files
import Foundation
import TestSupport
import Testing

@testable import Tokenizer

@Suite("Against others")
struct WitnessTests {
    private static let script =
        ((#filePath as NSString).deletingLastPathComponent as NSString)
        .appendingPathComponent("Witnesses/tokenizers_witness.py")

    /// Compares the tokens of hard texts with those of Hugging Face's `tokenizers`.
    private func compare(_ vocabulary: String, count: Int, seed: UInt64) throws {
        let folder = TemporaryFolder()
        var source = HardTexts(seed: seed)
        let texts = (0..<count).map { _ in source.next() }
        let input = folder.write("texts", texts.map { JSON.string($0).compactText + "\n" }.joined())
        let witness = try Shell.run("'\(python ?? "python3")' '\(Self.script)' '\(vocabulary)'", input: input)
        try #require(witness.status == 0)
        let lines = witness.output.split(separator: 0x0A)
        try #require(lines.count == texts.count)
        let encoder = TokenEncoder(try Tokenizer(vocabulary + "/vocab.json"))
        for (text, line) in zip(texts, lines) {
            let expected = try json(Array(line)).list?.compactMap(\.integer).map { UInt32($0) }
            if encoder.tokens(of: text) != expected { Issue.record("\(text.debugDescription)") }
        }
    }

    @Test(
        "random Unicode, code, long runs and broken text: the small vocabulary",
        .enabled(if: python != nil, "needs Python's tokenizers"), arguments: [1, 2] as [UInt64])
    func small(_ seed: UInt64) throws { try compare(fixtures, count: 2000, seed: seed) }

    @Test(
        "random Unicode, code, long runs and broken text: Qwen2.5's vocabulary",
        .enabled(if: python != nil && realVocabulary != nil, "needs Python's tokenizers and Qwen2.5's vocabulary"),
        arguments: [3, 4] as [UInt64])
    func real(_ seed: UInt64) throws { try compare(try #require(realVocabulary), count: 3000, seed: seed) }
}
