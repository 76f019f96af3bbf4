import Bytes

/// Where in the spill file the texts stand that recordings say of entries.
///
/// Of each entry the places form a ring, in the order of the recordings, and the last is known: so memory and time go by
/// what recordings say, and not by how many there are.
struct RecordedPlaces {
    /// Where the texts of one row stand.
    private struct Node {
        let place: Int
        let size: UInt32
        /// The next of the entry's nodes, of the last the first, in 31 bits; and in the highest whether the texts are all
        /// blank.
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
    /// Of each recording that says texts its number, and its first node.
    private var recordings: [(number: Int, first: Int32)] = []

    /// The most that is held: numbers of 31 bits say where.
    static let most = Int(Int32.max)

    /// How many rows' texts are held.
    var count: Int { nodes.count }

    /// Takes in where the texts of a row of a recording stand, which come recording by recording; the last row of one to
    /// speak of an entry counts, but that blank texts do not take the place of others.
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

    /// Calls with the places of an entry's texts in the order of the recordings: how many recordings with texts come before
    /// this one, the place and the size.
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
