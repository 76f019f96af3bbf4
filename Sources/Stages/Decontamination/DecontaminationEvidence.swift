import Pools
import Rows

/// The members that several kinds of overlap evidence share.
private enum OverlapKey {
    /// The shared words, extended as far as they match.
    static let words = EvidenceKey<String>("words")
    /// What questions with the same text disagree on, if anything.
    static let conflict = EvidenceKey<[String]>("conflict")
    /// The name under which decisions with a conflict are counted within their rule.
    static let countedApart = "conflict"
}

/// The words that a question shares with an item of an evaluation set.
struct BenchmarkOverlap: Evidence {
    private enum Key {
        static let benchmark = EvidenceKey<String>("benchmark")
    }

    /// The evaluation set's name.
    let benchmark: String
    /// The location of the item.
    let place: RowPlace
    /// The shared words, extended as far as they match.
    let words: String

    init(benchmark: String, place: RowPlace, words: String) {
        (self.benchmark, self.place, self.words) = (benchmark, place, words)
    }

    init(reading members: EvidenceReader) throws(EvidenceError) {
        benchmark = try members.value(Key.benchmark)
        place = try RowPlace(reading: members)
        words = try members.value(OverlapKey.words)
    }

    func write(to members: inout EvidenceWriter) {
        members.write(Key.benchmark, benchmark)
        place.write(to: &members)
        members.write(OverlapKey.words, words)
    }
}

extension EvaluationSets.Match {
    /// The shared words and the item that contains them.
    var evidence: BenchmarkOverlap {
        BenchmarkOverlap(
            benchmark: item.benchmark,
            place: RowPlace(file: item.file, unit: item.origin.unit, number: item.origin.number), words: words)
    }
}

/// Another question of the pool.
struct PoolQuestion: Evidence {
    private enum Key {
        static let question = EvidenceKey<QuestionID>("question")
        static let source = EvidenceKey<String>("source")
        static let origin = EvidenceKey<RowPlace>("origin")
    }

    let question: QuestionID
    let source: String
    let origin: RowPlace

    init(question: QuestionID, source: String, origin: RowPlace) {
        (self.question, self.source, self.origin) = (question, source, origin)
    }

    /// Creates the evidence for a question of the pool.
    init(_ question: QuestionIndex, of questions: any Questions) {
        let origin = questions.origin(of: question)
        self.init(
            question: questions.id(of: question), source: questions.facts.sourceName(of: question),
            origin: RowPlace(file: origin.file, unit: origin.unit, number: origin.number))
    }

    init(reading members: EvidenceReader) throws(EvidenceError) {
        question = try members.value(Key.question)
        source = try members.value(Key.source)
        origin = try members.value(Key.origin)
    }

    func write(to members: inout EvidenceWriter) {
        members.write(Key.question, question)
        members.write(Key.source, source)
        members.write(Key.origin, origin)
    }
}

/// Another question with the same text, which a question repeats.
struct RepeatedQuestion: Evidence {
    let other: PoolQuestion
    /// What the questions with this text disagree on, by the names of `DuplicateConflict`.
    let conflict: [String]

    init(other: PoolQuestion, conflict: [DuplicateConflict]) {
        (self.other, self.conflict) = (other, conflict.map(\.rawValue))
    }

    init(reading members: EvidenceReader) throws(EvidenceError) {
        other = try PoolQuestion(reading: members)
        conflict = try members.optional(OverlapKey.conflict) ?? []
    }

    func write(to members: inout EvidenceWriter) {
        other.write(to: &members)
        members.writeIfPresent(OverlapKey.conflict, conflict.isEmpty ? nil : conflict)
    }

    var countedApart: String? { conflict.isEmpty ? nil : OverlapKey.countedApart }
}

/// The words that a question shares with another question of the pool.
struct QuestionOverlap: Evidence {
    let other: PoolQuestion
    /// The shared words, extended as far as they match.
    let words: String
    /// What the two disagree on if they have the same text, by the names of `DuplicateConflict`.
    let conflict: [String]

    init(other: PoolQuestion, words: String, conflict: [DuplicateConflict]) {
        (self.other, self.words, self.conflict) = (other, words, conflict.map(\.rawValue))
    }

    init(reading members: EvidenceReader) throws(EvidenceError) {
        other = try PoolQuestion(reading: members)
        words = try members.value(OverlapKey.words)
        conflict = try members.optional(OverlapKey.conflict) ?? []
    }

    func write(to members: inout EvidenceWriter) {
        other.write(to: &members)
        members.write(OverlapKey.words, words)
        members.writeIfPresent(OverlapKey.conflict, conflict.isEmpty ? nil : conflict)
    }

    var countedApart: String? { conflict.isEmpty ? nil : OverlapKey.countedApart }
}
