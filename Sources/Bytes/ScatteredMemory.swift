import CIntrinsics

extension UnsafeMutableBufferPointer {
    /// Prefetches an element that will be accessed soon.
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
    /// Requests huge pages; call it before the memory is first used.
    @usableFromInline
    package func askForHugePages() {
        ask_for_huge_pages(baseAddress, count)
    }
}

/// The memory of the process.
package enum Memory {
    /// Returns freed memory to the system; worthwhile after work that needed much more memory than what follows.
    package static func giveBack() { give_back_freed_memory() }

    /// Returns whether the system has memory for `count` bytes; small amounts are not checked.
    package static func isThere(for count: Int) -> Bool { count < 1 << 26 || has_memory(count) }
}
