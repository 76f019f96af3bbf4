/// A growing buffer of trivial values with a single owner, so that, unlike an array, it needs no uniqueness check for
/// access.
///
/// It is not thread-safe.
@usableFromInline
package struct GrowingBuffer<Element: BitwiseCopyable>: ~Copyable {
    @usableFromInline private(set) var memory: UnsafeMutablePointer<Element>
    @usableFromInline private(set) var capacity: Int
    /// The number of values.
    @usableFromInline package private(set) var count = 0

    /// Creates a buffer with room for `capacity` values, which grows as needed.
    @inlinable
    package init(capacity: Int) {
        self.capacity = capacity
        memory = .allocate(capacity: capacity)
    }

    deinit { memory.deallocate() }

    /// The address of the first value; valid until values are added.
    @inlinable
    package var start: UnsafePointer<Element> { UnsafePointer(memory) }

    /// The value at an index.
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

    /// Removes the values from an index on.
    @inlinable
    package mutating func truncate(to place: Int) {
        precondition(place >= 0 && place <= count, "a buffer is cut behind its end")
        count = place
    }

    /// Returns memory for `size` values after the existing ones, valid until more is reserved.
    @inlinable
    package mutating func reserve(_ size: Int) -> UnsafeMutablePointer<Element> {
        if size > capacity - count { grow(by: size) }
        return memory + count
    }

    /// Adds reserved values to the count.
    @inlinable
    package mutating func advance(by size: Int) {
        precondition(size >= 0 && size <= capacity - count, "more was written than there was room for")
        count += size
    }

    /// Removes all values, and frees memory beyond a capacity of `size` values.
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
