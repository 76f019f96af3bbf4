/// A pattern as steps over bytes that can be taken side by side (Thompson, "Regular expression search algorithm").
struct PatternProgram: Sendable {
    /// A step.
    enum Step: Equatable {
        /// Takes one byte of a range, and goes on.
        case byte(ClosedRange<UInt8>, next: Int32)
        /// Goes on at either of two, the first preferred.
        case split(Int32, Int32)
        /// Goes on if it stands at such a place.
        case place(PatternSyntax.Place, next: Int32)
        /// Has found the pattern.
        case found
    }

    /// How many steps a pattern may come to.
    static let mostSteps = 20_000

    /// All steps; those that `next` names among them.
    private(set) var steps: [Step] = []
    /// Where to begin.
    private(set) var start: Int32 = 0
    /// Which bytes are told apart: bytes of equal classes lead from everywhere to the same places.
    private(set) var classes = [UInt8](repeating: 0, count: 256)
    /// How many classes of bytes there are.
    private(set) var classCount = 1
    /// Whether places between characters are asked for.
    private(set) var asksForPlaces = false
    /// Whether it can be found only where the text starts.
    let isAnchored: Bool
    /// Bytes with which everything that it finds begins, if that is known; empty when it is not.
    let prefix: [UInt8]

    /// Takes what a pattern says; throws `PatternError` when that comes to more than `mostSteps`.
    init(_ syntax: PatternSyntax) throws(PatternError) {
        isAnchored = Self.startsAtTextStart(syntax)
        prefix = Self.literalPrefix(of: syntax)
        let end = try append(.found)
        start = try compile(syntax, before: end)
        tellBytesApart()
    }

    // MARK: - Steps

    private mutating func append(_ step: Step) throws(PatternError) -> Int32 {
        guard steps.count < Self.mostSteps else {
            throw PatternError(
                position: 1, reason: "it comes to more than \(Self.mostSteps) steps; ask for fewer repetitions")
        }
        steps.append(step)
        return Int32(steps.count - 1)
    }

    /// Appends the steps of a part that go on at `next`, from the end to the beginning; returns the first.
    private mutating func compile(_ syntax: PatternSyntax, before next: Int32) throws(PatternError) -> Int32 {
        switch syntax {
        case .empty: return next
        case .character(let set): return try compile(set, before: next)
        case .place(let place):
            asksForPlaces = true
            return try append(.place(place, next: next))
        case .sequence(let parts):
            var next = next
            for part in parts.reversed() { next = try compile(part, before: next) }
            return next
        case .choice(let parts):
            var first: Int32?
            for part in parts.reversed() {
                let start = try compile(part, before: next)
                if let others = first { first = try append(.split(start, others)) } else { first = start }
            }
            return first ?? next
        case .repetition(let part, let minimum, let maximum, let isLazy):
            return try compile(part, minimum, maximum, isLazy, before: next)
        }
    }

    private mutating func compile(
        _ part: PatternSyntax, _ minimum: Int, _ maximum: Int?, _ isLazy: Bool, before next: Int32
    ) throws(PatternError) -> Int32 {
        var first = next
        if let maximum {
            for _ in minimum..<max(minimum, maximum) {
                let start = try compile(part, before: first)
                first = try append(isLazy ? .split(next, start) : .split(start, next))
            }
        } else {
            // The loop is named before what is in it is known.
            let loop = try append(.split(next, next))
            let start = try compile(part, before: loop)
            steps[Int(loop)] = isLazy ? .split(next, start) : .split(start, next)
            first = loop
        }
        for _ in 0..<minimum { first = try compile(part, before: first) }
        return first
    }

    private mutating func compile(_ set: ScalarSet, before next: Int32) throws(PatternError) -> Int32 {
        var first: Int32?
        for sequence in UTF8Ranges.sequences(of: set).reversed() {
            var start = next
            for range in sequence.reversed() { start = try append(.byte(range, next: start)) }
            if let others = first { first = try append(.split(start, others)) } else { first = start }
        }
        // No character is in an empty set: a range that no byte of UTF-8 is in.
        if let first { return first }
        return try append(.byte(0xFF...0xFF, next: next))
    }

    // MARK: - Bytes

    private mutating func tellBytesApart() {
        var starts = [Bool](repeating: false, count: 257)
        func cut(_ range: ClosedRange<UInt8>) {
            starts[Int(range.lowerBound)] = true
            starts[Int(range.upperBound) + 1] = true
        }
        for case .byte(let range, _) in steps { cut(range) }
        if asksForPlaces {
            for range in ScalarSet.wordCharacters.ranges { cut(UInt8(range.lowerBound)...UInt8(range.upperBound)) }
            cut(0x0A...0x0A)
            cut(0x80...0xBF)
        }
        var number = 0
        for byte in 0..<256 {
            if byte > 0, starts[byte] { number += 1 }
            classes[byte] = UInt8(number)
        }
        classCount = number + 1
    }

    // MARK: - What a pattern begins with

    private static func startsAtTextStart(_ syntax: PatternSyntax) -> Bool {
        switch syntax {
        case .place(.textStart): true
        case .sequence(let parts): parts.first.map(startsAtTextStart) ?? false
        case .choice(let parts): parts.allSatisfy(startsAtTextStart)
        default: false
        }
    }

    private static func literalPrefix(of syntax: PatternSyntax) -> [UInt8] {
        var prefix: [UInt8] = []
        let parts = if case .sequence(let parts) = syntax { parts } else { [syntax] }
        for part in parts {
            guard case .character(let set) = part, let range = set.ranges.first, set.ranges.count == 1,
                range.count == 1, let scalar = Unicode.Scalar(range.lowerBound)
            else { break }
            prefix += Array(String(Character(scalar)).utf8)
        }
        return prefix
    }
}
