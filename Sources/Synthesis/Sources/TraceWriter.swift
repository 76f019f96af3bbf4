import Bytes

/// A writer of reasoning traces: the steps of a solution with checks in between, up to the desired length.
struct TraceWriter {
    /// The text written so far.
    private(set) var bytes: [UInt8] = []
    private var random: UInt64 = 0
    /// The numbers in the exercise, which the checks use.
    private var numbers: [Int] = []

    /// Writes the trace of an exercise.
    ///
    /// - Parameters:
    ///   - tokens: the length of the whole trace, with four bytes per token.
    ///   - scale: the share of the trace to write.
    ///   - isRight: whether the trace ends with the correct answer.
    mutating func write(_ exercise: Exercise, tokens: Int, scale: Double, isRight: Bool, chance: Chance) {
        bytes.removeAll(keepingCapacity: true)
        random = chance.bits(.trace)
        let wanted = Int(4 * Double(tokens) * scale)
        collectNumbers(of: exercise)
        bytes.append(Self.openings[below(Self.openings.count)])
        for (k, step) in exercise.steps.enumerated() {
            bytes.append("\n\n")
            bytes.append(Self.links[below(Self.links.count)])
            bytes.append(contentsOf: step.bytes)
            if !isRight, k == exercise.steps.count - 1 {
                bytes.append(" Carrying this through in my head I get ")
                bytes.append(contentsOf: exercise.slip.bytes)
                bytes.append(".")
            }
        }
        let closing = 120 + exercise.answer.bytes.count
        while bytes.count + closing < wanted {
            bytes.append(below(3) == 0 ? "\n\n" : " ")
            check(exercise.number ?? 360)
        }
        bytes.append("\n\n")
        bytes.append(Self.closings[below(Self.closings.count)])
        bytes.append(contentsOf: isRight ? exercise.answer.bytes : exercise.slip.bytes)
        bytes.append(".")
        if scale < 1 {
            bytes.append("\n[This trace is shortened: the whole one has ")
            bytes.append(decimal: tokens)
            bytes.append(" tokens.]")
        }
    }

    private static let openings: [StaticString] = [
        "Let me first make sure that I understand what is asked.",
        "I read the question twice, since such questions hide a condition in the middle.",
        "So, what is given here and what is wanted?", "Okay, let me work through this slowly.",
        "Let me set the problem up before I compute anything.",
        "Hmm, this looks familiar, but I should not trust the first idea.",
    ]
    private static let links: [StaticString] = [
        "First: ", "Now, ", "Next I note this. ", "Here is the point. ", "So: ", "Going on from there: ",
        "Wait, let me write it down properly. ", "",
    ]
    private static let closings: [StaticString] = [
        "So the answer is ", "Everything agrees, and the answer is ", "I am done: it is ", "Therefore the result is ",
        "That leaves me with ",
    ]

    private mutating func collectNumbers(of exercise: Exercise) {
        numbers.removeAll(keepingCapacity: true)
        var value = 0
        for phrase in [exercise.question] + exercise.steps {
            for byte in phrase.bytes {
                if byte.isASCIIDigit, value < 100_000 {
                    value = 10 * value + Int(byte - 0x30)
                } else {
                    if value > 1, value < 100_000, numbers.count < 24 { numbers.append(value) }
                    value = 0
                }
            }
        }
    }

    /// Returns a number of the exercise, or one close to it.
    private mutating func number() -> Int {
        guard !numbers.isEmpty else { return 12 + below(980) }
        return max(2, numbers[below(numbers.count)] + below(5) - 2)
    }

    private mutating func below(_ count: Int) -> Int {
        random = Chance.mix(random, 0x5DEE_CE66_D1CE_4E5B)
        return Int(random >> 33) % count
    }

    private mutating func say(_ words: StaticString, _ number: Int) {
        bytes.append(words)
        bytes.append(decimal: number)
    }

    /// Writes a check of some arithmetic, of which every line is true.
    private mutating func check(_ answer: Int) {
        let (a, b) = (number(), number() % 90 + 10)
        switch below(9) {
        case 0:
            say("Let me check a product to be sure: ", a)
            say(" times ", b)
            say(" is ", a)
            say(" times ", b / 10 * 10)
            say(", that is ", a * (b / 10 * 10))
            say(", plus ", a)
            say(" times ", b % 10)
            say(", that is ", a * (b % 10))
            say(", so ", a * b)
            bytes.append(".")
        case 1:
            say("Does ", b)
            say(" divide ", a * 7)
            say("? We have ", b)
            say(" \u{B7} ", a * 7 / b)
            say(" = ", a * 7 / b * b)
            say(", which leaves ", a * 7 % b)
            bytes.append(a * 7 % b == 0 ? ", so it does." : ", so it does not.")
        case 2:
            say("A smaller case: the sum of the first ", b)
            say(" numbers is ", b)
            say(" \u{B7} ", b + 1)
            say(" / 2 = ", b * (b + 1) / 2)
            bytes.append(", as the formula says.")
        case 3:
            say("Squares nearby: $", a)
            say("^2 = ", a * a)
            say("$ and $", a + 1)
            say("^2 = ", (a + 1) * (a + 1))
            say("$; they differ by ", 2 * a + 1)
            bytes.append(".")
        case 4:
            let remainder = abs(answer) % 9
            say("Casting out nines from ", answer)
            say(" leaves ", remainder)
            bytes.append(", and I keep that in mind for the end.")
        case 5:
            say("If instead there were ", a)
            say(" of them in ", b)
            say(" equal rows, each row would have ", a / b)
            say(" and ", a % b)
            bytes.append(" would be left over. That is not our case, but the order of size is plausible.")
        case 6:
            say("Alternatively, go backwards: ", a + b)
            say(" less ", b)
            say(" is ", a)
            say(", and ", a * b)
            say(" divided by ", b)
            say(" is ", a)
            bytes.append(" again. Fine.")
        case 7:
            say("In fractions, $\\frac{", a)
            say("}{", b)
            say("}$ lies between ", a / b)
            say(" and ", a / b + 1)
            bytes.append(", so there is no whole number to worry about unless it divides.")
        default:
            bytes.append(
                "Hold on. Did I use every condition? The numbers in the question all occur in the steps above, none is left over, and nothing was assumed that is not stated."
            )
        }
    }
}
