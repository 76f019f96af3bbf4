import Bytes
import Pools
import Rows
import Shapes
import Stages

extension Shape {
    /// The whole recipe: every key there is, its type, its default and what it is for.
    package static let recipe = recipe(of: .standard)

    /// The whole recipe of a pipeline of some stages.
    package static func recipe(of stages: StageRegistry) -> Shape {
        .object(
            ObjectShape(
                keys: [
                    .optional("$schema", .text(.any), "the JSON Schema of recipes, for editors"),
                    .required("name", .text(.fileName), "the run's name, which is also its folder's and its export's"),
                    .optional("seed", .integer(0...4_294_967_295), 0, "the seed of every draw"),
                    .optional("synth", .object(synth), "a synthetic pool, which is made when it is not there"),
                    .required(
                        "sources", .list(source, atLeast: 1), "where questions come from, in the order of the pool"),
                    .optional(
                        "recordings", .list(recording, atLeast: 0), [], "outcomes, traces and labels made earlier"),
                    .optional("benchmarks", .list(benchmark, atLeast: 0), [], "evaluation sets that must not leak"),
                    .optional(
                        "tables", .map(names: .filled, .map(names: .any, .text(.any))), [:],
                        "texts that stand for others, for the filters lookup and replace"),
                    .optional(
                        "tokenizer", .object(tokenizer), "what counts the tokens of traces whose length is not recorded"
                    ),
                    .optional("limits", .object(limits), [:], "how much may be wrong, how large a row may be"),
                ]
                    // The sections that stages declare, that of export last.
                    + stages.definitions.filter { !$0.exports }.compactMap(\.section) + [
                        .optional(
                            "ablations", .map(names: .fileName, .object(ablation(of: stages))),
                            "other ways to choose a set, for curate ablate; without them those of the paper"),
                        .optional("train", .object(TrainRecipe.shape), "what a trainer will do with the rows"),
                    ] + stages.definitions.filter(\.exports).compactMap(\.section),
                rules: [
                    .atMost(Pool.mostSources, in: "sources"),
                    .key(
                        "max_tokens", of: "train", demands: "tokenizer",
                        why:
                            "which counts the rows; \"tokenizer\": { \"path\": ... } with the folder of Qwen2.5's vocabulary is right"
                    ),
                ]))
    }

    private static let synth = ObjectShape(keys: [
        .required("out", .text(.path), "the folder of the pool"),
        .optional("rows", .integer(16...100_000_000), 59_029, "how many questions decontaminate will keep"),
        .optional("seed", .integer(0...4_294_967_295), 0, "the seed of the pool"),
        .optional("trace_scale", .number(0...1), .number("0.1"), "the share of every trace that is written"),
    ])

    // MARK: - Files with rows

    private static let empty = Key.optional(
        "empty", .choice(["fail", "allow"]),
        "what happens when nothing can be read of a file, or no row is taken: unless \"allow\", the run fails")

    private static let source = input(
        [
            .optional(
                "map",
                .map(
                    names: .target(isSource: true), requiring: [("question", "the template of the question's text")],
                    .text(.template)), "which field becomes what"),
            empty,
        ])

    private static let recording = input(
        [
            .optional("question", .text(.template), "the question's text, by which the row is joined"),
            .optional("id", .text(.template), "the question's id, by which the row is joined"),
            .optional(
                "outcome",
                .object(
                    ObjectShape(keys: [
                        .required("model", .text(.template), "the model's name"),
                        .required("correct", .text(.template), "whether it was right: true, false or null"),
                    ])), "an attempt of a model"),
            .optional(
                "set", .map(names: .target(isSource: false), .text(.template)), "what the row says of the question"),
            empty,
        ], rules: [.exactlyOne(["question", "id"]), .atLeastOne(["outcome", "set"])])

    private static let benchmark = input([.required("question", .text(.template), "the text that must not leak")])

    private static func input(_ keys: [Key], rules: [ObjectShape.Rule] = []) -> Shape {
        let common: [Key] = [
            .required("name", .text(.filled), "the name under which it is counted"),
            .required("format", .choice(InputFormat.allCases.map(\.rawValue)), "the format of its files"),
            .required("path", .text(.path), "a file or a pattern of files, relative to the recipe's folder"),
        ]
        let after: [Key] =
            [.optional("where", .list(.object(condition), atLeast: 0), [], "which rows are taken")] + keys
        return .variants(
            key: "format",
            InputFormat.allCases.map { format in
                var own: [Key] = []
                var ownRules: [ObjectShape.Rule] = []
                switch format {
                case .jsonl, .csv, .tsv: break
                case .json:
                    own = [.optional("record", .text(.fieldPath), "the names that lead to the list of rows")]
                case .xml:
                    own = [.required("record", .text(.filled), "the XPath of a row, such as /posts/row")]
                case .sqlite:
                    own = [
                        .optional("table", .text(.filled), "the table whose rows are read"),
                        .optional("query", .text(.filled), "the query whose rows are read"),
                    ]
                    ownRules = [.exactlyOne(["table", "query"])]
                }
                return (format.rawValue, ObjectShape(keys: common + own + after, rules: rules + ownRules))
            })
    }

    private static let condition = ObjectShape(
        keys: [
            .required("field", .text(.fieldPath), "the field that is looked at"),
            .optional("equals", .anything, "the value it must have"),
            .optional("in", .list(.anything, atLeast: 1), "the values of which it must have one"),
            .optional("not", .anything, "the value, or the list of values, it must not have"),
            .optional("is", .choice(["present", "absent"]), "whether it must be there and not null"),
        ], rules: [.exactlyOne(["equals", "in", "not", "is"])])

    // MARK: - Settings

    private static let tokenizer = ObjectShape(keys: [
        .required("path", .text(.path), "the folder or file of Qwen2.5's vocabulary, relative to the recipe's folder")
    ])

    private static let limits = ObjectShape(keys: [
        .optional("rejected", .number(0...1), .number("0.01"), "the share of rows that may be unreadable"),
        .optional("row_bytes", .integer(1024...1 << 30), .number("67108864"), "the longest row that is read, in bytes"),
        .optional(
            "sqlite_steps", .integer(1_000_000...1_000_000_000_000_000), .number("10000000000"),
            "how many instructions of SQLite's machine a query may take"),
        .optional(
            "excerpts", .boolean,
            "whether rejected.jsonl, and what is told of its rows, quotes them; unless false they are quoted"),
    ])

    private static func ablation(of stages: StageRegistry) -> ObjectShape {
        ObjectShape(
            keys: [
                .required(
                    "from", .choice(Ablation.sources(among: stages).map(\.rawValue)),
                    "the stage whose kept questions are chosen from"),
                .required("select", .choice(Ablation.Selection.allCases.map(\.rawValue)), "how they are chosen"),
            ]
                // Any key of sample may say otherwise; what it leaves out is as in sample.
                + SampleRecipe.shape.keys.map { .optional($0.name, $0.shape, $0.summary) })
    }
}
