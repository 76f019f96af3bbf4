/// Finds the letters of the choices that a response ends on.
package struct ChoiceFinder {
    private let bytes: [UInt8]
    private let start: Int
    private let finder: AnswerFinder

    /// Creates a finder for a response.
    package init(_ bytes: [UInt8]) {
        self.bytes = bytes
        finder = AnswerFinder(bytes)
        start = finder.start
    }

    /// Returns the letters, each once and sorted, or nil if there are none.
    package func find() -> Extraction? {
        var boxes = BoxScanner(bytes, from: start)
        if let box = boxes.lastAnswer() {
            let letters = ChoiceFinder.letters(box, isBox: true)
            if !letters.isEmpty { return Extraction(.letter, letters) }
        }
        if let phrase = finder.sentence() {
            let letters = ChoiceFinder.judged(phrase)
            if !letters.isEmpty { return Extraction(.letter, letters) }
        }
        if let letters = conclusion() ?? judgedLines() ?? letterAtStart() ?? lastSentences() {
            return Extraction(.letter, letters)
        }
        return nil
    }

    private static let conclusions = [
        "therefore", "hence", "thus", "so,", "so the", "in conclusion", "in summary", "the only",
    ]

    // The last of the final lines that draws a conclusion.
    private func conclusion() -> [UInt8]? {
        let lines = bytes[start...].split(separator: 0x0A).suffix(3)
        for line in lines.reversed() {
            let text = Array(line.drop { $0 == 0x20 || $0 == 0x2A })
            var position = text.count - 1
            while position >= 0 {
                if position == 0 || text[position - 1] == 0x20 || text[position - 1] == 0x2A {
                    for word in ChoiceFinder.conclusions where AnswerFinder.matchesFolded(text, word, at: position) {
                        let letters = ChoiceFinder.judged(Array(text[position...]))
                        if !letters.isEmpty { return letters }
                    }
                }
                position -= 1
            }
        }
        return nil
    }

    // Letters at the beginning of lines of which each says whether it is true.
    private func judgedLines() -> [UInt8]? {
        var letters: Set<UInt8> = []
        var judged = 0
        for line in bytes[start...].split(separator: 0x0A) {
            let text = line.drop { $0 == 0x20 || $0 == 0x2A || $0 == 0x28 || $0 == 0x5B || $0 == 0x2D }
            guard let letter = text.first, ChoiceFinder.isChoice(letter), text.count > 2,
                [0x29, 0x5D, 0x2E, 0x3A].contains(text[text.startIndex + 1])
            else { continue }
            guard
                let isTrue = ChoiceFinder.verdict(Array(text.suffix(60)))
                    ?? ChoiceFinder.verdict(Array(text.prefix(40)))
            else { continue }
            judged += 1
            if isTrue { letters.insert(letter) }
        }
        return judged > 1 && !letters.isEmpty ? letters.sorted() : nil
    }

    private static let positive = ["true", "correct", "right", "yes"]
    private static let negative = ["false", "incorrect", "wrong", "not correct", "not true", "untrue"]

    // Whether the last word of judgement in a text is a positive one; nil if there is none.
    private static func verdict(_ text: [UInt8]) -> Bool? {
        var position = text.count - 1
        while position >= 0 {
            if position == 0 || !Lexer.isLetter(text[position - 1]) {
                for word in negative where AnswerFinder.matchesFolded(text, word, at: position) { return false }
                for word in positive where AnswerFinder.matchesFolded(text, word, at: position) {
                    let isDenied = position >= 4 && AnswerFinder.matchesFolded(text, "not ", at: position - 4)
                    return !isDenied
                }
            }
            position -= 1
        }
        return nil
    }

    // The letters of a sentence without those that it calls false.
    private static func judged(_ sentence: [UInt8]) -> [UInt8] {
        let all = letters(sentence, isBox: false)
        guard all.count > 1 else { return all }
        var kept: Set<UInt8> = []
        var pending: Set<UInt8> = []
        var word: [UInt8] = []
        var wasNot = false
        for byte in sentence + [0x20] {
            if Lexer.isLetter(byte) {
                word.append(byte)
                continue
            }
            let text = String(decoding: word, as: UTF8.self).lowercased()
            if word.count == 1, let letter = word.first, all.contains(letter) { pending.insert(letter) }
            if negative.contains(text) || positive.contains(text) && wasNot {
                pending = []
            } else if positive.contains(text) {
                kept.formUnion(pending)
                pending = []
            }
            wasNot = text == "not"
            if !word.isEmpty { word = [] }
        }
        kept.formUnion(pending)
        return kept.isEmpty ? all : kept.sorted()
    }

    // A response that begins with its letters: `B. text`, `A and C`.
    private func letterAtStart() -> [UInt8]? {
        var low = start
        while low < bytes.count, bytes[low] <= 0x20 || bytes[low] == 0x2A { low += 1 }
        guard bytes.count - low <= 400 else { return nil }
        let line = Array(bytes[low..<(bytes[low...].firstIndex(of: 0x0A) ?? bytes.count)])
        let letters = ChoiceFinder.letters(line, isBox: false)
        let bare = line.drop { $0 == 0x28 || $0 == 0x5B }
        guard let first = bare.first, ChoiceFinder.isChoice(first) else { return nil }
        // A letter with its own mark, or letters that stand alone.
        if letters.count > 1, ChoiceFinder.isList(line) { return letters }
        if bare.count > 1, [0x29, 0x5D, 0x2E, 0x3A].contains(bare[bare.startIndex + 1]) { return [first] }
        return letters.isEmpty ? nil : letters
    }

    // The last sentence that names choices.
    private func lastSentences() -> [UInt8]? {
        var high = bytes.count
        var tries = 0
        while high > start, tries < 400 {
            var low = high - 1
            while low > start, !isEnd(low - 1) { low -= 1 }
            let letters = ChoiceFinder.letters(Array(bytes[low..<high]), isBox: false)
            if !letters.isEmpty { return letters }
            high = low > start ? low - 1 : start
            tries += 1
        }
        return nil
    }

    private func isEnd(_ index: Int) -> Bool {
        bytes[index] == 0x0A || bytes[index] == 0x2E && index + 1 < bytes.count && bytes[index + 1] <= 0x20
    }

    private static func isChoice(_ byte: UInt8) -> Bool { byte >= 0x41 && byte <= 0x48 }

    /// The letters of the choices that a text names: those in brackets if there are any, else those that stand alone.
    static func letters(_ text: [UInt8], isBox: Bool) -> [UInt8] {
        var bracketed: Set<UInt8> = []
        var alone: Set<UInt8> = []
        for (index, byte) in text.enumerated() where isChoice(byte) {
            let before = index > 0 ? text[index - 1] : 0x20
            let after = index + 1 < text.count ? text[index + 1] : 0x20
            if before == 0x28 && after == 0x29 || before == 0x5B && after == 0x5D { bracketed.insert(byte) }
            let isText = isBox || before == 0x7B && isTextBrace(text, index - 1)
            if isBoundary(before, isText), isBoundary(after, isText) { alone.insert(byte) }
        }
        if !bracketed.isEmpty { return bracketed.sorted() }
        let bare = text.filter { $0 > 0x20 && $0 != 0x2C }
        if isBox, alone.isEmpty, bare.count <= 6, !bare.isEmpty, bare.allSatisfy(isChoice) { return Set(bare).sorted() }
        // An article or a symbol is no choice where a formula surrounds it.
        return alone.count <= 4 ? alone.sorted() : []
    }

    // Whether a line has no words but those that join letters and judge them.
    private static func isList(_ line: [UInt8]) -> Bool {
        let words = String(decoding: line, as: UTF8.self).split { !$0.isLetter }.filter { $0.utf8.count > 1 }
        return words.allSatisfy { joining.contains(String($0)) }
    }

    private static let joining: Set<String> = [
        "and", "or", "are", "is", "true", "correct", "only", "options", "Options",
    ]

    // Whether the brace at an index opens a text within a formula.
    private static func isTextBrace(_ text: [UInt8], _ index: Int) -> Bool {
        ["\\text", "\\textbf", "\\mbox"].contains { command in
            index >= command.utf8.count && AnswerFinder.matches(text, command, at: index - command.utf8.count)
        }
    }

    // Braces are a boundary in a box; elsewhere they belong to a formula.
    private static func isBoundary(_ byte: UInt8, _ isBox: Bool) -> Bool {
        switch byte {
        case 0x20, 0x0A, 0x2C, 0x2E, 0x3A, 0x3B, 0x2A, 0x24, 0x28, 0x29, 0x22: true
        case 0x7B, 0x7D: isBox
        default: false
        }
    }
}
