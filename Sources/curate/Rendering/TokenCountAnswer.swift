import Bytes

/// What `curate tokens` answers of a text: how many tokens it has.
struct TokenCountAnswer: Answer {
    let count: Int

    var json: JSON { ["tokens": JSON(count)] }

    func lines(columns: Int) -> [String] { [String(count)] }
}
