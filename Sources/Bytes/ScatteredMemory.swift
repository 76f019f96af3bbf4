import CIntrinsics

extension UnsafeMutableBufferPointer {
    /// Has an element fetched that will be looked at soon.
    @inlinable
    package func prefetch(_ index: Int) {
        precondition(indices.contains(index))
        baseAddress.map { UnsafeRawPointer($0 + index).fetch() }
    }
}

extension UnsafeRawPointer {
    @usableFromInline
    func fetch() { prefetch(self) }
}

extension UnsafeMutableRawBufferPointer {
    /// Asks for large pages, before the memory is first touched.
    @usableFromInline
    package func askForHugePages() {
        ask_for_huge_pages(baseAddress, count)
    }
}

/// The memory of the whole program.
package enum Memory {
    /// Gives back to the system what was freed: worth its time after work that needed much more than what follows.
    package static func giveBack() { give_back_freed_memory() }

    /// Whether the system has memory for so many bytes; of few it is not asked.
    package static func isThere(for count: Int) -> Bool { count < 1 << 26 || has_memory(count) }
}
