import Bytes
import Files
import Messages
import Recipes
import Runs
import Synthesis

/// `curate synth`: writes a synthetic pool.
enum SynthCommand: Command {
    static let name = "synth"
    static let summary = "writes a synthetic pool of the published size and shape"
    static let options: [Option] = [
        .rows, .traceScale, .out, .force.meaning("replaces a pool with other settings"), .dryRun,
    ]
    static let commonOptions: [Option] = [.seed, .threads, .json, .quiet, .help, .version]
    static let discussion = """
        Writes sixteen sources in their own formats, recordings of four models, of traces and of domains, and three
        benchmarks. The questions are exercises with computed answers; faults of form, duplicates and overlaps are
        planted at the published rates, so that the default recipe gives the published funnel. The same settings give
        the same bytes. With a trace scale below 1 the traces are shortened, and each says so in its last line. A pool
        with other settings is replaced only with --force; other files in its folder are left alone.
        """
    static let examples = [
        Example("curate synth --rows 1000 --seed 7 --out data/small", "a small pool, the same every time")
    ]

    static func run(_ arguments: Arguments) throws {
        var pool = SyntheticPool()
        pool.rows = try arguments.integer(.rows, in: SyntheticPool.possibleRows) ?? pool.rows
        pool.seed = try arguments.seed() ?? pool.seed
        if let text = arguments[.traceScale] {
            guard let scale = text.withByteView({ $0.doubleNumber }), SyntheticPool.possibleTraceScales.contains(scale)
            else {
                throw CurationError.usage("--trace-scale \(text): expected a number from 0 to 1")
            }
            pool.traceScale = scale
        }
        let folder = arguments[.out] ?? "data/pool"
        let end = PathEnd(of: folder)
        if end != .nothing, end != .folder {
            let what = end.obstacle.map { "it \($0)" } ?? "it is not a folder"
            throw CurationError.usage(
                "--out \(folder): \(what); expected the folder of the pool")
        }
        if arguments.has(.dryRun) {
            var plan = WritePlan()
            try add(pool, in: folder, isForced: arguments.has(.force), to: &plan)
            return try arguments.show(WritePlanAnswer(plan: plan))
        }
        let size = try write(pool, to: folder, arguments)
        try arguments.show(SynthAnswer(pool: pool, folder: folder, size: size))
    }

    /// A pool that is named by a recipe's `synth` and has to be made.
    struct MissingPool {
        let pool: SyntheticPool
        let folder: String
        /// The settings of the pool that it replaces, as text; nil if it replaces none.
        let replaced: String?

        /// Adds the pool's files to a plan.
        func add(to plan: inout WritePlan) throws { try SynthCommand.add(pool, in: folder, isForced: true, to: &plan) }
    }

    /// Adds the files of a pool in a folder to a plan.
    private static func add(
        _ pool: SyntheticPool, in folder: String, isForced: Bool, to plan: inout WritePlan
    ) throws {
        let writes = try faultsAsUsage { try pool.writes(in: folder, isForced: isForced) }
        for file in writes.files { plan.add(Folder.join(folder, file.path), isReplaced: file.isReplaced) }
        for path in writes.removed { plan.remove(Folder.join(folder, path)) }
    }

    /// Returns the pool that a recipe's `synth` names if it has to be made, otherwise nil.
    ///
    /// Throws `CurationError.usage` when there is a pool with other settings and `--force` was not given.
    static func poolToMake(of file: RecipeFile, _ arguments: Arguments) throws -> MissingPool? {
        let recipe = try file.recipe(withFiles: false)
        guard let synth = recipe.synth else { return nil }
        let pool = synth.pool
        let folder = Folder.join(recipe.folder, synth.out)
        switch try faultsAsUsage({ try pool.need(in: folder, isForced: arguments.has(.force)) }) {
        case .none, .foreign: return nil
        case .made: return MissingPool(pool: pool, folder: folder, replaced: nil)
        case .replaced(let settings): return MissingPool(pool: pool, folder: folder, replaced: settings)
        }
    }

    /// Makes a pool that a recipe's `synth` names.
    static func make(_ missing: MissingPool, _ arguments: Arguments) throws {
        if !arguments.has(.quiet) {
            let what = "a synthetic pool of \(Wording.counted(missing.pool.rows, "question"))"
            Terminal.printDiagnostic("generating \(what) in \(missing.folder) first")
        }
        _ = try write(missing.pool, to: missing.folder, arguments)
    }

    private static func write(_ pool: SyntheticPool, to folder: String, _ arguments: Arguments) throws -> Int {
        let progress = Progress(isQuiet: arguments.has(.quiet))
        defer { progress.clear() }
        return try faultsAsUsage {
            try pool.write(to: folder, threads: arguments.threads(), isForced: arguments.has(.force)) { done, total in
                progress.show(share: done, of: total, "synth")
            }
        }
    }

    private static func faultsAsUsage<Result>(_ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let fault as SyntheticPool.Fault {
            throw CurationError.usage("\(fault.message)\(fault.remedy?.words ?? "")")
        }
    }
}

extension Option {
    fileprivate static let rows = Option(
        "rows", value: "N", "the number of questions that decontaminate will keep (default: \(SyntheticPool().rows))")
    fileprivate static let traceScale = Option(
        "trace-scale", value: "X",
        "the share of every trace that is written, from 0 to 1 (default: \(SyntheticPool().traceScale))")
    fileprivate static let out = Option("out", value: "DIR", "the pool's folder (default: data/pool)")
}
