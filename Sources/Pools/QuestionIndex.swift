/// The number of a question, from 0, in the order of the pool: a place in `PerQuestion` and in nothing else.
@usableFromInline
package struct QuestionIndex: RawRepresentable, Hashable, Strideable, Sendable, BitwiseCopyable {
    /// The number, in 32 bits: very many of them are held.
    @usableFromInline package let rawValue: Int32

    /// The question of a number.
    @inlinable
    package init(rawValue: Int32) {
        self.rawValue = rawValue
    }

    /// The question at a place of the pool.
    ///
    /// There are no more questions than numbers of 31 bits tell apart.
    @inlinable
    package init(_ position: Int) {
        rawValue = Int32(position)
    }

    /// The place in the pool, from 0.
    @inlinable
    package var position: Int { Int(rawValue) }

    /// Whether a question comes before another.
    @inlinable
    package static func < (a: QuestionIndex, b: QuestionIndex) -> Bool { a.rawValue < b.rawValue }

    /// Whether two are one question.
    @inlinable
    package static func == (a: QuestionIndex, b: QuestionIndex) -> Bool { a.rawValue == b.rawValue }

    /// Feeds the number to a hasher.
    @inlinable
    package func hash(into hasher: inout Hasher) {
        hasher.combine(rawValue)
    }

    /// How many questions further another is.
    @inlinable
    package func distance(to other: QuestionIndex) -> Int { other.position - position }

    /// The question so many further.
    @inlinable
    package func advanced(by count: Int) -> QuestionIndex { QuestionIndex(position + count) }
}

extension QuestionIndex: ExpressibleByIntegerLiteral {
    /// The question of a number that is written down.
    @inlinable
    package init(integerLiteral number: Int32) {
        self.init(rawValue: number)
    }
}

extension [QuestionIndex] {
    /// Where a question stands in an ascending list, or nil when it does not.
    package func firstIndexOfSorted(_ question: QuestionIndex) -> Int? {
        let place = partitioningIndex { $0 >= question }
        return place < count && self[place] == question ? place : nil
    }
}

/// A value of each question.
@usableFromInline
package struct PerQuestion<Value: Sendable>: RandomAccessCollection, Sendable {
    /// The values in the order of the questions.
    @usableFromInline package let values: [Value]

    /// The values of questions in their order.
    @inlinable
    package init(_ values: [Value]) {
        self.values = values
    }

    /// The first question.
    @inlinable
    package var startIndex: QuestionIndex { QuestionIndex(rawValue: 0) }

    /// What would be the question behind the last.
    @inlinable
    package var endIndex: QuestionIndex { QuestionIndex(values.count) }

    /// The value of a question.
    @inlinable
    package subscript(question: QuestionIndex) -> Value { values[question.position] }
}
