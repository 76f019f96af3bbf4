import Bytes

/// The number that a question has in a list, such as `Problem 3.`, `12)` and `Question 5:`, which is not part of it.
enum NumberingLabel {
    private static let words: [StaticString] = ["problem", "question", "exercise", "example", "task"]

    /// Returns the place behind the label at the beginning of a text, or 0 if there is none.
    ///
    /// A label is one of the words and a number of up to four digits, or the number alone, with `.`, `)` or `:` and then
    /// white space behind it.
    static func end(in text: ByteView) -> Int {
        var place = 0
        func skipSpace() { while place < text.count, text[place].isASCIIWhiteSpace { place += 1 } }
        skipSpace()
        var wordEnd = place
        while wordEnd < text.count, wordEnd - place < 10, text[wordEnd].isASCIILetter { wordEnd += 1 }
        if wordEnd > place {
            let word = text[place..<wordEnd]
            guard words.contains(where: { isEqual(word, $0) }) else { return 0 }
            place = wordEnd
            skipSpace()
        }
        let digits = place
        while place < text.count, place - digits < 5, text[place].isASCIIDigit { place += 1 }
        guard place > digits, place - digits < 5, place + 1 < text.count else { return 0 }
        guard [UInt8(ascii: "."), UInt8(ascii: ")"), UInt8(ascii: ":")].contains(text[place]),
            text[place + 1].isASCIIWhiteSpace
        else { return 0 }
        // A text that consists of the label alone is its own content.
        return text[(place + 1)...].isBlank ? 0 : place + 1
    }

    private static func isEqual(_ word: ByteView, _ name: StaticString) -> Bool {
        let name = ByteView(name)
        return word.count == name.count && (0..<word.count).allSatisfy { word[$0] | 0x20 == name[$0] }
    }
}
