import Bytes
import Files
import Foundation
import TestSupport
import Testing

@testable import Tokenizer

/// The folder of the small vocabulary, which `Witnesses/tokenizers_witness.py` trains.
let fixtures = (Bundle.module.resourcePath ?? "") + "/Fixtures"

/// Qwen2.5's own vocabulary: where the environment variable QWEN_TOKENIZER leads, or beside the package; nil elsewhere.
let realVocabulary: String? = {
    let package = (0..<3).reduce(#filePath as NSString) { path, _ in path.deletingLastPathComponent as NSString }
    let places =
        [ProcessInfo.processInfo.environment["QWEN_TOKENIZER"]].compactMap(\.self)
        + [package.appendingPathComponent("../shared/realpool/tokenizer")]
    return places.first { FileManager.default.fileExists(atPath: $0 + "/vocab.json") }
}()

/// Python 3 with the package `tokenizers`: the environment variable PYTHON, or what is called python3; nil elsewhere.
let python: String? = {
    let names = [ProcessInfo.processInfo.environment["PYTHON"]].compactMap(\.self) + ["python3"]
    return names.first { name in
        (try? Shell.run("'\(name)' -c 'import tokenizers'"))?.status == 0
    }
}()

enum Shell {
    /// Runs a line of the shell with a file for its input; returns its status and what it printed.
    static func run(_ line: String, input: String = "/dev/null") throws -> (status: Int32, output: [UInt8]) {
        let folder = TemporaryFolder()
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", "(\(line)) <'\(input)' >'\(folder.path)/out' 2>/dev/null"]
        try process.run()
        process.waitUntilExit()
        return (process.terminationStatus, try InputFile.contents(of: folder.path + "/out"))
    }
}

extension TemporaryFolder {
    /// Copies a file of the fixtures, under another name where one is given.
    func copy(_ name: String, as other: String? = nil) throws {
        try FileManager.default.copyItem(atPath: fixtures + "/" + name, toPath: path + "/" + (other ?? name))
    }
}

extension TokenEncoder {
    /// The tokens of a text.
    func tokens(of text: String, special: Bool = false) -> [UInt32] {
        var tokens: [UInt32] = []
        text.withByteView { encode($0, special: special, into: &tokens) }
        return tokens
    }
}

/// Texts that are hard to tokenize: every class of characters side by side, marks out of order, long runs, code.
struct HardTexts {
    private var random: SeededRandom
    private let marks: [UInt32]
    private let pieces = [
        "'s", "'LL", "'re", "'\u{17F}", "'D", "\r\n", "\n\n", "  ", " '", "\t", "\n", "\r", "\u{A0}", "\u{2003}",
        "\u{85}",
        "\u{3000}", "\u{FFFD}", "\u{FEFF}", "\0", "<|im_end|>", "for (i = 0; i < n; ++i) {\n    a[i] += 1;\n}\n",
        "def f(x):\n\treturn x**2  # ok\n", "\\frac{1}{2} \\cdot 10^{-3}", "https://a.b/c?d=e&f", "don't",
        "x\u{301}\u{323}",
        "\u{AC00}\u{11A8}", "\u{1100}\u{1161}", "\u{1F468}\u{200D}\u{1F469}\u{200D}\u{1F467}",
    ]

    init(seed: UInt64) {
        random = SeededRandom(seed)
        marks = (UInt32(0)...0x1FFFF).filter { value in
            CharacterTable.shared.value(of: value) & CharacterTable.normalizationBit != 0
        }
    }

    private mutating func scalar() -> String {
        let value: UInt32
        switch random.below(10) {
        case 0...2: value = UInt32(0x20 + random.below(0x5F))
        case 3: value = UInt32(random.below(0x250))
        case 4, 5: value = marks[random.below(marks.count)]
        case 6, 7: value = UInt32(random.below(0x3100))
        case 8: value = UInt32(0xAC00 + random.below(11172))
        default: value = UInt32(random.below(0x110000))
        }
        return Unicode.Scalar(value).map { String(Character($0)) } ?? "\u{FFFD}"
    }

    mutating func next() -> String {
        var text = ""
        switch random.below(10) {
        case 0: text = String(repeating: scalar(), count: 1 + random.below(2000))
        case 1: for _ in 0..<20 { text += String(repeating: scalar(), count: 1 + random.below(8)) }
        default:
            for _ in 0..<random.below(40) {
                text += random.below(3) == 0 ? pieces[random.below(pieces.count)] : scalar()
            }
        }
        return text
    }
}
