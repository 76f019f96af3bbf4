import Bytes

/// Where the entries of a map were written, so that of equal keys the last one stays.
struct MapEntries {
    /// Places from the map's beginning on: a row has fewer bytes than 32 bits can count.
    private struct Entry {
        let start: UInt32
        let keyEnd: UInt32
        let end: UInt32
    }

    private let start: Int
    private var entries: [Entry] = []

    /// The entries of a map that begins at a place.
    init(start: Int) {
        self.start = start
    }

    /// Adds an entry that was written at a range of places, its key first.
    mutating func append(_ range: Range<Int>, keyEnd: Int) {
        entries.append(
            Entry(
                start: UInt32(range.lowerBound - start), keyEnd: UInt32(keyEnd - start),
                end: UInt32(range.upperBound - start)))
    }

    /// Removes each entry whose key comes again.
    func removeEarlier(in writer: inout ByteWriter) {
        guard entries.count > 1 else { return }
        let written = writer.bytes[start...]
        let kept = lastOfEachKey(in: written)
        guard kept.count < entries.count else { return }
        var map: [UInt8] = [UInt8(ascii: "{")]
        for (k, number) in kept.enumerated() {
            if k > 0 { map.append(UInt8(ascii: ",")) }
            let entry = entries[Int(number)]
            map.append(written[Int(entry.start)..<Int(entry.end)])
        }
        map.append(UInt8(ascii: "}"))
        writer.truncate(to: start)
        map.withByteView { writer.append($0) }
    }

    /// The numbers of the entries whose keys do not come again, in order.
    ///
    /// Sorted keys need no more than four bytes an entry; a set of them needs ten times as much.
    private func lastOfEachKey(in written: ByteView) -> [UInt32] {
        func key(_ number: UInt32) -> ByteView {
            let entry = entries[Int(number)]
            return written[Int(entry.start)..<Int(entry.keyEnd)]
        }
        var numbers = [UInt32](0..<UInt32(entries.count))
        numbers.sort { first, second in
            let (one, other) = (key(first), key(second))
            return one == other ? first < second : one < other
        }
        var kept: [UInt32] = []
        for (number, next) in zip(numbers, numbers.dropFirst()) where key(number) != key(next) { kept.append(number) }
        if let last = numbers.last { kept.append(last) }
        return kept.sorted()
    }
}
