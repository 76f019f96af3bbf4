/// Finds the answer that a response ends on, in one pass over its bytes for each kind of mark.
package struct AnswerFinder {
    let bytes: [UInt8]
    /// Where the response begins: behind the model's thoughts.
    let start: Int

    /// Creates a finder for a response.
    package init(_ bytes: [UInt8]) {
        let (start, end) = AnswerFinder.bounds(of: bytes)
        self.bytes = end == bytes.count ? bytes : Array(bytes[..<end])
        self.start = start
    }

    /// Returns the answer, looked for in the order of the states: box, phrase, display, last number or formula.
    package func find() -> Extraction {
        var boxes = BoxScanner(bytes, from: start)
        if let answer = boxes.lastAnswer() {
            // An explicit final answer behind the box replaces it.
            if let (final, _) = phrase(finalOnly: true, from: boxes.lastEnd) { return Extraction(.phrase, final) }
            return Extraction(boxes.areSteps ? .steps : .box, Array(answer.prefix(Extraction.largestAnswer)))
        }
        if boxes.isCutOff { return Extraction(.cutOff) }
        let content = trimmed(start..<bytes.count)
        if content.isEmpty { return Extraction(.none) }
        let isCut = endsInTheMiddle
        if let (answer, _) = phrase(finalOnly: true) { return Extraction(.phrase, answer) }
        if let (answer, low) = phrase(finalOnly: false), !isCut || bytes.count - low < 200 {
            return Extraction(.phrase, answer)
        }
        if isCut { return Extraction(.cutOff) }
        if content.count <= 100, !content.contains(0x0A), isPlainAnswer {
            return Extraction(.whole, content)
        }
        if let (answer, state) = lastFormula(), !answer.isEmpty { return Extraction(state, answer) }
        return Extraction(.none)
    }

    // A short text without a sentence around a value.
    private var isPlainAnswer: Bool {
        let words = bytes[start...].split(separator: 0x20).filter { $0.count > 3 && $0.allSatisfy(Lexer.isLetter) }
        return words.count < 3
    }

    /// The bytes from which on a response that does not end with a sentence is taken for cut off.
    private static let longResponse = 600

    // A long text that ends with a letter, a digit, a comma, an operator or an open bracket.
    private var endsInTheMiddle: Bool {
        guard bytes.count - start > AnswerFinder.longResponse else { return false }
        var last = bytes.count - 1
        while last > start, bytes[last] <= 0x20 || bytes[last] == 0x2A || bytes[last] == 0x5F { last -= 1 }
        // A line that ends on a number is whole unless a formula is open.
        if Lexer.isDigit(bytes[last]) { return isFormulaOpen(upTo: last) }
        switch bytes[last] {
        case 0x2E, 0x21, 0x3F, 0x29, 0x5D, 0x7D, 0x24, 0x22, 0x27, 0x60, 0x3E, 0x7C, 0x80...: return false
        default: return true
        }
    }

    private func isFormulaOpen(upTo last: Int) -> Bool {
        var position = last
        var dollars = 0
        while position > start, bytes[position] != 0x0A {
            if bytes[position] == 0x24 { dollars += 1 }
            if bytes[position] == 0x28, bytes[position - 1] == 0x5C { return true }
            if bytes[position] == 0x29, bytes[position - 1] == 0x5C { return false }
            position -= 1
        }
        return dollars % 2 == 1
    }

    /// The marks behind which a model's thoughts end.
    private static let endMarks = ["</think>", "<|end_of_thought|>", "</thinking>", "<|begin_of_solution|>"]

    /// The marks of a model's format at which its response ends.
    private static let finalMarks = [
        "<|im_start|>", "<|im_end|>", "<|endoftext|>", "<|eot_id|>", "<|end_of_solution|>",
    ]

    // Behind the last mark of thoughts, up to a mark of the end.
    private static func bounds(of bytes: [UInt8]) -> (start: Int, end: Int) {
        var start = 0
        var end = bytes.count
        var position = 0
        while position < end, let mark = bytes[position..<end].firstIndex(of: 0x3C) {
            for text in endMarks where matches(bytes, text, at: mark) { start = mark + text.utf8.count }
            if mark > start, finalMarks.contains(where: { matches(bytes, $0, at: mark) }) { end = mark }
            position = mark + 1
        }
        return (start, end)
    }

    static func matches(_ bytes: [UInt8], _ text: String, at offset: Int) -> Bool {
        let utf8 = text.utf8
        guard offset + utf8.count <= bytes.count else { return false }
        var index = offset
        for byte in utf8 {
            if bytes[index] != byte { return false }
            index += 1
        }
        return true
    }

    static func matchesFolded(_ bytes: [UInt8], _ text: String, at offset: Int) -> Bool {
        let utf8 = text.utf8
        guard offset + utf8.count <= bytes.count else { return false }
        var index = offset
        for byte in utf8 {
            let other = bytes[index]
            if (Lexer.isLetter(other) ? other | 0x20 : other) != byte { return false }
            index += 1
        }
        return true
    }

    func trimmed(_ range: Range<Int>) -> [UInt8] {
        var (low, high) = (range.lowerBound, range.upperBound)
        while low < high, AnswerFinder.isTrimmed(bytes[low]) || bytes[low] == 0x3A { low += 1 }
        while high > low, AnswerFinder.isTrimmed(bytes[high - 1]) { high -= 1 }
        return Array(bytes[low..<high].prefix(Extraction.largestAnswer))
    }

    private static func isTrimmed(_ byte: UInt8) -> Bool { byte <= 0x20 || byte == 0x2A || byte == 0x22 }
}
