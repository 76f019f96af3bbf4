import Bytes
import Files
import Messages
import Pools
import Recipes
import Runs
import Stages

/// A finished run, opened for reading.
package final class RecordedRun {
    /// The path of the run's folder.
    package var folder: String { files.path }
    package let files: RunFolder
    private let results: StageResults
    /// The stages that the run's recipe asks for.
    package var stages: StageRegistry { recipe.stages }
    /// The manifest of the run.
    package let manifest: Manifest
    /// The recipe of the run.
    package let recipe: Recipe
    /// The pool of the run.
    package let pool: Pool
    /// The domains of the pool's labels.
    package let domains: Domains
    /// The number of lookups by id so far; after several of them `questionsByID` is built.
    private var idsAsked = 0
    private var questionsByID: [QuestionIndex] = []

    /// Opens a run.
    ///
    /// Throws `RunRefusal` when the folder contains no run, or when the pool was written in the format of another version.
    ///
    /// - Parameter stages: the available stages.
    package init(_ folder: String, stages: StageRegistry = .standard) throws {
        files = RunFolder(folder, stages: stages)
        let ingest = stages.poolMaker.name
        guard let manifest = try Manifest.read(in: files), manifest.stages[ingest] != nil else {
            throw Manifest.noRun(in: files)
        }
        self.manifest = manifest
        recipe = try manifest.recipeFile(at: files.manifest.path).recipe(withFiles: false)
        results = StageResults(in: files, of: recipe.stages, pool: files.openPool)
        do {
            pool = try results.questions()
        } catch let error as FileError {
            // A file that is on record has been removed; one that is not belongs to a pool of another format.
            let isOfOtherForm =
                error.code == .notThisFormat
                || error.code == .notFound
                    && manifest.stages[ingest]?.outputs.contains { Folder.join(folder, $0.path) == error.path }
                        == false
            guard isOfOtherForm, let version = manifest.stages[ingest]?.toolVersion, version != Tool.version
            else { throw error }
            throw RunRefusal.madeBy(version: version, in: folder)
        }
        domains = Domains(pool.facts, recipe.classify)
    }

    /// Throws `RunRefusal` when a stage has not run.
    package func demand(_ stage: StageName) throws {
        guard manifest.stages[stage] != nil else { throw RunRefusal.notRun(stage, in: folder) }
    }

    /// Throws `RunRefusal` unless a stage and those before it are up to date: each ran under the run's recipe on the
    /// results of the previous one, and sample with the current amendments.
    ///
    /// A rerun may have ended before all stages had run.
    package func demandCurrent(_ wanted: StageName) throws {
        try demand(wanted)
        func decisions(_ records: [FileRecord], _ stage: StageName?) -> Digest? {
            let key = stage.map { files.decisions(of: $0).key }
            return records.first { $0.key == key }?.digest
        }
        for stage in stages.through(wanted) where stage != stages.exporter.name {
            guard let record = manifest.stages[stage] else { continue }
            let before = stages.previous(of: stage)
            let written = before.flatMap { manifest.stages[$0] }.flatMap { decisions($0.outputs, before) }
            var isCurrent =
                record.settings.firstDifference(ofSettings: recipe.settings(of: stage), in: recipe.shape) == nil
                && decisions(record.inputs, before) == written
            if stages[stage]?.inputs.contains(.amendments) == true {
                let now = try files.amendments.isThere() ? files.amendments.open().digest(files.amendments.digest) : nil
                isCurrent = isCurrent && record.inputs.first { $0.key == files.amendments.key }?.digest == now
            }
            guard isCurrent else { throw RunRefusal.outOfDate(stage, in: folder) }
        }
    }

    /// Acquires the right to write into the run's folder.
    ///
    /// Throws `RunRefusal` when another process holds the right, and `CurationError.failed` when one has changed the run
    /// since it was opened.
    ///
    /// - Parameter isForced: whether files in the way are replaced regardless of who made them.
    func writer(isForced: Bool) throws -> RunWriter {
        let writer = try RunWriter(files, isForced: isForced)
        guard try Manifest.read(in: files)?.stages == manifest.stages else {
            throw CurationError.failed("\(folder): the run changed in the meantime; try again")
        }
        return writer
    }

    /// Whether export also took decisions, which it does if it measured the lengths of rows.
    var hasDecisionsOfExport: Bool {
        let key = files.decisions(of: stages.exporter.name).key
        return manifest.stages[stages.exporter.name]?.outputs.contains { $0.key == key } == true
    }

    /// The stages that took decisions in the run, in order.
    var decided: [StageName] {
        stages.entered.filter { manifest.stages[$0.name] != nil && ($0.decides || hasDecisionsOfExport) }.map(\.name)
    }

    /// Returns the amendments of the run.
    package func amendments() throws -> [Amendment] { try AmendmentFile.read(in: files) }

    /// Returns the decisions of a stage, in pool order.
    ///
    /// Throws `CurationError.usage` when the stage has not run.
    package func decisions(of stage: StageName) throws -> DecisionCursor {
        try demand(stage)
        return try results.decisions(of: stage)
    }

    /// Returns the decision of a stage on a question, or nil if the question did not reach the stage.
    func decision(on question: QuestionIndex, by stage: StageName) throws -> StageDecision? {
        var cursor = try decisions(of: stage)
        while let line = try cursor.next(), line.question <= question {
            if line.question == question { return line.said(by: stage) }
        }
        return nil
    }

    /// Returns the decisions that dropped questions, by question.
    ///
    /// Questions that were not dropped are absent.
    ///
    /// - Parameter questions: the indices of the questions in the pool, in ascending order.
    func drops(of questions: [QuestionIndex]) throws -> [QuestionIndex: StageDecision] {
        var drops: [QuestionIndex: StageDecision] = [:]
        for stage in decided {
            guard drops.count < questions.count else { break }
            var cursor = try decisions(of: stage)
            while drops.count < questions.count, let line = try cursor.next() {
                guard !line.isKept, questions.firstIndexOfSorted(line.question) != nil else { continue }
                drops[line.question] = line.said(by: stage)
            }
        }
        return drops
    }

    /// Returns the questions that a stage kept, in ascending order; for ingest, all questions.
    package func kept(by stage: StageName) throws -> [QuestionIndex] {
        let deciding = stage == stages.exporter.name && !hasDecisionsOfExport ? stages.selector.name : stage
        try demand(deciding)
        return try results.kept(by: deciding)
    }

    /// Returns the questions whose ids are in a range, in pool order.
    private func places(ofIDs range: ClosedRange<UInt64>) -> [QuestionIndex] {
        idsAsked += 1
        // A few linear searches take less time than sorting all ids.
        guard idsAsked > 8 else { return pool.ids.indices.filter { range.contains(pool.ids[$0]) } }
        if questionsByID.isEmpty {
            questionsByID = pool.facts.all.sorted { (pool.ids[$0], $0) < (pool.ids[$1], $1) }
        }
        let first = questionsByID.partitioningIndex { pool.ids[$0] >= range.lowerBound }
        return questionsByID[first...].prefix { pool.ids[$0] <= range.upperBound }.sorted()
    }

    /// Returns the questions that a name stands for: those that have it as their key or, if there are none, those whose ids
    /// begin with it.
    ///
    /// Throws `CurationError.usage` when there are none, or when they have different ids.
    package func questions(named name: String) throws -> [QuestionIndex] {
        let found = try questions(withKey: name)
        guard !found.isEmpty else { return try questions(withID: name) }
        try demandOne(found, "\(name): several questions have this key, with the ids")
        return found
    }

    /// Returns the questions with a key.
    private func questions(withKey key: String) throws -> [QuestionIndex] {
        let candidates = key.withByteView { key in pool.facts.all.filter { pool.facts.mayHave(key, $0) } }
        // Hashes can collide, so that the keys are compared.
        return try candidates.filter { question in
            let line = try pool.line(of: question).withByteView { try JSON(parsing: $0) }
            return line[QuestionColumn.key.name]?.string.map { ByteKey($0) } == ByteKey(key)
        }
    }

    /// Throws `CurationError.usage` when questions have different ids.
    private func demandOne(_ found: [QuestionIndex], _ what: String) throws(CurationError) {
        let ids = found.reduce(into: [UInt64]()) { ids, question in
            if !ids.contains(pool.ids[question]), ids.count < 6 { ids.append(pool.ids[question]) }
        }
        guard ids.count > 1 else { return }
        let some = ids.prefix(5).map { QuestionID($0).description }
        throw CurationError.usage("\(what) \(some.joined(separator: ", "))\(ids.count > 5 ? ", ..." : "")")
    }

    /// Returns the questions whose ids have a prefix.
    ///
    /// Throws `CurationError.usage` when there are none, or when they have different ids.
    package func questions(withID prefix: String) throws -> [QuestionIndex] {
        let wanted = prefix.lowercased()
        guard !wanted.isEmpty, wanted.utf8.count <= 16,
            wanted.utf8.allSatisfy({ $0.isASCIIDigit || (0x61...0x66).contains($0) })
        else {
            throw CurationError.usage("\(prefix): not an id; expected up to 16 hexadecimal digits")
        }
        let shift = UInt64(64 - 4 * wanted.utf8.count)
        guard let value = UInt64(wanted, radix: 16) else { return [] }
        let found = places(ofIDs: value << shift...value << shift | (1 << shift &- 1))
        if found.isEmpty {
            throw CurationError.usage("\(wanted): no question in the pool has an id that begins with this")
        }
        try demandOne(found, "\(wanted): several ids begin with this:")
        return found
    }
}
