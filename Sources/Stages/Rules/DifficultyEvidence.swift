/// The solvers that solved a question.
struct SolvedBy: Evidence {
    private enum Key {
        static let solvers = EvidenceKey<[String]>("solved_by")
    }

    let solvers: [String]

    init(solvers: [String]) {
        self.solvers = solvers
    }

    init(reading members: EvidenceReader) throws(EvidenceError) {
        solvers = try members.value(Key.solvers)
    }

    func write(to members: inout EvidenceWriter) {
        members.write(Key.solvers, solvers)
    }
}

/// The solvers whose outcome for a question is unknown.
struct UnknownOf: Evidence {
    private enum Key {
        static let solvers = EvidenceKey<[String]>("unknown_of")
    }

    let solvers: [String]

    init(solvers: [String]) {
        self.solvers = solvers
    }

    init(reading members: EvidenceReader) throws(EvidenceError) {
        solvers = try members.value(Key.solvers)
    }

    func write(to members: inout EvidenceWriter) {
        members.write(Key.solvers, solvers)
    }
}
