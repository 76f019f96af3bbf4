import Bytes

/// Some values of a column, one after the other, as they are taken from a page: nulls are not among them.
struct Values: ~Copyable {
    /// What is wrong with one of them.
    enum Fault {
        /// No UTF-8, and a text.
        case notText
        /// Longer than any row may be.
        case tooLong
    }

    /// Truth values and numbers of 4 and 8 bytes, as bits.
    var words = GrowingBuffer<UInt64>(capacity: Values.usual)
    /// Values of bytes.
    var slices = GrowingBuffer<ByteView>(capacity: Values.usual)
    /// The memory that the slices are of.
    var holder: PageMemory?
    /// Whether it is known which of the slices are text.
    var isChecked = false
    /// What is wrong, and at which place among the values; in order.
    var faults: [(place: Int, fault: Fault)] = []

    /// How many values are decoded at once.
    static let usual = 1024

    /// How many there are.
    var count: Int { max(words.count, slices.count) }

    /// Forgets all of them.
    mutating func clear() {
        words.truncate(to: 0)
        slices.truncate(to: 0)
        holder = nil
        isChecked = false
        if !faults.isEmpty { faults = [] }
    }
}

/// Decodes the values of a page, some at a time.
protocol ValueDecoder: AnyObject {
    /// Decodes the next values, one at least and no more than so many, into values of which there are none yet.
    ///
    /// Throws `ParquetError` when there is none left.
    func decode(_ count: Int, into values: inout Values) throws(ParquetError)
}

extension ParquetError {
    /// A page with fewer values than it should have.
    static var tooFewValues: ParquetError { ParquetError(.values, "the page has fewer values than it says") }
    /// A page whose deltas or lengths make no sense.
    static func delta(_ words: String) -> ParquetError { ParquetError(.delta, "delta encoding: \(words)") }
}
