import Bytes
import Messages
import Synthesis

/// The answer of `curate synth`: the pool that it made.
struct SynthAnswer: Answer {
    let pool: SyntheticPool
    let folder: String
    /// The total size of the pool's files in bytes.
    let size: Int

    var json: JSON {
        var answer = pool.json.object ?? JSONObject()
        answer["out"] = .string(folder)
        answer["bytes"] = JSON(size)
        return .object(answer)
    }

    func lines(columns: Int) -> [String] {
        ["\(Wording.counted(pool.rows, "question")) in \(folder), \(Wording.counted(size, "byte"))"]
    }
}
