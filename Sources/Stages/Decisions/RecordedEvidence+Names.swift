/// What evidence names, for views that count questions by it.
extension RecordedEvidence {
    /// The evaluation set with which the question overlaps, or nil if the evidence is no such overlap.
    package var benchmark: String? { (try? read(as: BenchmarkOverlap.self))?.benchmark }

    /// The score by which two texts were compared, in thousandths, or nil if the evidence has none.
    package var score: Int? { (try? OverlapDetail(reading: EvidenceReader(json)))?.score }

    /// The name under which the decision is counted apart within its rule, or nil.
    var countedApart: String? {
        guard isRead else { return writtenApart }
        return (try? read(as: RepeatedQuestion.self))?.countedApart
    }

    /// What the question lacks, by the names of `quality.require`.
    package var missing: [String] { (try? read(as: MissingParts.self))?.names ?? [] }

    /// The phase of the draw that chose the question, or nil if the evidence is of no draw.
    package var phaseOfDraw: String? { (try? read(as: ChosenByDraw.self))?.phase.rawValue }

    /// The models that solved the question, or of which no outcome is known.
    package var models: [String] {
        (try? read(as: SolvedBy.self))?.solvers ?? (try? read(as: UnknownOf.self))?.solvers ?? []
    }
}
