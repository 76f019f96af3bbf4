/// Buffers that go from hand to hand: a fresh one costs the system a page fault every 4 KiB, a used one nothing.
package final class BufferPool: @unchecked Sendable {
    private let monitor = Monitor()
    /// Touched under the monitor.
    private var free: [[UInt8]] = []

    /// A pool of no buffers yet.
    package init() {}

    /// A buffer; its content and count are what its last user left.
    package func take() -> [UInt8] {
        monitor.withLock { free.popLast() } ?? []
    }

    /// Takes a buffer back.
    ///
    /// Buffers that a single huge row made huge are let go.
    package func give(_ buffer: consuming [UInt8]) {
        guard buffer.capacity <= 16 << 20 else { return }
        let buffer = buffer
        monitor.withLock { free.append(buffer) }
    }
}
