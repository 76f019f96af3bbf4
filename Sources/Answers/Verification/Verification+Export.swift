import Bytes
import Files
import Messages
import Pools
import Rows
import Runs
import Stages

extension Verification {
    /// Checks that the files of the export follow from the selected questions, and the dataset card from the run.
    ///
    /// JSONL rows are compared with the pool. Files that are written for trainers, split or shortened are rebuilt in a
    /// temporary folder beside the run.
    func checkExport(_ pool: Pool, _ chosen: [QuestionIndex]) throws -> Finding {
        let domains = Domains(pool.facts, recipe.classify)
        let stage = recipe.stages.exporter.name
        let isPlain =
            recipe.export.formats == [.jsonl] && recipe.export.metadata == .all && recipe.train.maxTokens == nil
            && recipe.train.validation == nil && recipe.sample.targets.count == 1
        var written = ExportStage.Outcome()
        let finding: Finding
        if isPlain {
            finding = try checkRows(pool, domains, chosen)
            let outputs = try record(of: stage).outputs.byPath
            written.files = recipe.exportFiles.map { files.export($0.name(of: recipe.name)) }.compactMap { file in
                outputs[file.key].map { FileRecord(path: file.name, size: $0.size, digest: $0.digest) }
            }
            written.questions = chosen
            written.rows = recipe.exportFiles.map { ($0, chosen.count) }
            written.impossibleLengths = try ImpossibleLengths(of: chosen, in: pool, threads: threads)
        } else {
            let other = try scratch()
            defer { withExtendedLifetime(other) {} }
            let results = StageResults(in: files, of: recipe.stages) { pool }
            let targets = try NestedSets.smallestTargets(
                { try results.decisions(of: recipe.stages.selector.name) }, recipe.sample)
            written = try ExportStage(recipe: recipe.exportPlan, pool: pool, domains: domains, threads: threads)
                .write(chosen, smallestTargets: targets, to: OutputFolder(other.tree.path))
            for file in written.unpublished {
                let place = files.export(file.name)
                guard try record(of: stage).outputs.contains(place.record(of: file)) else {
                    throw fault(place, "its bytes differ from those generated again from the pool")
                }
            }
            try checkColumns(written, pool, domains)
            if let difference = try record(of: stage).counts.firstDifference(from: .object(written.counts)) {
                throw fault(files.manifest, "the counts of export do not follow: \(difference.path)")
            }
            finding = .exportFiles(written.files.count)
        }
        let card = DatasetCard(
            of: files, recipe: recipe, manifest: manifest, pool: pool, domains: domains, written: written,
            amendments: try AmendmentReport(in: files, of: pool))
        guard try files.card.contents() == Array(try card.text.utf8) else {
            throw fault(files.card, "it differs from the card generated again from the run")
        }
        return finding
    }

    /// Checks that the rows of the export are the selected questions in pool order.
    ///
    /// Each column must equal that of the pool's line byte for byte, except the domain, which is the one that the label
    /// stands for.
    private func checkRows(_ pool: Pool, _ domains: Domains, _ chosen: [QuestionIndex]) throws -> Finding {
        let kept = try count("kept", of: recipe.stages.exporter.name)
        guard kept == chosen.count else {
            throw fault(
                files.manifest, "export counted \(kept) questions, but sample kept \(chosen.count)")
        }
        let file = files.export(recipe.mainExport)
        var check = ExportRowCheck()
        var row = 0
        try file.open().forEachLine { exported in
            guard row < chosen.count else { throw fault(file, "it has more than the \(chosen.count) chosen rows") }
            let question = chosen[row]
            let line = try pool.line(of: question)
            let domain = domains.name(of: question)
            if let what = line.withByteView({ check.fault(of: exported, $0, domain) }) {
                throw fault(file, "line \(row + 1), the question \(pool.id(of: question)): \(what)")
            }
            row += 1
        }
        guard row == chosen.count else { throw fault(file, "it has \(row) rows, but \(chosen.count) were chosen") }
        return .exportRows(row)
    }

    /// Checks that the rows of each Parquet file, as they are read from it, are those of the JSON lines of the same
    /// questions.
    private func checkColumns(_ written: ExportStage.Outcome, _ pool: Pool, _ domains: Domains) throws {
        for (exported, count) in written.rows where exported.format == .parquet {
            let other = try scratch()
            defer { withExtendedLifetime(other) {} }
            let lines = try OutputFolder(other.tree.path).file("lines.jsonl")
            try RowExporter(pool: pool, domains: domains, settings: recipe.export, threads: threads)
                .write(written.questions(of: exported), as: .jsonl, to: lines)
            try lines.finish()
            let place = files.export(exported.name(of: recipe.name))
            let columns = try ParquetLines(try place.open())
            var row = 0
            try lines.reader().forEachLine { line in
                row += 1
                guard try columns.next()?.withByteView({ $0 == line }) == true else {
                    throw fault(place, "row \(row) differs from the question's line of JSON")
                }
            }
            guard row == count, try columns.next() == nil else {
                throw fault(place, "it has other rows than the \(count) that were chosen")
            }
        }
    }

    /// Checks that the set passes the gate, with the result on record.
    func checkGate(_ pool: Pool, _ chosen: [QuestionIndex], withBenchmarks: Bool) throws -> Finding {
        guard withBenchmarks else { return .gateNotAsked }
        let benchmarks = try EvaluationSets.read(of: recipe.inputs, ngram: recipe.decontaminate.ngram).benchmarks
        let passage = try ExportGate(settings: recipe.gate, benchmarks: benchmarks, questions: pool)
            .pass(chosen, threads: threads)
        guard try files.gate.contents() == Array(passage.json.readableText.utf8) else {
            throw fault(files.gate, "it differs from the result of the repeated final check")
        }
        return .gate(items: passage.items, shortItems: passage.shortItems)
    }
}

/// A comparison of rows of the export with lines of the pool.
private struct ExportRowCheck {
    private var row = JSONIndex()
    private var line = JSONIndex()
    private var (found, expected): ([UInt8], [UInt8]) = ([], [])

    /// Returns what is wrong with a row of the export, or nil if it is correct.
    mutating func fault(of bytes: ByteView, _ poolLine: ByteView, _ domain: String?) -> String? {
        guard (try? row.index(bytes)) != nil, row.root.kind == .object else { return "it is not a line of JSON" }
        guard (try? line.index(poolLine)) != nil else { return "the pool's line is not a line of JSON" }
        guard row.fields.count == QuestionColumn.exported.count else {
            return "it does not have the columns of an export"
        }
        for (field, column) in zip(row.fields, QuestionColumn.exported) {
            guard column.name.withByteView({ field.name == $0 }) else {
                return "it does not have the columns of an export"
            }
            write(field.value, to: &found)
            if column == .domain {
                expected.removeAll(keepingCapacity: true)
                if let domain { expected.append(quoted: domain) } else { expected.append("null") }
            } else {
                write(line.value(of: column) ?? .null, to: &expected)
            }
            guard found == expected else { return "its \(column.name) is not that of the pool" }
        }
        return nil
    }

    /// Appends the source bytes of a value, including quotation marks.
    private func write(_ value: FieldValue, to bytes: inout [UInt8]) {
        bytes.removeAll(keepingCapacity: true)
        if value.kind == .string { bytes.append(UInt8(ascii: "\"")) }
        bytes.append(value.bytes)
        if value.kind == .string { bytes.append(UInt8(ascii: "\"")) }
    }
}
