/// Grades responses against references.
package struct Grader: Sendable {
    /// What counts as equal.
    package let settings: GradeSettings

    /// Creates a grader.
    package init(settings: GradeSettings = GradeSettings()) { self.settings = settings }

    /// Returns the grade of a model's whole response.
    package func grade(response: [UInt8], reference: [UInt8]) -> Grade {
        let reference = Grader.answer(ofReference: reference)
        if let letters = Grader.choices(reference), let found = ChoiceFinder(response).find() {
            let isRight = found.answer == letters
            // A reference of one letter may as well be a variable.
            if isRight || letters.count > 1 {
                return Grade(
                    verdict: isRight ? .right : .wrong, rule: .choice, extraction: found, reference: reference)
            }
        }
        return grade(AnswerFinder(response).find(), reference: reference)
    }

    /// Returns the grade of an extracted answer.
    package func grade(_ extraction: Extraction, reference: [UInt8]) -> Grade {
        func grade(_ verdict: Verdict, _ rule: GradeRule) -> Grade {
            Grade(verdict: verdict, rule: rule, extraction: extraction, reference: reference)
        }
        if reference.allSatisfy({ $0 <= 0x20 }) { return grade(.undecided, .noReference) }
        switch extraction.state {
        case .none: return grade(.wrong, .noAnswer)
        case .cutOff: return grade(.wrong, .cutOff)
        default: break
        }
        let decision = decide(reference: reference, answer: extraction.answer)
        if decision.isEqual, extraction.state == .steps { return grade(.undecided, .freeText) }
        switch decision {
        case .equal(let rule): return grade(.right, rule)
        case .different(let rule): return grade(.wrong, rule)
        case .unknown(let rule): return grade(.undecided, rule)
        }
    }

    /// The answer that a reference gives: that of its box or of its last sentence, or all of it where it is short.
    package static func answer(ofReference reference: [UInt8]) -> [UInt8] {
        var boxes = BoxScanner(reference, from: 0)
        if let answer = boxes.lastAnswer() { return answer }
        guard reference.count > 300 else { return reference }
        let found = AnswerFinder(reference).find()
        return found.answer.isEmpty ? reference : found.answer
    }

    /// The letters of a reference that consists of nothing else.
    static func choices(_ reference: [UInt8]) -> [UInt8]? {
        guard reference.count <= 24 else { return nil }
        let letters = ChoiceFinder.letters(reference, isBox: true)
        var rest = String(decoding: reference, as: UTF8.self)
        for mark in ["\\text", "\\mathrm", "\\textbf", "and", "or"] { rest = rest.replacing(mark, with: "") }
        let count = rest.utf8.filter { Lexer.isLetter($0) || Lexer.isDigit($0) || $0 == 0x5C }.count
        return !letters.isEmpty && count == letters.count ? letters : nil
    }

    func decide(reference: [UInt8], answer: [UInt8]) -> Decision {
        if Grader.key(reference) == Grader.key(answer) { return .equal(.sameText) }
        var first: Decision?
        var unknown: Decision?
        let references = Grader.readings(reference)
        for node in Grader.readings(answer) {
            for other in references {
                var comparator = Comparator(settings: settings)
                let decision = comparator.decide(other, node)
                if decision.isEqual { return decision }
                if decision.isUnknown, unknown == nil { unknown = decision }
                if first == nil { first = decision }
            }
        }
        if let decision = unknown ?? first, !decision.isUnknown { return decision }
        return decideLastValue(references, answer) ?? unknown ?? first ?? .unknown(.noValue)
    }

    // A text that is not read as a whole is graded by the value that it ends on.
    private func decideLastValue(_ references: [Node], _ answer: [UInt8]) -> Decision? {
        let references = references.filter { !$0.isOpaque }
        guard !references.isEmpty else { return nil }
        var isDifferent = false
        for value in Grader.lastValues(answer) where value.count < answer.count {
            for node in Grader.readings(value) {
                for reference in references {
                    var comparator = Comparator(settings: settings)
                    switch comparator.decide(reference, node) {
                    case .equal:
                        // A value that the text goes on after may be one of several.
                        return Grader.ends(answer, with: value) ? .equal(.lastValue) : .unknown(.freeText)
                    case .different: isDifferent = true
                    case .unknown: break
                    }
                }
            }
        }
        if isDifferent { return .different(.lastValue) }
        // Words without a value are no number.
        let isWords = answer.split(separator: 0x20).count > 5 && !answer.contains(where: Lexer.isDigit)
        return isWords && references.allSatisfy({ $0.isScalar && $0.symbols.isEmpty }) ? .different(.kind) : nil
    }

    // What stands behind the last sign of equality, the last formula and the last number of a text.
    private static func lastValues(_ answer: [UInt8]) -> [[UInt8]] {
        var values: [[UInt8]] = []
        if let sign = answer.lastIndex(of: 0x3D) {
            var end = sign + 1
            // A point that ends a sentence, a brace that closes more than was opened.
            var depth = 0
            while end < answer.count {
                if answer[end] == 0x7B { depth += 1 }
                if answer[end] == 0x7D {
                    depth -= 1
                    if depth < 0 { break }
                }
                if answer[end] == 0x2E, end + 1 == answer.count || answer[end + 1] <= 0x20 || answer[end + 1] == 0x5C {
                    break
                }
                end += 1
            }
            values.append(Array(answer[(sign + 1)..<end]))
        }
        let finder = AnswerFinder(answer)
        if let (formula, _) = finder.lastFormula() { values.append(formula) }
        if let number = finder.lastNumber() { values.append(Array(answer[number])) }
        if let command = answer.lastIndex(where: { $0 == 0x5C }), answer[command...].starts(with: "\\frac".utf8) {
            values.append(Array(answer[command...]))
        }
        return values
    }

    // Whether a text says no more after a value: only punctuation, brackets and marks of formulas follow.
    private static func ends(_ text: [UInt8], with value: [UInt8]) -> Bool {
        guard let last = value.last(where: { $0 > 0x20 }), !hasWords(value) else { return false }
        var end = text.count
        while end > 0, text[end - 1] != last {
            let byte = text[end - 1]
            if Lexer.isDigit(byte) || byte >= 0x80 { return false }
            end -= 1
        }
        let rest = String(decoding: text[end...], as: UTF8.self)
        let words = rest.split { !$0.isLetter }.filter { $0.utf8.count > 1 && !formats.contains(String($0)) }
        return words.isEmpty
    }

    // Whether a text has words that are no commands and no units.
    private static func hasWords(_ text: [UInt8]) -> Bool {
        var word: [UInt8] = []
        var isCommand = false
        for byte in text + [0x20] {
            if Lexer.isLetter(byte) {
                word.append(byte)
                continue
            }
            if word.count > 3, !isCommand, Unit.named(String(decoding: word, as: UTF8.self)) == nil { return true }
            word = []
            isCommand = byte == 0x5C
        }
        return false
    }

    private static let formats: Set<String> = ["text", "end", "aligned", "align", "quad", "right", "mathrm", "array"]

    /// The trees of a text, one for each way to read the commas between its digits.
    static func readings(_ text: [UInt8]) -> [Node] {
        var readings: [Node] = []
        for commas in [CommaReading.separator, .thousands, .decimal] {
            if commas != .separator, !hasDigitComma(text, commas) { continue }
            guard let node = Parser.read(text, commas: commas), !readings.contains(node) else { continue }
            readings.append(node)
        }
        return readings
    }

    private static func hasDigitComma(_ text: [UInt8], _ reading: CommaReading) -> Bool {
        var count = 0
        for index in text.indices where text[index] == 0x2C && index > 0 && index + 1 < text.count {
            guard Lexer.isDigit(text[index - 1]), Lexer.isDigit(text[index + 1]) else { continue }
            count += 1
        }
        guard reading == .decimal else { return count > 0 }
        return count == 1 && !text.contains(0x28) && !text.contains(0x2E)
    }

    // A text without its spaces and dollar signs.
    private static func key(_ text: [UInt8]) -> [UInt8] {
        var key = text.filter { $0 > 0x20 && $0 != 0x24 }
        if key.last == 0x2E { key.removeLast() }
        return key
    }
}
