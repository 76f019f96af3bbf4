import Bytes

/// A generator of random numbers that gives the same ones in every run.
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) {
        state = seed &+ 0x9E37_79B9_7F4A_7C15
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
        return z ^ z >> 31
    }

    mutating func below(_ count: Int) -> Int { Int(next() % UInt64(count)) }

    mutating func pick<Element>(_ elements: [Element]) -> Element { elements[below(elements.count)] }
}

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
