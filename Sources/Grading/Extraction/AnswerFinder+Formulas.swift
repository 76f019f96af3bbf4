extension AnswerFinder {
    /// The formula or the number that the text ends on, whichever comes last, or nil if there is none.
    func lastFormula() -> ([UInt8], Extraction.State)? {
        let display = lastDisplay()
        let inline = lastInline()
        let number = lastNumber()
        if let display, display.upperBound >= (number?.lowerBound ?? 0), display.upperBound >= (inline?.upperBound ?? 0)
        {
            return (trimmed(display), .display)
        }
        if let inline, !isScript(inline), inline.upperBound >= (number?.lowerBound ?? 0) {
            return (trimmed(inline), .last)
        }
        if let inline, isScript(inline), let range = lastNumber(before: inline.lowerBound) {
            return (trimmed(range), .last)
        }
        return number.map { (trimmed($0), .last) }
    }

    // Whether a formula is only an exponent or an index of what stands before it.
    private func isScript(_ range: Range<Int>) -> Bool {
        let content = trimmed(range)
        return content.isEmpty || content[0] == 0x5E || content[0] == 0x5F
    }

    private func lastNumber(before limit: Int) -> Range<Int>? {
        let head = AnswerFinder(Array(bytes[start..<limit]))
        return head.lastNumber().map { $0.lowerBound + start..<$0.upperBound + start }
    }

    // The last formula between \[ and \], or between two dollar signs on each side.
    private func lastDisplay() -> Range<Int>? {
        var position = bytes.count - 2
        var end: Int?
        while position >= start {
            let pair = (bytes[position], bytes[position + 1])
            if pair == (0x5C, 0x5D), end == nil {
                end = position
            } else if pair == (0x5C, 0x5B), let high = end {
                return position + 2..<high
            } else if pair == (0x24, 0x24) {
                if let high = end, bytes[high] == 0x24 { return position + 2..<high }
                if end == nil { end = position }
                position -= 1
            }
            position -= 1
        }
        return nil
    }

    // The last formula between \( and \), or between single dollar signs on one line.
    private func lastInline() -> Range<Int>? {
        var position = bytes.count - 1
        var end: Int?
        while position > start {
            let byte = bytes[position]
            if byte == 0x29, bytes[position - 1] == 0x5C {
                end = position - 1
                position -= 2
                continue
            }
            if byte == 0x28, bytes[position - 1] == 0x5C, let high = end, bytes[high] == 0x5C {
                return position + 1..<high
            }
            if byte == 0x24, bytes[position - 1] == 0x24 {
                end = nil
                position -= 2
                continue
            }
            if byte == 0x24, bytes[position - 1] != 0x5C {
                if let high = end, bytes[high] == 0x24 { return position + 1..<high }
                end = position
            }
            if byte == 0x0A, let high = end, bytes[high] == 0x24 { end = nil }
            position -= 1
        }
        if start < bytes.count, bytes[start] == 0x24, let high = end, bytes[high] == 0x24 { return start + 1..<high }
        return nil
    }

    /// The last number of the text, with its sign, its fraction and its percent sign.
    func lastNumber() -> Range<Int>? {
        var high = bytes.count
        while high > start, !Lexer.isDigit(bytes[high - 1]) { high -= 1 }
        guard high > start else { return nil }
        var low = high - 1
        while low > start, isPartOfNumber(low - 1) { low -= 1 }
        while low < high, bytes[low] == 0x2C || bytes[low] == 0x2F { low += 1 }
        if high < bytes.count, bytes[high] == 0x25 { high += 1 }
        if low > start, bytes[low - 1] == 0x2D, low < start + 2 || !Lexer.isLetter(bytes[low - 2]) { low -= 1 }
        return low..<high
    }

    private func isPartOfNumber(_ index: Int) -> Bool {
        if Lexer.isDigit(bytes[index]) { return true }
        guard [0x2E, 0x2C, 0x2F, 0x5F].contains(bytes[index]) else { return false }
        return index > start && Lexer.isDigit(bytes[index - 1]) || bytes[index] == 0x2E
    }
}
