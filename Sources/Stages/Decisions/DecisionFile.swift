import Files
import Pools

/// A stage's `decisions.jsonl`: one line for each question that entered, in pool order.
package enum DecisionFile {
    /// The file's name in a stage's folder.
    package static let fileName = "decisions.jsonl"

    /// Returns the numbers in the pool of the questions that a stage kept.
    ///
    /// Throws `FileError` when the file cannot be read or is not of this pool.
    ///
    /// - Parameter candidates: the questions it may speak of, as `DecisionCursor` takes them.
    package static func kept(
        _ file: InputFile, of questions: any Questions, among candidates: [QuestionIndex]?
    ) throws(FileError) -> [QuestionIndex] {
        var kept: [QuestionIndex] = []
        var cursor = DecisionCursor(file, of: questions, among: candidates)
        while let line = try cursor.next() {
            if line.isKept { kept.append(line.question) }
        }
        return kept
    }
}
