import Bytes
import Overlap

/// The places of stretches that two texts have in common, in bytes from 0.
///
/// As JSON it is a list with four numbers for each: the beginning and the end in the question, then in the other text.
struct StretchPlaces: EvidenceValue, Equatable, Sendable {
    static var kindInWords: String { "a list of places" }

    let stretches: [MatchedStretches.Stretch]

    init(_ stretches: [MatchedStretches.Stretch]) {
        self.stretches = stretches
    }

    init?(evidence value: JSON) {
        guard let list = value.list else { return nil }
        var stretches: [MatchedStretches.Stretch] = []
        for element in list {
            guard let numbers = element.list?.compactMap(\.integer), numbers.count == 4, numbers[0] <= numbers[1],
                numbers[2] <= numbers[3], numbers[0] >= 0, numbers[2] >= 0
            else { return nil }
            stretches.append(.init(first: numbers[0]..<numbers[1], second: numbers[2]..<numbers[3]))
        }
        self.stretches = stretches
    }

    func append(toEvidence bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "["))
        for (place, stretch) in stretches.enumerated() {
            if place > 0 { bytes.append(UInt8(ascii: ",")) }
            bytes.append(UInt8(ascii: "["))
            let numbers = [
                stretch.first.lowerBound, stretch.first.upperBound, stretch.second.lowerBound,
                stretch.second.upperBound,
            ]
            for (place, number) in numbers.enumerated() {
                if place > 0 { bytes.append(UInt8(ascii: ",")) }
                bytes.append(decimal: number)
            }
            bytes.append(UInt8(ascii: "]"))
        }
        bytes.append(UInt8(ascii: "]"))
    }
}

/// What a question shares with another text, and what differs: the members that evidence of several rules has.
struct OverlapDetail: Equatable, Sendable {
    private enum Key {
        static let score = EvidenceKey<Double>("score")
        static let words = EvidenceKey<String>("words")
        static let stretches = EvidenceKey<StretchPlaces>("stretches")
        static let numbers = EvidenceKey<[String]>("numbers")
        static let otherNumbers = EvidenceKey<[String]>("other_numbers")
        static let names = EvidenceKey<[String]>("names")
        static let otherNames = EvidenceKey<[String]>("other_names")
        static let asked = EvidenceKey<String>("asked")
        static let otherAsked = EvidenceKey<String>("other_asked")
    }

    /// The score, in thousandths.
    let score: Int
    /// The longest stretch, as the question writes it.
    let words: String
    /// The places of the stretches.
    let stretches: StretchPlaces
    /// What the question has and the other text has not.
    let own: MatchedStretches.Difference
    /// What the other text has and the question has not.
    let other: MatchedStretches.Difference

    /// The maximum number of stretches on record.
    private static let mostStretches = 64

    /// Compares a question with another text.
    init(score: Int, _ question: ByteView, with text: ByteView) {
        self.score = score
        let match = MatchedStretches(question, text)
        let longest = match.stretches.reduce(0..<0) { $1.first.count > $0.count ? $1.first : $0 }
        words = question[longest].text
        stretches = StretchPlaces(Array(match.stretches.prefix(Self.mostStretches)))
        (own, other) = (match.inFirst, match.inSecond)
    }

    init(reading members: EvidenceReader) throws(EvidenceError) {
        score = Thousandths.of(try members.value(Key.score))
        words = try members.value(Key.words)
        stretches = try members.value(Key.stretches)
        own = MatchedStretches.Difference(
            numbers: try members.optional(Key.numbers) ?? [], names: try members.optional(Key.names) ?? [],
            asked: try members.optional(Key.asked))
        other = MatchedStretches.Difference(
            numbers: try members.optional(Key.otherNumbers) ?? [], names: try members.optional(Key.otherNames) ?? [],
            asked: try members.optional(Key.otherAsked))
    }

    func write(to members: inout EvidenceWriter) {
        members.write(Key.score, Double(score) / 1000)
        members.write(Key.words, words)
        members.write(Key.stretches, stretches)
        members.writeIfPresent(Key.numbers, own.numbers.isEmpty ? nil : own.numbers)
        members.writeIfPresent(Key.otherNumbers, other.numbers.isEmpty ? nil : other.numbers)
        members.writeIfPresent(Key.names, own.names.isEmpty ? nil : own.names)
        members.writeIfPresent(Key.otherNames, other.names.isEmpty ? nil : other.names)
        members.writeIfPresent(Key.asked, own.asked)
        members.writeIfPresent(Key.otherAsked, other.asked)
    }
}

/// The item of an evaluation set that a question contains, or that contains it.
struct ContainedItem: Evidence {
    private enum Key {
        static let benchmark = EvidenceKey<String>("benchmark")
    }

    /// The evaluation set's name.
    let benchmark: String
    /// The location of the item.
    let place: RowPlace
    /// What they share.
    let detail: OverlapDetail

    init(_ item: EvaluationSets.Item, _ detail: OverlapDetail) {
        benchmark = item.benchmark
        place = RowPlace(file: item.file, unit: item.origin.unit, number: item.origin.number)
        self.detail = detail
    }

    init(reading members: EvidenceReader) throws(EvidenceError) {
        benchmark = try members.value(Key.benchmark)
        place = try RowPlace(reading: members)
        detail = try OverlapDetail(reading: members)
    }

    func write(to members: inout EvidenceWriter) {
        members.write(Key.benchmark, benchmark)
        place.write(to: &members)
        detail.write(to: &members)
    }
}

/// Another question of the pool that says nearly the same.
struct NearDuplicate: Evidence {
    let other: PoolQuestion
    /// What they share.
    let detail: OverlapDetail

    init(_ other: PoolQuestion, _ detail: OverlapDetail) {
        (self.other, self.detail) = (other, detail)
    }

    init(reading members: EvidenceReader) throws(EvidenceError) {
        other = try PoolQuestion(reading: members)
        detail = try OverlapDetail(reading: members)
    }

    func write(to members: inout EvidenceWriter) {
        other.write(to: &members)
        detail.write(to: &members)
    }
}
