import Bytes
import TestSupport

/// Texts that are hard on readers: escapes, quotes, line ends, several alphabets.
func randomText(_ random: inout SeededRandom, pieces: Int) -> String {
    let stock = [
        "a", "the", " ", "\n", "\r\n", "\t", "\"", "\\", "/", "{", "}", "[", "]", ",", ":", "é", "Σ", "数学", "😀",
        "\u{0}",
        "\u{1F}", "\u{7F}", "\u{2028}", "\\u0041", "null", "1e5", "$\\frac{1}{2}$", "\u{FEFF}",
    ]
    return (0..<random.below(pieces + 1)).map { _ in random.pick(stock) }.joined()
}

/// A function's result for the UTF-8 bytes of a text.
func withBytes<Result>(_ text: String, _ body: (ByteView) throws -> Result) rethrows -> Result {
    try text.bytes.withUnsafeBufferPointer { try body(ByteView($0)) }
}
