import Bytes
import TestSupport
import Testing

@testable import Recipes
@testable import Stages

@Suite("What an export needs of every question")
struct TrainingNeedsTests {
    private let folder = TemporaryFolder()

    @Test(
        "only rows that are trained on need a trace and an attempt",
        arguments: [
            (["jsonl"], nil), (["parquet"], nil), (["parquet", "jsonl"], nil), (["sft"], "the format sft"),
            (["jsonl", "parquet", "messages", "sft"], "the format messages"),
        ] as [([String], String?)])
    func reason(_ formats: [String], _ expected: String?) throws {
        folder.write("s.jsonl", "{\"question\":\"q\"}\n")
        let recipe = try recipe([("export", ["format": .strings(formats)])], in: folder)
        #expect(TrainingNeeds(of: recipe.exportPlan).reason == expected)
    }
}
