import CIntrinsics

/// An array that several threads fill, each place written by one of them at a time.
@usableFromInline
package final class SharedArray<Value: BitwiseCopyable>: @unchecked Sendable {
    @usableFromInline let values: UnsafeMutableBufferPointer<Value>

    /// An array of equal values.
    @inlinable
    package init(repeating value: Value, count: Int) {
        values = .allocate(capacity: count)
        UnsafeMutableRawBufferPointer(values).askForHugePages()
        values.initialize(repeating: value)
    }

    @inlinable
    deinit {
        values.deallocate()
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
        precondition(values.indices.contains(index))
        values.baseAddress.map { CIntrinsics.prefetch($0 + index) }
    }
}
