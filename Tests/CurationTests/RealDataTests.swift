import Bytes
import Files
import Foundation
import TestSupport
import Testing

@testable import Recipes

/// The project's own folder.
let projectFolder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path

@Suite("The recipes for the real data")
struct RealDataTests {
    private let folder = TemporaryFolder()

    /// Puts a recipe of data/recipes where its paths lead into the test's folder.
    private func recipe(_ name: String) throws -> Recipe {
        try Folder.make(folder.path + "/recipes")
        let text = try InputFile.contents(of: projectFolder + "/data/recipes/" + name)
        var file = try RecipeFile(folder.write("recipes/" + name, String(decoding: text, as: UTF8.self)))
        for setting in ["sample.target=1", "sample.short=allow"] { try file.set(setting) }
        return try file.recipe()
    }

    private func write(_ path: String, _ lines: [String]) throws {
        if let parent = Folder.parent(of: path) { try Folder.make(folder.path + "/" + parent) }
        if path.hasSuffix(".parquet") {
            folder.write(path, try RawFile.table(of: lines.map { try json($0) }).bytes)
        } else {
            folder.write(path, lines.map { $0 + "\n" }.joined())
        }
    }

    /// The published tables, of these questions.
    private func writePublished(_ questions: [String]) throws {
        try write(
            "published/data_ablation_full59K/data/train-00000-of-00001.parquet",
            questions.map { question in
                let row: JSON = [
                    "solution": "S", "question": .string(question), "cot_type": "math",
                    "source_type": "qq8933/AIME_1983_2024", "metadata": "{'Year': 1983}", "cot": .null,
                    "thinking_trajectories": ["T"], "attempt": "A",
                ]
                return row.compactText
            })
        try write(
            "published/train_featurized/data/train-00000-of-00001.parquet",
            questions.map { question in
                let row: JSON = [
                    "question": .string(question), "domain": "Number theory", "isqwen7bcorrect": false,
                    "isqwen32bcorrect": .null, "isqwqcorrect": true, "isgeminicorrect": true, "gemini_length": 7000,
                ]
                return row.compactText
            })
    }

    @Test("join the published full pool with the published features")
    func published() throws {
        try writePublished(["What is 1 + 1?", "What is 2 + 2?"])
        _ = try run(recipe("s1k-published.json"), in: folder)
        let line = try #require(try folder.lines("run/ingest/pool.jsonl").last)
        #expect(line["trace_tokens"] == 7000)
        #expect(line["domain"] == "Number theory")
        #expect(line["thinking_trajectories"] == ["T"])
        #expect(line["metadata"] == "{'Year': 1983}")
        let outcomes: JSON = [
            "qwen2.5-7b-instruct": false, "qwen2.5-32b-instruct": .null, "qwq-32b-preview": true, "teacher": true,
        ]
        #expect(
            line["outcomes"]?.object.map { Set($0.members.map(\.name)) } == Set(outcomes.object!.members.map(\.name)))
        for member in outcomes.object!.members { #expect(line["outcomes"]?[member.name] == member.value) }
    }

    struct Original {
        let path: String
        let rows: [String]
        /// Source, question, solution, cot_type and source_type of the rows that enter the pool.
        let questions: [[String?]]
    }

