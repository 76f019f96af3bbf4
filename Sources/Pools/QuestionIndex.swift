/// The zero-based index of a question in the pool, which is used as the index of `PerQuestion`.
@usableFromInline
package struct QuestionIndex: RawRepresentable, Hashable, Strideable, Sendable, BitwiseCopyable {
    /// The index in 32 bits, since many are stored.
    @usableFromInline package let rawValue: Int32

    /// Creates an index from its raw value.
    @inlinable
    package init(rawValue: Int32) {
        self.rawValue = rawValue
    }

    /// Creates the index of the question at a position in the pool.
    ///
    /// The number of questions is limited so that all positions fit in 31 bits.
    @inlinable
    package init(_ position: Int) {
        rawValue = Int32(position)
    }

    /// The zero-based position in the pool.
    @inlinable
    package var position: Int { Int(rawValue) }

    /// Returns whether a question comes before another.
    @inlinable
    package static func < (a: QuestionIndex, b: QuestionIndex) -> Bool { a.rawValue < b.rawValue }

    /// Returns whether two indices are equal.
    @inlinable
    package static func == (a: QuestionIndex, b: QuestionIndex) -> Bool { a.rawValue == b.rawValue }

    /// Hashes the index.
    @inlinable
    package func hash(into hasher: inout Hasher) {
        hasher.combine(rawValue)
    }

    /// Returns the number of positions to another index.
    @inlinable
    package func distance(to other: QuestionIndex) -> Int { other.position - position }

    /// Returns the index `count` positions after this one.
    @inlinable
    package func advanced(by count: Int) -> QuestionIndex { QuestionIndex(position + count) }
}

extension QuestionIndex: ExpressibleByIntegerLiteral {
    /// Creates an index from an integer literal.
    @inlinable
    package init(integerLiteral number: Int32) {
        self.init(rawValue: number)
    }
}

extension [QuestionIndex] {
    /// Returns the position of a question in a list in ascending order, or nil if it is not in the list.
    package func firstIndexOfSorted(_ question: QuestionIndex) -> Int? {
        let place = partitioningIndex { $0 >= question }
        return place < count && self[place] == question ? place : nil
    }
}

/// A collection with one value per question.
@usableFromInline
package struct PerQuestion<Value: Sendable>: RandomAccessCollection, Sendable {
    /// The values, in the order of the questions.
    @usableFromInline package let values: [Value]

    /// Creates a collection from values in the order of the questions.
    @inlinable
    package init(_ values: [Value]) {
        self.values = values
    }

    /// The index of the first question.
    @inlinable
    package var startIndex: QuestionIndex { QuestionIndex(rawValue: 0) }

    /// The index after the last question.
    @inlinable
    package var endIndex: QuestionIndex { QuestionIndex(values.count) }

    /// The value of a question.
    @inlinable
    package subscript(question: QuestionIndex) -> Value { values[question.position] }
}
