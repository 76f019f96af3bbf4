import Bytes

/// Looks for the place of the first match, taking all ways side by side (Pike's virtual machine).
///
/// Linear in the text as the automaton is, but slower: it remembers where each way began.
struct PatternSearch {
    private let program: PatternProgram
    private let text: ByteView

    /// A way through the program: the step it is at, and the offset at which it began.
    private struct Way {
        let step: Int32
        let start: Int
    }

    /// Takes a program and the text to look in.
    init(_ program: PatternProgram, in text: ByteView) {
        self.program = program
        self.text = text
    }

    /// Returns the offsets of the first match, or nil.
    func firstMatch() -> Range<Int>? {
        var ways: [Way] = []
        var match: Range<Int>?
        var closure = StepClosure(count: program.steps.count)
        for offset in 0...text.count {
            // One that began earlier is preferred; once there is a match no later beginning counts.
            if match == nil, !program.isAnchored || offset == 0 { ways.append(Way(step: program.start, start: offset)) }
            if ways.isEmpty { break }
            let previous = offset > 0 ? text[offset - 1] : nil
            let next = offset < text.count ? text[offset] : nil
            var following: [Way] = []
            closure.removeAll()
            ways: for way in ways {
                let known = closure.steps.count
                closure.add(way.step, of: program) { $0.isBetween(previous, next) }
                for step in closure.steps[known...] {
                    switch program.steps[Int(step)] {
                    case .found:
                        match = way.start..<offset
                        // What is preferred less ends here.
                        break ways
                    case .byte(let range, let behind):
                        if let next, range.contains(next) { following.append(Way(step: behind, start: way.start)) }
                    case .split, .place: break
                    }
                }
            }
            ways = following
        }
        return match
    }
}
