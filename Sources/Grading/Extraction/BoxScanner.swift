/// Finds the boxes of a response in one pass: braces are kept on a stack, so thousands of open boxes cost what their
/// bytes cost.
struct BoxScanner {
    /// A box with something in it.
    private struct Box {
        /// Where the command begins.
        let start: Int
        /// What is in the braces.
        let content: Range<Int>
        /// Where what follows begins.
        let end: Int
    }

    private let bytes: [UInt8]
    private var boxes: [Box] = []
    /// Whether the text ends within a box.
    private(set) var isCutOff = false

    init(_ bytes: [UInt8], from start: Int) {
        self.bytes = bytes
        scan(from: start)
    }

    // Only the last boxes can matter.
    private static let kept = 64

    private mutating func scan(from start: Int) {
        // For each open brace, where it is and where the command of its box begins, or -1.
        var open: [(brace: Int, box: Int)] = []
        var pending = -1
        var position = start
        while position < bytes.count {
            let byte = bytes[position]
            switch byte {
            case 0x5C:
                if let length = commandLength(at: position) {
                    pending = position
                    position += length
                    continue
                }
                // An escaped brace is none, unless it is the brace of an escaped command.
                position += 2
                continue
            case 0x7B:
                open.append((position, pending))
                pending = -1
            case 0x7D:
                if let last = open.popLast(), last.box >= 0 { add(last.box, last.brace + 1..<position, position + 1) }
                pending = -1
            case 0x20, 0x0A: break
            default:
                if pending >= 0 { addBare(pending, position) }
                pending = -1
            }
            position += 1
        }
        closeOpen(open)
    }

    // A box without braces takes the number behind it.
    private mutating func addBare(_ box: Int, _ position: Int) {
        var end = position
        while end < bytes.count, end < position + 24,
            Lexer.isDigit(bytes[end]) || bytes[end] == 0x2D || bytes[end] == 0x2E
        {
            end += 1
        }
        if end > position, boxes.isEmpty { add(box, position..<end, end) }
    }

    // A box that is not closed on its line has its content there, unless the text ends within it.
    private mutating func closeOpen(_ open: [(brace: Int, box: Int)]) {
        guard let last = open.last(where: { $0.box >= 0 }) else { return }
        if let box = boxes.last, box.start > last.box { return }
        let start = last.brace + 1
        var end = start
        while end < bytes.count, bytes[end] != 0x0A, bytes[end] != 0x24 { end += 1 }
        if end < bytes.count, end - start > 0 {
            add(last.box, start..<end, end)
        } else {
            isCutOff = true
        }
    }

    private mutating func add(_ start: Int, _ content: Range<Int>, _ end: Int) {
        guard bytes[content].contains(where: { $0 > 0x20 && $0 != 0x7B && $0 != 0x7D }) else { return }
        // Of a box in a box the inner one has the answer.
        if let last = boxes.last, last.start > start { return }
        if boxes.count == 2 * BoxScanner.kept { boxes.removeFirst(BoxScanner.kept) }
        boxes.append(Box(start: start, content: content, end: end))
    }

    private func commandLength(at position: Int) -> Int? {
        for name in ["\\boxed", "\\fbox", "\\framebox"] where AnswerFinder.matches(bytes, name, at: position) {
            return name.utf8.count
        }
        return nil
    }

    /// Whether the boxes hold the steps of a derivation: the last one and at least five others are long.
    var areSteps: Bool {
        guard let last = boxes.last, last.content.count > BoxScanner.longBox else { return false }
        return Set(boxes.map { Array(bytes[$0.content]) }.filter { $0.count > BoxScanner.longBox }).count > 5
    }

    private static let longBox = 40

    /// Where the last box ends.
    var lastEnd: Int { boxes.last?.end ?? 0 }

    /// The content of the last box, or of the last ones that stand side by side, joined by commas.
    mutating func lastAnswer() -> [UInt8]? {
        guard let last = boxes.last else { return nil }
        var parts = [Array(bytes[last.content])]
        var start = last.start
        for box in boxes.dropLast().reversed() {
            guard box.end <= start, start - box.end <= 48, isConnector(box.end..<start), parts.count < 32 else { break }
            let part = Array(bytes[box.content])
            if !parts.contains(part) { parts.append(part) }
            start = box.start
        }
        return Array(parts.reversed().joined(separator: [0x2C, 0x20]))
    }

    private static let connectors: Set<String> = [
        "and", "or", "quad", "qquad", "text", "mbox", "hspace", "space", "&", "textrm", "also",
    ]

    // Only punctuation, space and words such as "and" stand between boxes that belong together.
    private func isConnector(_ range: Range<Int>) -> Bool {
        var word: [UInt8] = []
        var lines = 0
        for byte in Array(bytes[range]) + [0x20] {
            if Lexer.isLetter(byte) {
                word.append(byte | 0x20)
                continue
            }
            if !word.isEmpty {
                guard BoxScanner.connectors.contains(String(decoding: word, as: UTF8.self)) else { return false }
                word = []
            }
            if byte == 0x0A { lines += 1 }
            if Lexer.isDigit(byte) || byte == 0x3D || byte == 0x2B || byte == 0x2D || byte == 0x2E || byte == 0x5E {
                return false
            }
        }
        return lines < 2
    }
}
