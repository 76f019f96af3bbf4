import Bytes
import Recipes
import Stages

extension Recipe {
    /// Returns what a stage depends on besides files, which are its settings.
    ///
    /// Export also depends on the counts, settings and inputs of all earlier stages, since they are on the dataset
    /// card.
    package func settings(of stage: StageName, after manifest: Manifest) -> JSON {
        guard stage == stages.exporter.name, var settings = settings(of: stage).object else {
            return settings(of: stage)
        }
        let before = stages.before(stage)
        var counts = JSONObject()
        for earlier in before { counts[earlier.rawValue] = manifest.stages[earlier]?.counts }
        settings["counts"] = .object(counts)
        var digests = JSONObject()
        for earlier in before { digests[earlier.rawValue] = manifest.stages[earlier].map { describe($0) } }
        settings["stages"] = .object(digests)
        return .object(settings)
    }

    /// Returns a digest of a stage's settings and inputs, which are on the dataset card.
    private func describe(_ record: StageRecord) -> JSON {
        let inputs = record.inputs.map { "\($0.path)\u{0}\($0.size)\u{0}\($0.digest)" }
        var hash = Digest.Hash(.xxh64)
        for text in [record.settings.compactText] + inputs {
            Array((text + "\n").utf8).withByteView { hash.update($0) }
        }
        return .string(hash.digest.description)
    }
}
