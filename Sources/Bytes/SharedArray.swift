import CIntrinsics

/// An array that several threads fill, each place written by one of them at a time.
@usableFromInline
package final class SharedArray<Value: BitwiseCopyable>: @unchecked Sendable {
    @usableFromInline let values: UnsafeMutableBufferPointer<Value>

    /// An array of equal values.
    @inlinable
    package init(repeating value: Value, count: Int) {
        values = Self.memory(count)
        values.initialize(repeating: value)
    }

    /// An array of zeros, each page of which costs its first user's time and nothing before.
    @inlinable
    package init(zeros count: Int) where Value: FixedWidthInteger {
        values = Self.memory(count)
    }

    @usableFromInline
    static func memory(_ count: Int) -> UnsafeMutableBufferPointer<Value> {
        guard let memory = allocate_zeroed(max(count, 1) * MemoryLayout<Value>.stride) else {
            preconditionFailure("no memory for \(count) values")
        }
        let bytes = UnsafeMutableRawBufferPointer(start: memory, count: count * MemoryLayout<Value>.stride)
        bytes.askForHugePages()
        return bytes.bindMemory(to: Value.self)
    }

    @inlinable
    deinit {
        Self.free(values)
    }

    @usableFromInline
    static func free(_ values: UnsafeMutableBufferPointer<Value>) {
        free_zeroed(values.baseAddress)
    }

    /// How many values there are.
    @inlinable
    package var count: Int { values.count }

    /// The value at a place.
    @inlinable
    package subscript(index: Int) -> Value {
        get {
            precondition(values.indices.contains(index))
            return values[index]
        }
        set {
            precondition(values.indices.contains(index))
            values[index] = newValue
        }
    }

    /// Has a place fetched that will be looked at soon.
    func prefetch(_ index: Int) {
        values.prefetch(index)
    }
}
