/// Why a row could not be read, or what is left of a broken file.
package struct ReadingFault: Error {
    /// What is wrong, in words that do not name the place.
    package let reason: String
    /// The same in words in which nothing of the file stands; nil where nothing does anyhow.
    package var reasonWithoutText: String?
    /// The offset in bytes in the file, where that is known.
    package let offset: Int?
    /// Whether it stands for what is left of the file, however many rows that may have been.
    package var isRest = false
}

extension ReadingFault {
    /// What is said of a row that is longer than it may be.
    static func reason(ofRowLongerThan limit: Int) -> String {
        "longer than the \(limit) bytes that limits.row_bytes allows"
    }
}
