import Bytes

/// The answer of `curate tokens`: the number of tokens of a text.
struct TokenCountAnswer: Answer {
    let count: Int

    var json: JSON { ["tokens": JSON(count)] }

    func lines(columns: Int) -> [String] { [String(count)] }
}
