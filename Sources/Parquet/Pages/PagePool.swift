/// Memory that is used again, from one page to the next and from one span of rows to the next: to have fresh memory for each
/// page costs a quarter of the time that it takes to read it.
///
/// It belongs to one thread at a time; what it handed out may be held by others for as long as they like.
package final class PagePool {
    private var memories: [PageMemory] = []
    private var size = 0

    /// How much memory is kept, in pieces and in bytes.
    private static let mostPieces = 64
    private static let mostBytes = 1 << 26

    /// A pool that has no memory yet.
    package init() {}

    /// Memory for so many bytes or more, which nobody else holds.
    func take(_ count: Int) throws(ParquetError) -> PageMemory {
        for k in memories.indices where memories[k].buffer.count / 4 <= count && memories[k].buffer.count >= count {
            if isKnownUniquelyReferenced(&memories[k]) { return memories[k] }
        }
        // Pages have about the same size, so that the next one is likely to find room.
        let memory = try PageMemory(max(count + count / 4, 1 << 12))
        keep(memory)
        return memory
    }

    private func keep(_ memory: PageMemory) {
        let count = memory.buffer.count
        // What nobody holds and what is too small makes room for what was needed now.
        while memories.count == Self.mostPieces || size + count > Self.mostBytes {
            guard let unused = memories.indices.first(where: { isKnownUniquelyReferenced(&memories[$0]) }) else {
                return
            }
            size -= memories[unused].buffer.count
            memories.remove(at: unused)
        }
        memories.append(memory)
        size += count
    }
}
