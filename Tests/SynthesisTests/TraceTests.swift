import Bytes
import Testing

@testable import Synthesis

@Suite("Traces")
struct TraceTests {
    private func trace(_ tokens: Int, _ scale: Double, isRight: Bool) -> (Exercise, String) {
        let exercise = AlgebraExercises.all[0].exercise(1_234_567)
        var writer = TraceWriter()
        writer.write(
            exercise, tokens: tokens, scale: scale, isRight: isRight, chance: Chance(seed: 1, source: 2, row: 3))
        return (exercise, String(decoding: writer.bytes, as: UTF8.self))
    }

    @Test("end in the right answer or in the slip, as recorded")
    func answers() {
        let (exercise, right) = trace(1500, 1, isRight: true)
        #expect(right.hasSuffix(" \(exercise.answer.text)."))
        let (_, wrong) = trace(1500, 1, isRight: false)
        #expect(wrong.hasSuffix(" \(exercise.slip.text)."))
        #expect(exercise.steps.allSatisfy { right.contains($0.text) })
    }

    @Test("are as long as wanted, and say so when they are shortened", arguments: [120, 1500, 30_000])
    func lengths(_ tokens: Int) {
        let (_, whole) = trace(tokens, 1, isRight: true)
        #expect(
            whole.utf8.count >= min(4 * tokens - 150, 4 * tokens) - 100
                && whole.utf8.count < max(4 * tokens + 400, 1100))
        #expect(!whole.contains("shortened"))
        let (_, part) = trace(tokens, 0.1, isRight: true)
        #expect(part.hasSuffix("\n[This trace is shortened: the whole one has \(tokens) tokens.]"))
        #expect(part.utf8.count < max(whole.utf8.count, 1200))
    }

    @Test("lengths are log-normal around 1,500 tokens, with a long tail")
    func distribution() {
        let lengths = (0..<20_000).map { Chance(seed: 0, source: 0, row: $0).tokens }.sorted()
        #expect(abs(lengths[10_000] - 1500) < 40)
        #expect(lengths[0] >= 120 && lengths[19_999] <= 30_000 && lengths[19_990] > 9_000)
        // The quartiles of a log-normal with sigma 0.72 are e^(-0.4856) and e^(0.4856) times the median.
        #expect(abs(lengths[5_000] - 923) < 30)
        #expect(abs(lengths[15_000] - 2438) < 70)
    }
}
