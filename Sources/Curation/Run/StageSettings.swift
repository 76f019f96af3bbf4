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
            take("$schema", "name", "seed", "synth", "classify", "ablations", "train", "export")
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
    /// A place in which two documents differ.
    struct Difference {
        /// The dotted path; elements of lists stand under their names where all have one, else under their numbers.
        let path: String
        /// What stands there in the one and in the other; nil for nothing.
        let before: JSON?
        let after: JSON?

        /// What stands at a place, cut to what a message has room for.
        static func inWords(_ value: JSON?) -> String {
            guard let text = value?.compactText else { return "nothing" }
            return text.count > 60 ? String(text.prefix(57)) + "..." : text
        }
    }

    /// The first difference between two documents, or nil when they are equal.
    func firstDifference(from other: JSON) -> Difference? {
        self == other ? nil : differences(from: other).first
    }

    /// The first difference between the settings of a stage, or between recipes, whose numbers may be written in other ways.
    func firstDifference(ofSettings other: JSON) -> Difference? {
        self == other ? nil : Shape.recipe.spelled(self).firstDifference(from: Shape.recipe.spelled(other))
    }

    /// All differences between two documents, each as deep as it goes.
    func differences(from other: JSON, at path: String = "") -> [Difference] {
        if self == other { return [] }
        let whole = [Difference(path: path, before: self, after: other)]
        var found: [Difference] = []
        switch (self, other) {
        case (.object(let a), .object(let b)):
            for name in b.names + a.names.filter({ b[$0] == nil }) {
                found += Self.differences(a[name], b[name], at: join(path, name))
            }
        case (.list(let a), .list(let b)):
            if let names = Self.names(of: a), let others = Self.names(of: b) {
                let (own, other) = (
                    Dictionary(uniqueKeysWithValues: zip(names, a)), Dictionary(uniqueKeysWithValues: zip(others, b))
                )
                for name in names + others.filter({ own[$0] == nil }) {
                    found += Self.differences(own[name], other[name], at: join(path, name))
                }
            } else if a.count == b.count {
                for (k, (before, after)) in zip(a, b).enumerated() {
                    found += before.differences(from: after, at: join(path, String(k)))
                }
            }
        default: break
        }
        // Members in another order, or lists of other lengths.
        return found.isEmpty ? whole : found
    }

    private static func differences(_ a: JSON?, _ b: JSON?, at path: String) -> [Difference] {
        if let a, let b { return a.differences(from: b, at: path) }
        return a == nil && b == nil ? [] : [Difference(path: path, before: a, after: b)]
    }

    /// The names of a list's elements, when each has one of its own.
    private static func names(of list: [JSON]) -> [String]? {
        let names = list.compactMap { $0["name"]?.string }
        return !list.isEmpty && names.count == list.count && Set(names).count == names.count ? names : nil
    }
}
