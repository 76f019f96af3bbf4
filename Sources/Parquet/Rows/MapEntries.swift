import Bytes

/// Where the entries of a map were written, so that of equal keys the last one stays.
struct MapEntries {
    private struct Entry {
        let start: Int
        var keyEnd: Int
        var end: Int
    }

    private let start: Int
    private var entries: [Entry] = []

    /// The entries of a map that begins at a place.
    init(start: Int) {
        self.start = start
    }

    mutating func begin(at place: Int) { entries.append(Entry(start: place, keyEnd: place, end: place)) }

    mutating func endKey(at place: Int) { entries[entries.count - 1].keyEnd = place }

    mutating func end(at place: Int) { entries[entries.count - 1].end = place }

    /// Removes each entry whose key comes again.
    func removeEarlier(in writer: inout ByteWriter) {
        guard entries.count > 1 else { return }
        let written = writer.bytes
        var seen: Set<ByteView> = []
        let kept = entries.reversed().filter { seen.insert(written[$0.start..<$0.keyEnd]).inserted }
        guard kept.count < entries.count else { return }
        var map: [UInt8] = [UInt8(ascii: "{")]
        for (k, entry) in kept.reversed().enumerated() {
            if k > 0 { map.append(UInt8(ascii: ",")) }
            map.append(written[entry.start..<entry.end])
        }
        map.append(UInt8(ascii: "}"))
        writer.truncate(to: start)
        map.withByteView { writer.append($0) }
    }
}
