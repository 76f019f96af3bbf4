import Bytes
import Messages
import Synthesis

/// What `curate synth` answers: the pool that it has made.
struct SynthAnswer: Answer {
    let pool: SyntheticPool
    let folder: String
    /// How many bytes the pool's files have.
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
