/// Why a row could not be read, or what is left of a broken file.
package struct ReadingFault: Error {
    /// What is wrong, in words that do not name the place.
    package let reason: String
    /// The offset in bytes in the file, where that is known.
    package let offset: Int?
}

/// How much a reader gathers before it hands it on, where rows come one by one.
enum BatchLimit {
    /// In bytes: few enough to stay in a processor's cache.
    static let bytes = 1 << 18
    static let rows = 1 << 14
}
