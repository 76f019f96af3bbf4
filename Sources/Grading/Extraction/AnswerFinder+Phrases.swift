extension AnswerFinder {
    /// The text behind the last "the answer is" or its kin, and where it begins, or nil if there is none.
    ///
    /// With `finalOnly` only "final answer is" and "final answer:" count.
    func phrase(finalOnly: Bool, from low: Int? = nil) -> (answer: [UInt8], start: Int)? {
        var position = bytes.count
        var tries = 0
        while let found = lastPhrase(before: position, notBefore: low ?? start), tries < 8 {
            if !finalOnly || isFinal(found.start), let answer = answer(behind: found.behind) {
                return (answer, found.behind)
            }
            position = found.start
            tries += 1
        }
        return nil
    }

    /// The whole sentence behind the last phrase.
    func sentence() -> [UInt8]? {
        guard let found = lastPhrase(before: bytes.count, notBefore: start) else { return nil }
        var low = found.behind
        while low < bytes.count, bytes[low] <= 0x20 || bytes[low] == 0x2A || bytes[low] == 0x3A { low += 1 }
        return low < bytes.count ? trimmed(low..<endOfSentence(from: low)) : nil
    }

    private func isFinal(_ offset: Int) -> Bool {
        offset >= start + 6 && AnswerFinder.matchesFolded(bytes, "final ", at: offset - 6)
    }

    private static let marks = [
        "answer", "solution is", "solutions are", "option is", "options are", "choice is", "statement is",
        "statements are",
    ]

    // Where the last phrase begins and where the answer behind it does.
    private func lastPhrase(before limit: Int, notBefore low: Int) -> (start: Int, behind: Int)? {
        var position = limit - 2
        while position >= low {
            // The first two letters of each mark.
            switch (bytes[position] | 0x20, bytes[position + 1] | 0x20) {
            case (0x61, 0x6E), (0x73, 0x6F), (0x73, 0x74), (0x6F, 0x70), (0x63, 0x68):
                for mark in AnswerFinder.marks where AnswerFinder.matchesFolded(bytes, mark, at: position) {
                    if let behind = behindVerb(position + mark.utf8.count, needsVerb: mark == "answer") {
                        return (position, behind)
                    }
                }
            default: break
            }
            position -= 1
        }
        return nil
    }

    // "answer is", "answers are", "answer:", "answer to the question is", "answer =".
    private func behindVerb(_ offset: Int, needsVerb: Bool) -> Int? {
        guard needsVerb else { return offset }
        var position = offset
        let limit = min(bytes.count, offset + 60)
        while position < limit {
            let byte = bytes[position]
            switch byte {
            case 0x3A, 0x3D: return position + 1
            case 0x0A, 0x2E, 0x2C, 0x24, 0x3F:
                // A heading with the answer on the lines below it.
                return byte == 0x0A && isHeading(offset, position) ? position + 1 : nil
            default: break
            }
            if byte == 0x20 {
                for verb in [" is", " are", " would be", " must be", " will be", " equals"]
                where AnswerFinder.matchesFolded(bytes, verb, at: position) {
                    let end = position + verb.utf8.count
                    guard end >= bytes.count || !Lexer.isLetter(bytes[end]) else { continue }
                    return end
                }
            }
            position += 1
        }
        return nil
    }

    private func isHeading(_ low: Int, _ high: Int) -> Bool {
        bytes[low..<high].allSatisfy { $0 == 0x2A || $0 == 0x20 || $0 == 0x23 || $0 == 0x73 }
    }

    // The rest of the sentence: a formula with what joins it, or words up to a point.
    private func answer(behind offset: Int) -> [UInt8]? {
        var low = offset
        while low < bytes.count, bytes[low] <= 0x20 || bytes[low] == 0x2A || bytes[low] == 0x3A { low += 1 }
        guard low < bytes.count else { return nil }
        let high = endOfSentence(from: low)
        let answer = trimmed(low..<high)
        guard !answer.isEmpty, answer.count <= 600 else { return nil }
        return AnswerFinder.value(ofSentence: answer)
    }

    // What a sentence says: itself where it begins with a formula or is short, else its last formula or number.
    private static func value(ofSentence sentence: [UInt8]) -> [UInt8]? {
        let words = sentence.split(separator: 0x20).filter { $0.count > 1 && $0.allSatisfy(Lexer.isLetter) }
        let first = sentence[0]
        let isFormula = first == 0x24 || first == 0x5C || Lexer.isDigit(first) || first == 0x2D || first == 0x28
        if isFormula || words.count < 4 { return sentence }
        let inner = AnswerFinder(sentence)
        return inner.lastFormula()?.0
    }

    /// Where a sentence ends: at a line's end outside of a formula, or at a point behind which no digit follows.
    func endOfSentence(from low: Int) -> Int {
        var position = low
        var isDisplay = false
        var isInline = false
        while position < bytes.count {
            let byte = bytes[position]
            let next = position + 1 < bytes.count ? bytes[position + 1] : 0
            switch byte {
            case 0x5C:
                if next == 0x5B || next == 0x28 { isDisplay = true }
                if next == 0x5D || next == 0x29 { isDisplay = false }
                position += 1
            case 0x24:
                if next == 0x24 {
                    isDisplay.toggle()
                    position += 1
                } else {
                    isInline.toggle()
                }
            case 0x0A:
                if !isDisplay { return position }
            case 0x2E where !isDisplay:
                if next <= 0x20 || next == 0x2A || next == 0x24 && position + 2 >= bytes.count { return position }
                if next == 0x24, isInline { return position }
            case 0x3C where next == 0x7C: return position
            default: break
            }
            position += 1
        }
        return min(position, bytes.count)
    }
}
