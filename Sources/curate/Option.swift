import Synthesis

/// An option of the command line.
///
/// This table feeds the parser and the help.
enum Option: String, CaseIterable {
    case stage, config, run, seed, threads, set, force, json, quiet, help, version, confined
    case dropped, rule, source, domain, limit, full, by, deep
    case dryRun = "dry-run"
    case tokenizer, field, ids, special
    case list, seeds, drop, keep, reason, undo
    case rows, traceScale = "trace-scale", out
    case markdown

    /// What the option's value is called in the help; nil when it takes none.
    var value: String? {
        switch self {
        case .stage: "STAGES"
        case .config: "FILE"
        case .run: "DIR"
        case .seed, .threads, .limit, .rows, .seeds: "N"
        case .traceScale: "X"
        case .out, .tokenizer: "DIR"
        case .field: "NAME"
        case .set: "KEY=VALUE"
        case .rule: "RULE"
        case .drop, .keep: "IDS"
        case .reason: "TEXT"
        case .source: "SOURCE"
        case .domain: "DOMAIN"
        case .by: "source|domain"
        case .force, .dryRun, .confined, .json, .quiet, .help, .version, .dropped, .full, .deep, .ids, .special, .list,
            .undo, .markdown:
            nil
        }
    }

    /// True when the option may be given more than once.
    var isRepeated: Bool { self == .set }

    /// What the option does, in one line.
    var summary: String {
        switch self {
        case .stage: "all, one stage, or several with commas between"
        case .config: "the recipe (default: pipeline.json)"
        case .run: "the run's folder (default: data/runs/NAME, NAME from the recipe)"
        case .seed: "the seed of every draw, in place of the recipe's"
        case .threads: "how many threads work (default: one a processor)"
        case .set: "sets a key of the recipe, dotted, such as sample.target=500; may be repeated"
        case .force: "runs stages that are up to date, too, and replaces files and a synthetic pool in the way"
        case .json: "answers in JSON on standard output"
        case .quiet: "says nothing on standard error but errors, and what data was lost"
        case .help: "shows this help"
        case .version: "shows the version"
        case .confined: "refuses a recipe that names a path outside its folder; for recipes from strangers"
        case .dropped: "what the stage dropped, in place of what it kept"
        case .rule: "only what this rule decided"
        case .source: "only questions of this source"
        case .domain: "only questions of this domain"
        case .limit: "at most so many rows (default: 20; with --full or --json all)"
        case .full: "whole questions, a line of JSON each"
        case .deep: "makes the run again from its sources, too"
        case .by: "a row for each source or domain"
        case .dryRun: "tell what would run and why, and write nothing"
        case .tokenizer: "the folder or file of Qwen2.5's vocabulary"
        case .field: "a line for each row of a JSONL file: that of its field of this name"
        case .ids: "the tokens, with commas between, in place of their number"
        case .special: "takes what is written like a control token, such as <|im_end|>, for that token"
        case .list: "the questions that enter and leave, a line each"
        case .drop: "the questions that are taken out: ids with commas between"
        case .keep: "the questions that are held: ids with commas between"
        case .reason: "why, for the record"
        case .undo: "takes the last amendment back"
        case .seeds: "how many seeds, from the run's on (default: 1000)"
        case .rows: "how many questions decontaminate will keep (default: \(SyntheticPool().rows))"
        case .traceScale: "the share of every trace that is written, 0 to 1 (default: \(SyntheticPool().traceScale))"
        case .markdown: "the reference of recipes and rules in Markdown, in place of the schema"
        case .out: "the pool's folder (default: data/pool)"
        }
    }
}
