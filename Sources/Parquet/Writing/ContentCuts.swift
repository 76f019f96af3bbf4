import Bytes

/// Finds the places at which a column is cut into pages: by what stands there, so that rows that are added or removed change
/// the pages around them and no others.
///
/// It is content-defined chunking with a gear hash (Xia et al., "FastCDC", USENIX ATC 2016), which cuts only between rows.
struct ContentCuts {
    /// The fewest bytes of a page that is cut by its content, and the most of a page of more than one row.
    static let (least, most) = (1 << 17, 1 << 20)

    /// The most bytes of a text beside its own.
    static let besides = 5

    /// A page is expected to have 256 KB more than the least.
    private static let mask: UInt64 = ~0 << (64 - 18)

    private static let gears: [UInt64] = {
        // SplitMix64.
        var state: UInt64 = 0
        return (0..<256).map { _ in
            state &+= 0x9E37_79B9_7F4A_7C15
            var value = state
            value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
            value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
            return value ^ value >> 31
        }
    }()

    private var hash: UInt64 = 0
    private var isMarked = false
    /// The number of bytes since the last cut, at most: levels may need fewer.
    private var size = 0

    /// Counts bytes that stand beside the content: the lengths of texts, and levels of more than one value.
    mutating func count(_ bytes: Int) { size += bytes }

    /// Whether a page should end before a row of so many bytes, so that it does not become larger than the most.
    ///
    /// A page that has fewer bytes than the least takes in the row all the same.
    func endsBefore(rowOf bytes: Int) -> Bool { size >= Self.least && size + bytes > Self.most }

    /// Takes in bytes of a row.
    mutating func take(_ bytes: ByteView) {
        size += bytes.count
        guard size >= Self.least else { return }
        var (hash, isMarked) = (hash, isMarked)
        Self.gears.withUnsafeBufferPointer { gears in
            for byte in bytes.buffer {
                hash = hash << 1 &+ gears[Int(byte)]
                if hash & Self.mask == 0 { isMarked = true }
            }
        }
        (self.hash, self.isMarked) = (hash, isMarked)
    }

    /// Ends a row; returns whether a page ends with it.
    mutating func endRow() -> Bool {
        // A null is a byte, so that pages of nulls end, too.
        size += 1
        guard isMarked || size >= Self.most else { return false }
        (size, isMarked, hash) = (0, false, 0)
        return true
    }

    /// Begins a page although the content does not ask for it.
    mutating func restart() { (size, isMarked, hash) = (0, false, 0) }
}
