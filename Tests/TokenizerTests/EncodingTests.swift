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
