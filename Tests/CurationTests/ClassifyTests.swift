import Bytes
import Files
import Foundation
import TestSupport
import Testing

@testable import Answers
@testable import Messages
@testable import Recipes
@testable import Runs
@testable import Stages
@testable import curate

@Suite("Classify")
struct ClassifyTests {
    @Test("takes labels for titles, but for case, dollar signs, parentheses and codes, and keeps the first spelling")
    func labels() throws {
        let folder = TemporaryFolder()
        let labels = ["$K$-theory", "k-theory", "11-XX", "Number Theory", "Law (of a state)", "Lwa", "mine", nil]
        let rows = labels.enumerated().map { k, label -> JSON in
            ["question": .string("Q\(k)"), "domain": label.map { .string($0) } ?? .null, "trace_tokens": 1]
        }
        folder.write("s.jsonl", lines: rows)
        let recipe = try recipe(
            [
                ("quality", ["require": []]), ("classify", ["taxonomy": "msc", "labels": ["mine": "Law"]]),
                ("sample", ["target": 1, "short": "allow"]),
            ], in: folder)
        _ = try run(recipe, in: folder)
        #expect(
            try decisions("classify", in: folder) == [
                #"Q0: kept {"domain":"$K$-theory"}"#, #"Q1: kept {"domain":"$K$-theory","label":"k-theory"}"#,
                #"Q2: kept {"domain":"Number theory","label":"11-XX"}"#,
                #"Q3: kept {"domain":"Number theory","label":"Number Theory"}"#,
                #"Q4: kept {"domain":"Law (of a state)"}"#, #"Q5: unknown_label {"label":"Lwa","nearest":"Law"}"#,
                #"Q6: kept {"domain":"Law (of a state)","label":"mine"}"#, "Q7: unlabelled {}",
            ])
    }
}
