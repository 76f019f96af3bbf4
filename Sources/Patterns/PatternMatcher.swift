import Bytes

/// Looks for a pattern in texts, one after another; each thread needs its own.
///
/// It walks through the text with an automaton whose states are made when they are first met, a look into a table a byte;
/// the states are thrown away when there are too many (as in RE2). So the time is linear in the text and the memory bounded.
package final class PatternMatcher {
    /// The pattern that is looked for.
    package let pattern: Pattern
    private let program: PatternProgram
    private let mostStates: Int
    private var closure: StepClosure

    /// What is known of a state: the steps to take from there, and the byte before.
    private struct State: Hashable {
        let steps: [Int32]
        let context: UInt8
    }

    private var states: [State] = []
    private var numbers: [State: Int32] = [:]
    /// For each state the next one for each class of bytes and the text's end: 0 when it is not known yet.
    private var table: [Int32] = []
    private let width: Int
    private static let unknown: Int32 = 0
    private static let found: Int32 = -1
    private static let dead: Int32 = -2

    /// Takes a pattern, and how many states it may hold at a time.
    package init(_ pattern: Pattern, mostStates: Int = 2048) {
        self.pattern = pattern
        self.mostStates = max(mostStates, 4)
        program = pattern.program
        width = pattern.program.classCount + 1
        closure = StepClosure(count: pattern.program.steps.count)
        forgetStates()
    }

    // MARK: - Whether

    /// Returns whether the pattern is found anywhere in a text.
    package func matches(_ text: ByteView) -> Bool {
        var offset = 0
        if !program.isAnchored, !program.prefix.isEmpty {
            guard let first = program.prefix.withByteView({ text.firstIndex(of: $0) }) else { return false }
            // All that comes before begins no match; a byte is told from the one before it.
            offset = first
        }
        var state = number(of: State(steps: [program.start], context: context(before: offset, in: text)))
        while true {
            let next = walk(text, &offset, &state)
            if next == Self.unknown {
                state = makeNext(&state, byte: offset < text.count ? text[offset] : nil)
                if state < 0 { return state == Self.found }
                offset += 1
            } else {
                return next == Self.found
            }
        }
    }

    /// Walks on as far as the states are known; returns why it stopped.
    private func walk(_ text: ByteView, _ offset: inout Int, _ state: inout Int32) -> Int32 {
        // Values of their own, so that nobody looks whether somebody else changes them.
        let (table, classes, width) = (table, program.classes, width)
        var (place, current) = (offset, Int(state))
        defer { (offset, state) = (place, Int32(current)) }
        while place < text.count {
            let next = table[current * width + Int(classes[Int(text[place])])]
            if next <= 0 { return next }
            current = Int(next)
            place += 1
        }
        return table[current * width + width - 1]
    }

    /// Makes the state that follows upon a byte, or upon the text's end; forgets all others if there are too many.
    private func makeNext(_ state: inout Int32, byte: UInt8?) -> Int32 {
        let column = byte.map { Int(program.classes[Int($0)]) } ?? width - 1
        if states.count >= mostStates {
            let current = states[Int(state)]
            forgetStates()
            state = number(of: current)
        }
        let current = states[Int(state)]
        let next: Int32
        closure.removeAll()
        for step in current.steps {
            closure.add(step, of: program) { $0.isBetween(Self.byte(of: current.context), byte) }
        }
        if closure.hasFound {
            next = Self.found
        } else if let byte {
            var steps = closure.steps(taking: byte, of: program)
            // A match may begin behind every byte.
            if !program.isAnchored, !steps.contains(program.start) { steps.append(program.start) }
            next = steps.isEmpty ? Self.dead : number(of: State(steps: steps.sorted(), context: context(of: byte)))
        } else {
            next = Self.dead
        }
        table[Int(state) * width + column] = next
        return next
    }

    private func number(of state: State) -> Int32 {
        if let number = numbers[state] { return number }
        let number = Int32(states.count)
        states.append(state)
        numbers[state] = number
        table.append(contentsOf: repeatElement(Self.unknown, count: width))
        return number
    }

    private func forgetStates() {
        states.removeAll(keepingCapacity: true)
        numbers.removeAll(keepingCapacity: true)
        table.removeAll(keepingCapacity: true)
        // Number 0 means unknown in the table.
        _ = number(of: State(steps: [], context: 0))
    }

    // MARK: - What came before

    // Places tell apart no more of the byte before than whether it is there, ends a line, or belongs to a word.
    private func context(of byte: UInt8) -> UInt8 {
        if !program.asksForPlaces { return 0 }
        return byte == 0x0A ? 2 : PatternSyntax.Place.isWord(byte) ? 3 : 1
    }

    private func context(before offset: Int, in text: ByteView) -> UInt8 {
        offset == 0 ? 0 : context(of: text[offset - 1])
    }

    private static func byte(of context: UInt8) -> UInt8? {
        switch context {
        case 0: nil
        case 1: UInt8(ascii: " ")
        case 2: UInt8(ascii: "\n")
        default: UInt8(ascii: "a")
        }
    }

    // MARK: - Where

    /// Returns the offsets of the bytes at which the pattern is first found, or nil.
    ///
    /// Of matches that begin at the same place it is the one that Python's `re.search` finds.
    package func firstMatch(in text: ByteView) -> Range<Int>? {
        guard matches(text) else { return nil }
        return PatternSearch(program, in: text).firstMatch()
    }
}

/// The steps that can be reached from others without taking a byte, in the order of preference.
struct StepClosure {
    private(set) var steps: [Int32] = []
    private(set) var hasFound = false
    private var seen: [Bool]
    private var touched: [Int32] = []
    private var pending: [Int32] = []

    /// Makes room for the steps of a program.
    init(count: Int) { seen = Array(repeating: false, count: count) }

    /// Forgets all steps.
    mutating func removeAll() {
        steps.removeAll(keepingCapacity: true)
        hasFound = false
        for step in touched { seen[Int(step)] = false }
        touched.removeAll(keepingCapacity: true)
    }

    /// Adds what can be reached from a step, which need not be new.
    mutating func add(_ first: Int32, of program: PatternProgram, isPlace: (PatternSyntax.Place) -> Bool) {
        pending.append(first)
        while let step = pending.popLast() {
            if seen[Int(step)] { continue }
            seen[Int(step)] = true
            touched.append(step)
            switch program.steps[Int(step)] {
            case .byte: steps.append(step)
            case .found:
                hasFound = true
                steps.append(step)
            case .split(let preferred, let other):
                pending.append(other)
                pending.append(preferred)
            case .place(let place, let next):
                if isPlace(place) { pending.append(next) }
            }
        }
    }

    /// Returns the steps behind those that take a byte, each once, in the order of preference.
    func steps(taking byte: UInt8, of program: PatternProgram) -> [Int32] {
        var result: [Int32] = []
        for step in steps {
            guard case .byte(let range, let next) = program.steps[Int(step)], range.contains(byte) else { continue }
            result.append(next)
        }
        return result
    }
}
