import Bytes
import Files
import Messages
import Pools
import Runs
import Stages

extension Verification {
    /// Checks that the counts add up.
    ///
    /// Every row that was read is in the pool, rejected or left out. The number of questions that enter a stage is the
    /// number that the previous stage kept, and each of them is kept, or dropped by a rule.
    func checkCounts() throws -> Finding {
        try checkIngest()
        let ingest = recipe.stages.poolMaker.name
        var entering = try count("pool", of: ingest)
        for stage in recipe.stages.entered.map(\.name) {
            let counts = try record(of: stage).counts
            let (entered, kept) = (try count("entered", of: stage), try count("kept", of: stage))
            let dropped = try count("dropped", of: stage)
            guard entered == entering else {
                throw unequal(stage, "\(entered) entered", "\(entering) that the stage before kept")
            }
            guard entered == kept + dropped else {
                throw unequal(stage, "\(entered) entered", "\(kept) kept and \(dropped) dropped")
            }
            let byRule = sum(counts["rules"])
            guard byRule == dropped else {
                throw unequal(stage, "\(dropped) dropped", "\(byRule) dropped by its rules")
            }
            guard sum(counts["kept_by"]) <= kept else {
                throw unequal(stage, "\(kept) kept", "\(sum(counts["kept_by"])) kept by its rules")
            }
            entering = kept
        }
        return .counts(rows: try count("read", of: ingest), questions: entering)
    }

    private func checkIngest() throws {
        let ingest = recipe.stages.poolMaker.name
        let counts = try record(of: ingest).counts
        let names = ["read", "pool", "rejected", "left_out"]
        for name in names {
            let all = try count(name, of: ingest)
            let parts = (counts["sources"]?.list ?? []).reduce(0) { $0 + ($1[name]?.count ?? 0) }
            guard all == parts else { throw unequal(ingest, "\(name): \(all)", "\(parts) in all sources") }
        }
        for source in [counts] + (counts["sources"]?.list ?? []) {
            let numbers = names.map { source[$0]?.count ?? -1 }
            guard numbers[0] == numbers[1] + numbers[2] + numbers[3], numbers.allSatisfy({ $0 >= 0 }) else {
                throw unequal(
                    ingest, "\(numbers[0]) rows read",
                    "\(numbers[1]) in the pool, \(numbers[2]) rejected and \(numbers[3]) left out")
            }
        }
        let lines = try lineCount(files.rejected)
        let rejected =
            try count("rejected", of: ingest)
            + (counts["recordings"]?.list ?? []).reduce(0) { $0 + ($1["rejected"]?.count ?? 0) }
        guard lines == rejected else {
            throw fault(files.rejected, "it has \(lines) lines, and \(rejected) rows were rejected")
        }
    }

    private func lineCount(_ place: RunFile) throws -> Int {
        var count = 0
        let file = try place.open()
        try file.forEachLine { _ in count += 1 }
        // A last line without a line feed is truncated and does not count.
        return try file.size == 0 || file.bytes(at: file.size - 1, count: 1) == [0x0A] ? count : count - 1
    }

    /// Returns one of the counts of a stage.
    func count(_ name: String, of stage: StageName) throws -> Int {
        guard let number = try record(of: stage).counts[name]?.count else {
            throw fault(files.manifest, "\(stage.rawValue) has no count \"\(name)\"")
        }
        return number
    }

    private func sum(_ counts: JSON?) -> Int {
        (counts?.object ?? [:]).members.reduce(0) { $0 + ($1.value.count ?? 0) }
    }

    private func unequal(_ stage: StageName, _ a: String, _ b: String) -> CurationError {
        fault(files.manifest, "the counts of \(stage.rawValue) do not add up: \(a), but \(b)")
    }
}
