/// Plain values one after the other, as many as come, which have one owner: an array asks each time who else may hold it,
/// and this looks at its room or its bounds and at nothing else.
///
/// It belongs to one thread at a time.
@usableFromInline
package struct GrowingBuffer<Element: BitwiseCopyable>: ~Copyable {
    @usableFromInline private(set) var memory: UnsafeMutablePointer<Element>
    @usableFromInline private(set) var capacity: Int
    /// How many values there are.
    @usableFromInline package private(set) var count = 0

    /// A buffer that has room for so many values, and takes more when it needs it.
    @inlinable
    package init(capacity: Int) {
        self.capacity = capacity
        memory = .allocate(capacity: capacity)
    }

    deinit { memory.deallocate() }

    /// Where the first value stands; valid until values are added.
    @inlinable
    package var start: UnsafePointer<Element> { UnsafePointer(memory) }

    /// A value.
    @inlinable
    package subscript(place: Int) -> Element {
        get {
            precondition(place >= 0 && place < count, "no value stands there")
            return memory[place]
        }
        _modify {
            precondition(place >= 0 && place < count, "no value stands there")
            yield &memory[place]
        }
    }

    /// Appends a value.
    @inlinable
    package mutating func append(_ value: Element) {
        reserve(1).initialize(to: value)
        advance(by: 1)
    }

    /// Forgets the values behind a place.
    @inlinable
    package mutating func truncate(to place: Int) {
        precondition(place >= 0 && place <= count, "a buffer is cut behind its end")
        count = place
    }

    /// Room for so many values behind those that there are, valid until more is asked for.
    @inlinable
    package mutating func reserve(_ size: Int) -> UnsafeMutablePointer<Element> {
        if size > capacity - count { grow(by: size) }
        return memory + count
    }

    /// Counts values as appended for which there was room.
    @inlinable
    package mutating func advance(by size: Int) {
        precondition(size >= 0 && size <= capacity - count, "more was written than there was room for")
        count += size
    }

    /// Forgets all values, and lets go of memory for more than so many.
    @inlinable
    package mutating func empty(keepingRoomFor size: Int) {
        count = 0
        if capacity > size { self = GrowingBuffer(capacity: size) }
    }

    @inlinable
    @inline(never)
    mutating func grow(by size: Int) {
        let larger = max(count + size, 2 * capacity)
        let fresh = UnsafeMutablePointer<Element>.allocate(capacity: larger)
        fresh.initialize(from: memory, count: count)
        memory.deallocate()
        (memory, capacity) = (fresh, larger)
    }
}

extension GrowingBuffer: @unchecked Sendable where Element: Sendable {}
