/// Recycles buffers: a fresh buffer costs the system a page fault for every 4 KiB, a used one none.
package final class BufferPool: @unchecked Sendable {
    private let monitor = Monitor()
    /// Protected by `monitor`.
    private var free: [[UInt8]] = []

    /// Creates an empty pool.
    package init() {}

    /// Returns a buffer with the contents and count that its last user left.
    package func take() -> [UInt8] {
        monitor.withLock { free.popLast() } ?? []
    }

    /// Returns a buffer to the pool.
    ///
    /// Buffers of more than 16 MiB, which a single huge row can leave behind, are freed instead.
    package func give(_ buffer: consuming [UInt8]) {
        guard buffer.capacity <= 16 << 20 else { return }
        let buffer = buffer
        monitor.withLock { free.append(buffer) }
    }
}
