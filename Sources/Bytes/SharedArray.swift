import CIntrinsics

/// An array that several threads fill; each element is written by one thread at a time.
@usableFromInline
package final class SharedArray<Value: BitwiseCopyable>: @unchecked Sendable {
    @usableFromInline let values: UnsafeMutableBufferPointer<Value>

    /// Creates an array of equal values.
    @inlinable
    package init(repeating value: Value, count: Int) {
        values = Self.memory(count)
        values.initialize(repeating: value)
    }

    /// Creates an array of zeros, whose pages are only committed when first used.
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

    /// The number of values.
    @inlinable
    package var count: Int { values.count }

    /// The value at an index.
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

    /// Prefetches an element that will be accessed soon.
    func prefetch(_ index: Int) {
        values.prefetch(index)
    }
}
