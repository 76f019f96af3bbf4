/// An option of the command line, from whose declaration the parser, the help and the documentation are made.
struct Option: Sendable {
    /// The name, without the leading dashes.
    let name: String
    /// The name of its value; nil if it takes none.
    let value: String?
    /// A one-line summary.
    let summary: String
    /// Whether the command requires the option.
    let isRequired: Bool
    /// Whether the option has a value and may be given more than once.
    let isRepeated: Bool

    init(
        _ name: String, value: String? = nil, isRequired: Bool = false, isRepeated: Bool = false, _ summary: String
    ) {
        self.name = name
        self.value = value
        self.summary = summary
        self.isRequired = isRequired
        self.isRepeated = isRepeated
    }

    /// The option as typed: `--seed`.
    var flag: String { "--\(name)" }

    /// The option with its value, as in the help: `--seed N`.
    var usage: String { flag + (value.map { " \($0)" } ?? "") }

    /// Returns the same option with the summary for a command in which it has another meaning.
    func meaning(_ summary: String) -> Option {
        Option(name, value: value, isRequired: isRequired, isRepeated: isRepeated, summary)
    }
}

/// Options are identified by name, regardless of their meaning in a command.
extension Option: Hashable {
    static func == (first: Option, second: Option) -> Bool { first.name == second.name }

    func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

/// The options of every command.
extension Option {
    static let config = Option("config", value: "FILE", "the recipe (default: pipeline.json)")
    static let run = Option("run", value: "DIR", "the run's folder (default: data/runs/NAME in the recipe's folder)")
    static let seed = Option("seed", value: "N", "the seed of all draws; overrides the recipe's")
    static let threads = Option("threads", value: "N", "the number of threads (default: one per processor)")
    static let set = Option(
        "set", value: "KEY=VALUE", isRepeated: true,
        "overrides a key of the recipe, such as sample.target=500; may be repeated")
    static let json = Option("json", "prints the answer as JSON")
    static let quiet = Option("quiet", "prints only errors and notes about lost data")
    static let help = Option("help", "shows this help")
    static let version = Option("version", "shows the version")

    /// All options that every command has.
    static let common: [Option] = [.config, .run, .seed, .threads, .set, .json, .quiet, .help, .version]
}

/// Options that several commands have.
extension Option {
    static let force = Option(
        "force", "also runs stages that are up to date; replaces files and a synthetic pool that are in the way")
    static let dryRun = Option("dry-run", "shows what would be written and replaced, and writes nothing")
    static let confined = Option(
        "confined", "refuses a recipe that names a path outside its folder; for recipes from others")
    static let limit = Option("limit", value: "N", "at most N rows (default: 20; all with --full or --json)")
}
