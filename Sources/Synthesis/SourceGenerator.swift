/// A generator that makes any row of one source from its number alone.
struct SourceGenerator: Sendable {
    let kind: SourceKind
    let share: PoolPlan.Share
    /// The index of the source in the pool.
    let source: Int
    private let seed: UInt64
    private let ranks: Permutation
    private let places: Permutation
    private let extraKinds: Permutation?
    /// For each template, the end of its range of shuffled positions and the permutation of its numbers.
    private let templates: [(end: Int, numbers: Permutation)]

    /// Creates a generator for a source's share of a pool.
    ///
    /// Throws `SyntheticPool.Fault` when its templates cannot give enough different questions.
    init(_ kind: SourceKind, _ share: PoolPlan.Share, source: Int, seed: UInt64) throws(SyntheticPool.Fault) {
        self.kind = kind
        self.share = share
        self.source = source
        self.seed = seed
        func key(_ purpose: UInt64) -> UInt64 { Chance.mix(purpose, Chance.mix(UInt64(source), seed)) }
        ranks = Permutation(count: max(1, share.rows), key: key(1))
        places = Permutation(count: max(1, share.rows + share.leftOut), key: key(2))
        extraKinds = share.extras > 0 ? Permutation(count: share.extras, key: key(3)) : nil
        let counts = PoolPlan.apportion(
            share.rows + share.leftOut, by: kind.templates.map(\.share), limits: kind.templates.map(\.size))
        guard counts.reduce(0, +) == share.rows + share.leftOut else {
            throw SyntheticPool.Fault(
                message: "\(kind.name) has exercises for \(counts.reduce(0, +)) different questions, but "
                    + "\(share.rows + share.leftOut) are needed; lower the number of rows")
        }
        var end = 0
        templates = zip(kind.templates, counts).enumerated().map { index, template in
            end += template.1
            return (end, Permutation(count: template.0.size, key: key(100 + UInt64(index))))
        }
    }

    /// Returns the row at a position.
    ///
    /// Rows that are left out follow the kept ones.
    private func row(at place: Int, number: Int) -> SourceRow {
        let shuffled = places[place]
        var template = 0
        while templates[template].end <= shuffled { template += 1 }
        let start = template == 0 ? 0 : templates[template - 1].end
        let exercise = kind.templates[template].exercise(templates[template].numbers[shuffled - start])
        return SourceRow(
            exercise: exercise, question: exercise.question, number: number, template: template,
            chance: Chance(seed: seed, source: source, row: number))
    }

    /// Returns a row that decontamination keeps, and its fate.
    func kept(_ number: Int) -> (row: SourceRow, fate: Fate) {
        var row = row(at: number, number: number)
        let fate = Fate(rank: ranks[number], of: share, role: kind.role, isCode: kind.isCode, row.chance)
        row.question = Self.defective(row.question, fate.defect, row.chance)
        return (row, fate)
    }

    private static func defective(_ question: Phrase, _ defect: Fate.Defect, _ chance: Chance) -> Phrase {
        let (a, b) = (2 + chance.below(9, .defect), 3 + chance.below(7, .decoy))
        return switch defect {
        case .none: question
        case .asy: "\(question)\n[asy]\ndraw((0,0)--(\(a),0)--(0,\(b))--cycle);\n[/asy]"
        case .image: "\(question)\n![Image](https://example.org/figures/\(a * 100 + b).png)"
        case .numbering: "p\(a). \(question)"
        case .emphasis: "**Problem\(a)** \(question)"
        case .boldWord: "\(question)\n**Note**\nGive reasons."
        }
    }

    /// Returns the numbers of the extra rows directly after a kept row.
    ///
    /// They are spread evenly over the source.
    func extras(behind number: Int, of count: Int) -> Range<Int> {
        // Extra k follows row floor((k + 1) * rows / (count + 1)) - 1.
        func first(at row: Int) -> Int { max(0, ((row + 1) * (count + 1) + share.rows - 1) / share.rows - 1) }
        guard share.rows > 0, count > 0 else { return 0..<0 }
        let lower = number == 0 ? 0 : min(count, first(at: number))
        return lower..<max(lower, min(count, first(at: number + 1)))
    }

    /// Returns a row that the recipe leaves out.
    func leftOut(_ number: Int) -> SourceRow {
        var row = row(at: share.rows + number, number: share.rows + number)
        row.isLeftOut = true
        return row
    }

    /// Returns a row that decontamination drops: an overlap with a benchmark, an echo of an earlier source, or a copy.
    ///
    /// - Parameters:
    ///   - number: the number of the extra row.
    ///   - last: the number of the kept row before it.
    func extra(_ number: Int, behind last: Int, earlier: [SourceGenerator]) -> SourceRow {
        let kindRank = extraKinds?[number] ?? 0
        let rowNumber = share.rows + share.leftOut + number
        let chance = Chance(seed: seed, source: source, row: rowNumber)
        if kindRank < share.overlaps {
            var row = row(at: last, number: rowNumber)
            let item = BenchmarkSet.all[chance.below(BenchmarkSet.all.count, .place)]
            let leaked = item.exercise(chance.below(item.size, .target), seed: seed)
            row.question = "\(leaked.question)\nState the result as a single number and justify it briefly."
            row.exercise = leaked
            return row
        }
        if kindRank < share.overlaps + share.echoes, let other = earlier.prefix(2).filter({ $0.share.rows > 0 }).last {
            var row = row(at: last, number: rowNumber)
            let target = other.row(at: chance.below(other.share.rows, .target), number: 0)
            row.question = "As was asked in another competition:\n\(target.question)"
            row.exercise = target.exercise
            return row
        }
        return kept(chance.below(last + 1, .target)).row
    }
}

/// An evaluation set of the synthetic pool.
struct BenchmarkSet: Sendable {
    let file: String
    let size: Int
    let format: RowFormat
    private let template: Template
    private let key: UInt64

    static let all: [BenchmarkSet] = {
        let sets: [(String, Int, RowFormat)] = [
            ("benchmarks/math500.jsonl", 500, .jsonl), ("benchmarks/aime24.json", 30, .jsonList),
            ("benchmarks/gpqa_diamond.csv", 198, .csv),
        ]
        return zip(sets, LanguageAndCodeExercises.benchmarks).enumerated().map { number, entry in
            BenchmarkSet(
                file: entry.0.0, size: entry.0.1, format: entry.0.2, template: entry.1, key: UInt64(number) + 77)
        }
    }()

    /// Returns the exercise of an item.
    func exercise(_ number: Int, seed: UInt64) -> Exercise {
        template.exercise(Permutation(count: template.size, key: Chance.mix(key, seed))[number])
    }

    /// Writes the fields of an item.
    func write(_ number: Int, seed: UInt64, to fields: inout FieldWriter) {
        let exercise = exercise(number, seed: seed)
        fields.begin()
        switch format {
        case .csv:
            fields.text("Record ID", "rec\(number + 1)")
            fields.text("Question", exercise.question)
            fields.text("Correct Answer", exercise.answer)
        default:
            fields.text("problem", exercise.question)
            fields.text("answer", exercise.answer)
            fields.text("unique_id", "test/\(number + 1)")
        }
        fields.end()
    }
}
