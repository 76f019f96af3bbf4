import Bytes

/// The locations in the spill file of the recorded texts of each entry.
///
/// The locations of an entry form a circular list in the order of the recordings, to which the last element is known.
/// Memory and time are therefore proportional to the recorded texts, regardless of the number of recordings.
struct RecordedPlaces {
    /// The location of the texts of one row.
    private struct Node {
        let place: Int
        let size: UInt32
        /// The index of the entry's next node (of the first, for the last node) in 31 bits; the highest bit is set if
        /// all texts are blank.
        private var link: UInt32

        init(place: Int, size: UInt32, isBlank: Bool, next: Int32) {
            self.place = place
            self.size = size
            link = UInt32(next) | (isBlank ? 1 << 31 : 0)
        }

        var isBlank: Bool { link >> 31 == 1 }

        var next: Int32 {
            get { Int32(link & .max >> 1) }
            set { link = UInt32(newValue) | link & 1 << 31 }
        }
    }

    private var nodes: [Node] = []
    /// The last node of each entry.
    private var last = EntryColumn<Int32>(nothing: -1)
    /// The number and the first node of each recording that has texts.
    private var recordings: [(number: Int, first: Int32)] = []

    /// The maximum number of locations, which are numbered with 31 bits.
    static let most = Int(Int32.max)

    /// The number of stored locations.
    var count: Int { nodes.count }

    /// Adds the location of the texts of a row.
    ///
    /// Rows must be added recording by recording. Within a recording, the last row of an entry is effective, except
    /// that blank texts do not replace others.
    mutating func set(_ entry: Int32, _ recording: Int, place: Int, size: UInt32, isBlank: Bool) {
        if recordings.last?.number != recording { recordings.append((recording, Int32(nodes.count))) }
        last.reach(Int(entry) + 1)
        let before = last.values[Int(entry)]
        if before >= recordings[recordings.count - 1].first {
            if isBlank, !nodes[Int(before)].isBlank { return }
            nodes[Int(before)] = Node(place: place, size: size, isBlank: isBlank, next: nodes[Int(before)].next)
            return
        }
        let new = Int32(nodes.count)
        nodes.append(
            Node(place: place, size: size, isBlank: isBlank, next: before < 0 ? new : nodes[Int(before)].next))
        if before >= 0 { nodes[Int(before)].next = new }
        last.values[Int(entry)] = new
    }

    /// Calls `body` with the locations of an entry's texts in the order of the recordings: the index of the recording
    /// among those with texts, the offset and the size.
    func forEach(_ entry: Int, _ body: (_ recording: Int, _ place: Int, _ size: Int) throws -> Void) rethrows {
        guard let end = last[entry] else { return }
        var node = end
        repeat {
            node = nodes[Int(node)].next
            let recording = recordings.partitioningIndex { $0.first > node } - 1
            try body(recording, nodes[Int(node)].place, Int(nodes[Int(node)].size))
        } while node != end
    }
}
