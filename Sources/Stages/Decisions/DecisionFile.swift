import Files
import Pools

/// A stage's `decisions.jsonl`, which has one line for each question that entered the stage, in pool order.
package enum DecisionFile {
    /// The file's name in a stage's folder.
    package static let fileName = "decisions.jsonl"

    /// Returns the questions that a stage kept.
    ///
    /// Throws `FileError` when the file cannot be read or does not belong to this pool.
    ///
    /// - Parameter candidates: the questions that can occur, as for `DecisionCursor`.
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
