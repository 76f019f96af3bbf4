import Messages

/// How far a stage that reads files has come, and how long the rest will take at the same rate.
struct ReadingRate {
    /// The numbers of bytes that were read, and of all.
    let done: Int, total: Int
    /// The number of rows that were read.
    let rows: Int
    /// The time that it took.
    let seconds: Double

    /// The time after which the rate says something about the rest.
    private static let leastSeconds = 2.0

    /// The share that was read, the rows, and after two seconds the rows per second and the time left:
    /// `84%, 1,234,567 rows, 45,000/s, 3 min 20 s left`.
    ///
    /// In this order, so that a narrow terminal cuts off what matters least; up to a billion rows it has at most 60 columns.
    var words: String {
        let share = total <= 0 ? 1 : min(1, Double(done) / Double(total))
        var words = "\(Int(100 * share))%, \(Wording.counted(rows, "row"))"
        guard seconds >= Self.leastSeconds, share > 0 else { return words }
        words += ", \(Wording.grouped(Int(Double(rows) / seconds)))/s"
        return words + ", \(Self.duration(Int((seconds * (1 - share) / share).rounded()))) left"
    }

    /// Returns a duration in its two largest units: `34 s`, `3 min 20 s`, `2 h 5 min`.
    static func duration(_ seconds: Int) -> String {
        switch seconds {
        case ..<60: "\(seconds) s"
        case ..<3600: "\(seconds / 60) min \(seconds % 60) s"
        default: "\(Wording.grouped(seconds / 3600)) h \(seconds % 3600 / 60) min"
        }
    }
}