    static let originals: [Original] = [
        Original(
            path: "NuminaMath-CoT/data/train-00000-of-00001.parquet",
            rows: [
                #"{"source":"aops_forum","problem":"N1","solution":"n1","messages":[{"role":"user","content":"N1"}]}"#,
                #"{"source":"synthetic_math","problem":"N2","solution":"n2","messages":[]}"#,
            ], questions: [["NuminaMATH", "N1", "n1", "math", "AI-MO/NuminaMath-CoT/aops_forum"]]),
        Original(
            path: "openaimath/data/train-00000-of-00001.parquet",
            rows: [#"{"problem":"M1","solution":"m1","answer":"3","subject":"Algebra","level":5,"unique_id":"u"}"#],
            questions: [["MATH", "M1", "m1", "math", "simplescaling/openaimath/Algebra"]]),
        Original(
            path: "OlympicArena/Physics/val-00000-of-00001.parquet",
            rows: [
                #"{"problem":"O1","solution":"o1","subject":"Physics","language":"EN","modality":"text-only"}"#,
                #"{"problem":"O2","solution":"o2","subject":"CS","language":"EN","modality":"text-only"}"#,
                #"{"problem":"O3","solution":"o3","subject":"Math","language":"ZH","modality":"text-only"}"#,
                #"{"problem":"O4","solution":"o4","subject":"Math","language":"EN","modality":"multi-modal"}"#,
            ],
            questions: [
                ["OlympicArena", "O1", "o1", "science", "GAIR/OlympicArena/Physics"],
                ["OlympicArena", "O2", "o2", "coding", "GAIR/OlympicArena/CS"],
            ]),
        Original(
            path: "Omni-MATH/test.jsonl",
            rows: [
                #"{"domain":["A -> B"],"difficulty":8.0,"problem":"Q1","solution":"q1","answer":"2","source":"imo"}"#
            ],
            questions: [["OmniMath", "Q1", "q1", "math", "KbsdJames/Omni-MATH"]]),
        Original(
            path: "agieval/sat_en.jsonl",
            rows: [
                #"{"passage":" Long ago. ","question":"Who?","options":["(A)X","(B)Y"],"label":"A","solution":null}"#
            ],
            questions: [["AGIEval", "Long ago.Who?\n(A)X\n(B)Y", nil, "english", "baber/agieval/sat_en"]]),
        Original(
            path: "agieval/sat_math.jsonl",
            rows: [#"{"passage":null,"question":"How many?","options":["(A)1","(B)2"],"label":"B","solution":"s"}"#],
            questions: [["AGIEval", "How many?\n(A)1\n(B)2", "s", "math", "baber/agieval/sat_math"]]),
        Original(
            path: "agieval/lsat_ar.jsonl",
            rows: [#"{"passage":"P","question":"ar?","options":["(A)1"],"label":"A","solution":null}"#],
            questions: [["AGIEval", "Par?\n(A)1", nil, "english", "baber/agieval/lsat_ar"]]),
        Original(
            path: "agieval/lsat_lr.jsonl",
            rows: [#"{"passage":"P","question":"lr?","options":["(A)1"],"label":"A","solution":null}"#],
            questions: [["AGIEval", "Plr?\n(A)1", nil, "english", "baber/agieval/lsat_lr"]]),
        Original(
            path: "agieval/lsat_rc.jsonl",
            rows: [#"{"passage":"P","question":"rc?","options":["(A)1"],"label":"A","solution":null}"#],
            questions: [["AGIEval", "Prc?\n(A)1", nil, "english", "baber/agieval/lsat_rc"]]),
        Original(
            path: "agieval/logiqa.jsonl",
            rows: [#"{"passage":"P","question":"lq?","options":["(A)1"],"label":"A","solution":null}"#],
            questions: [["AGIEval", "Plq?\n(A)1", nil, "math", "baber/agieval/logiqa"]]),
        Original(
            path: "agieval/aqua_rat.jsonl",
            rows: [#"{"passage":null,"question":"aq?","options":["(A)1"],"label":"A","solution":"x"}"#],
            questions: [["AGIEval", "aq?", "x", "math", "baber/agieval/aqua_rat"]]),
        Original(
            path: "agieval/math_agieval.jsonl",
            rows: [
                #"{"passage":null,"question":"ma?","options":null,"label":null,"solution":"x","level":5}"#,
                #"{"passage":null,"question":"mb?","options":null,"label":null,"solution":"x","level":4}"#,
            ], questions: [["AGIEval", "ma?", "x", "math", "baber/agieval/math_agieval"]]),
        Original(
            path: "xword1.jsonl",
            rows: [
                ##"{"instruction":"i","input":"Some words\n### Clue: Ham actor (5)","output":"Answer: EMOTE"}"##
            ],
            questions: [
                [
                    "xword",
                    "Solve the crossword puzzle. You are presented with a clue as input and the number of letters in "
                        + "brackets.\n\nHam actor (5)", "Answer: EMOTE", "crossword", "0xharib/xword1",
                ]
            ]),
        Original(
            path: "OlympiadBench/OlympiadBench/OE_TO_maths_en_COMP/OE_TO_maths_en_COMP.parquet",
            rows: [
                #"{"question":"B1","solution":["b1","other"],"question_type":"Open-ended","subject":"Math"}"#
            ], questions: [["OlympiadBench", "B1", "b1", "math", "Hothan/OlympiadBench/Open-ended/Math"]]),
        Original(
            path: "AIME_1983_2024/AIME_Dataset_1983_2024.csv",
            rows: [
                "ID,Year,Problem Number,Question,Answer,Part", "1983-1,1983,1,\"Let x, y be\nreal\",060,",
                "2022-I-1,2022,1,Later,116,I",
            ], questions: [["AIME", "Let x, y be\nreal", "060", "math", "qq8933/AIME_1983_2024"]]),
        Original(
            path: "TheoremQA/data/test-00000-of-00001.parquet",
            rows: [
                #"{"Question":"T1","Answer":"4","Answer_type":"integer","Picture":null}"#,
                #"{"Question":"T2","Answer":"4","Answer_type":"integer","Picture":{"bytes":"x"}}"#,
            ], questions: [["TheoremQA", "T1", "4", "math", "TIGER-Lab/TheoremQA/integer"]]),
        Original(
            path: "usacobench_formatted/data/test-00000-of-00001.parquet",
            rows: [#"{"question":"\nU1\n","answer":null}"#],
            questions: [["USACO", "U1", nil, "coding", "codegenning/usacobench_formatted"]]),
        Original(
            path: "jeebench.jsonl",
            rows: [
                #"{"subject":"phy","question":"J1","gold":"A","type":"MCQ","index":1}"#,
                #"{"subject":"chem","question":"J2","gold":"B","type":"MCQ","index":2}"#,
            ],
            questions: [
                ["JEEBench", "J1", "A", "math", "daman1209arora/jeebench/phy"],
                ["JEEBench", "J2", "B", "science", "daman1209arora/jeebench/chem"],
            ]),
        Original(
            path: "gpqa/gpqa_extended.csv",
            rows: ["Question,Correct Answer,Explanation,High-level domain", "G1,g,Because,Biology"],
            questions: [["GPQA", "G1", "Because", "science", "Idavidrein/gpqa"]]),
        Original(
            path: "sci_eval.jsonl",
            rows: [
                #"{"question":"E1\nOptimal solvent:\n\nAnswer:","answer":["C"],"task_name":"reagent selection","#
                    + #""category":"Chemistry","type":"Knowledge"}"#,
                #"{"question":"E2\n\nAnswer:","answer":["D"],"task_name":"MedQA","category":"Biology","type":"Base"}"#,
                #"{"question":"E3","answer":null,"task_name":"MedQA","category":"Biology","type":"Base"}"#,
            ],
            questions: [
                [
                    "SciEval", "E1\nWhat is the optimal solvent?", "C", "science",
                    "OpenDFM/SciEval/Chemistry/Knowledge/reagent selection",
                ], ["SciEval", "E2", "D", "health science", "OpenDFM/SciEval/Biology/Base/MedQA"],
            ]),
        Original(
            path: "s1-prob/data/train-00000-of-00001.parquet", rows: [#"{"question":"P1","solution":"p1"}"#],
            questions: [["s1-prob", "P1", "p1", "math", "simplescaling/s1-prob"]]),
        Original(
            path: "live_code_bench/release_v1.jsonl",
            rows: [
                #"{"question_content":" L1","difficulty":"hard"}"#, #"{"question_content":"L2","difficulty":"easy"}"#,
            ], questions: [["LiveCodeBench", "L1", nil, "coding", "LiveCodeBench/release_v1"]]),
        Original(
            path: "live_code_bench/release_v2.jsonl", rows: [#"{"question_content":"L3","difficulty":"hard"}"#],
            questions: [["LiveCodeBench", "L3", nil, "coding", "LiveCodeBench/release_v2"]]),
        Original(
            path: "live_code_bench/release_v3.jsonl", rows: [#"{"question_content":"L4","difficulty":"hard"}"#],
            questions: [["LiveCodeBench", "L4", nil, "coding", "LiveCodeBench/release_v3"]]),
        Original(
            path: "s1-teasers/data/train-00000-of-00001.parquet", rows: [#"{"Question":"Z1 ","Answer":"z1"}"#],
            questions: [["s1-teasers", "Z1", "z1", "math", "simplescaling/s1-teasers"]]),
    ]

    @Test("read the sixteen original data sets in their own schemas")
    func originals() throws {
        for original in Self.originals { try write("originals/" + original.path, original.rows) }
        try writePublished(["N1", "Z1"])
        try write("benchmarks/MATH-500/test.jsonl", [#"{"problem":"b"}"#])
        try write("benchmarks/aime_2024/data/train-00000-of-00001.parquet", [#"{"problem":"b"}"#])
        try write("originals/gpqa/gpqa_diamond.csv", ["Question", "b"])
        let recipe = try recipe("sources-16.json")
        #expect(Set(recipe.sources.map(\.input.name)).count == 16)
        _ = try run(recipe, in: folder)
        let found = try folder.lines("run/ingest/pool.jsonl").map { line in
            ["source", "question", "solution", "cot_type", "source_type"].map { line[$0]?.string }
        }
        #expect(found == Self.originals.flatMap(\.questions))
        let lines = try folder.lines("run/ingest/pool.jsonl")
        #expect(lines.filter { $0["trace_tokens"] == 7000 }.map { $0["question"] } == ["N1", "Z1"])
        #expect(lines.filter { $0["thinking_trajectories"] == ["T"] }.count == 2)
    }
}

extension RawFile {
    /// A table of rows that are objects: columns of texts are texts, and others are texts of JSON, as `datasets` writes its
    /// feature Json.
    fileprivate static func table(of rows: [JSON]) -> RawFile {
        var names: [String] = []
        for name in rows.flatMap({ $0.object?.names ?? [] }) where !names.contains(name) { names.append(name) }
        let isPlain = names.map { name in
            rows.allSatisfy { [nil, .null].contains($0[name]) || $0[name]?.string != nil }
        }
        let chunks = zip(names, isPlain).map { name, isPlain in
            let values = rows.map { row in
                row[name].flatMap { $0 == .null ? nil : isPlain ? $0.string : $0.compactText }
            }
            let levels = Plain.levels(values.map { $0 == nil ? 0 : 1 }, width: 1)
            let page = Page(values: rows.count, body: levels + Plain.texts(values.compactMap(\.self)))
            return Chunk(type: 6, pages: [page])
        }
        let schema = zip(names, isPlain).map { name, isPlain in
            Element(name: name, type: 6, repetition: 1, converted: isPlain ? 0 : 19)
        }
        return RawFile(schema, rows: rows.count, chunks)
    }
}
