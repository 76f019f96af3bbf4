/// Bytes in memory of their own that never change, so that looking at them touches no reference count.
package final class HeldBytes: @unchecked Sendable {
    /// The bytes; valid as long as the holder.
    package let view: ByteView
    private let memory: UnsafeMutableBufferPointer<UInt8>

    /// A copy of some bytes.
    package init(_ bytes: some Collection<UInt8>) {
        memory = .allocate(capacity: max(1, bytes.count))
        let count = memory.initialize(fromContentsOf: bytes)
        view = ByteView(UnsafeBufferPointer(rebasing: memory[..<count]))
    }

    deinit {
        memory.deallocate()
    }
}

/// Distinct texts by number, each in memory of its own.
package struct HeldTexts: Sendable {
    private let holders: [HeldBytes]
    /// The texts; valid as long as this value or a copy of it.
    package let views: [ByteView]

    /// The texts of a table.
    package init(_ table: StringTable) {
        holders = (0..<table.count).map { table.withText($0) { HeldBytes($0.buffer) } }
        views = holders.map(\.view)
    }
}
