import CIntrinsics

extension Array where Element: BitwiseCopyable {
    /// An array of equal elements that will be looked at here and there, in large pages where the system has them.
    @inlinable
    package init(scatteredRepeating element: Element, count: Int) {
        self.init(unsafeUninitializedCapacity: count) { memory, initialized in
            UnsafeMutableRawBufferPointer(memory).askForHugePages()
            memory.initialize(repeating: element)
            initialized = count
        }
    }

    /// Has an element fetched that will be looked at soon.
    @inlinable
    package func prefetch(_ index: Int) {
        withUnsafeBufferPointer { UnsafeMutableBufferPointer(mutating: $0).prefetch(index) }
    }
}

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
