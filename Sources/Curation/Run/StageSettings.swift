import Bytes

extension Recipe {
    /// The part of the recipe that a stage depends on: what changes here makes the stage out of date, and nothing else
    /// of the recipe does.
    func settings(of stage: StageName) -> JSON {
        var settings = JSONObject()
        func take(_ names: String...) {
            for name in names { settings[name] = document[name] }
        }
        switch stage {
        case .ingest: take("sources", "recordings", "tables", "tokenizer", "limits")
        case .decontaminate: take("benchmarks", "tables", "decontaminate", "limits")
        case .quality:
            take("quality")
            settings["difficulty"] = ["solvers": document["difficulty"]?["solvers"] ?? []]
            settings["sample"] = ["teacher": document["sample"]?["teacher"] ?? .null]
        case .difficulty: take("difficulty")
        case .classify: take("classify")
        case .sample: take("seed", "classify", "sample")
        case .export:
            // The dataset card shows the whole recipe; what other stages depend on comes with their records.
            take("$schema", "name", "seed", "synth", "classify", "train", "export")
            if train.maxTokens != nil { take("tokenizer") }
        }
        return .object(settings)
    }

    /// What a stage depends on besides files: its settings, and of export, whose dataset card tells them, the counts,
    /// settings and inputs of all stages before.
    func settings(of stage: StageName, after manifest: Manifest) -> JSON {
        guard stage == .export, var settings = settings(of: stage).object else { return settings(of: stage) }
        var counts = JSONObject()
        for earlier in stage.earlier { counts[earlier.rawValue] = manifest.stages[earlier]?.counts }
        settings["counts"] = .object(counts)
        var digests = JSONObject()
        for earlier in stage.earlier { digests[earlier.rawValue] = manifest.stages[earlier].map { describe($0) } }
        settings["stages"] = .object(digests)
        return .object(settings)
    }

    /// A digest of a stage's settings and inputs: of what the card says of them.
    private func describe(_ record: StageRecord) -> JSON {
        let inputs = record.inputs.map { "\($0.path)\u{0}\($0.size)\u{0}\($0.digest)" }
        var hash = Digest.Hash(.xxh64)
        for text in [record.settings.compactText] + inputs {
            Array((text + "\n").utf8).withByteView { hash.update($0) }
        }
        return .string(hash.digest.description)
    }
}

extension JSON {
    /// The dotted path and the values of the first difference between two documents, or nil when they are equal.
    func firstDifference(from other: JSON, at path: String = "") -> (path: String, before: JSON?, after: JSON?)? {
        if self == other { return nil }
        if case .object(let a) = self, case .object(let b) = other {
            for name in b.names + a.names.filter({ b[$0] == nil }) {
                switch (a[name], b[name]) {
                case (let before?, let after?):
                    if let difference = before.firstDifference(from: after, at: join(path, name)) { return difference }
                case (let before, let after): return (join(path, name), before, after)
                }
            }
            return (path, self, other)
        }
        if case .list(let a) = self, case .list(let b) = other, a.count == b.count {
            for (k, (before, after)) in zip(a, b).enumerated() {
                if let difference = before.firstDifference(from: after, at: join(path, String(k))) { return difference }
            }
        }
        return (path, self, other)
    }
}
