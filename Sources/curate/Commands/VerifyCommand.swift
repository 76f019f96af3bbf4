import Answers
import Messages
import Runs

/// `curate verify`: verifies a finished run.
enum VerifyCommand: Command {
    static let name = "verify"
    static let summary = "recomputes a finished run's digests, counts, decisions and export"
    static let options: [Option] = [.deep, .confined]
    static let commonOptions: [Option] = [.config, .run, .seed, .threads, .set, .json, .help, .version]
    static let asksAboutRun = true
    static let discussion = """
        Recomputes every digest of the run, adds up its counts, takes every decision again from the pool, the recipe and
        the seed, and compares every row of the export with the pool; files that are on record must be there, and no
        others. Sources and benchmarks are looked for beside the recipe (--config); those that are not there are told of,
        and with --confined none is looked for outside its folder. --deep makes the whole run again from its sources, in
        a new folder beside it that is removed afterwards. The first thing that does not hold is told, with status 1.
        """
    static let examples = [Example("curate verify --deep", "whether the sources still give the same set")]

    static func run(_ arguments: Arguments) throws {
        let folder = try arguments.runFolder(nil)
        var findings: [Verification.Finding] = []
        func answer(fault: Message?) -> VerificationAnswer {
            VerificationAnswer(folder: folder, findings: findings, fault: fault)
        }
        do {
            let verification = try Verification(
                folder, recipeFile: arguments[.config] ?? "pipeline.json",
                isConfined: arguments.has(.confined), threads: arguments.threads())
            try verification.manifest.demand(settings: arguments.settings(), in: RunFolder(folder))
            try verification.run(deep: arguments.has(.deep)) { finding in
                findings.append(finding)
                // Printed as they are made; if standard output is closed, the last write reports it.
                if !arguments.has(.json) { try? arguments.show(finding) }
            }
        } catch CurationError.failed(let fault) {
            // Without `--json` the fault is printed as the error only.
            if arguments.has(.json) { try arguments.show(answer(fault: fault)) }
            throw CurationError.failed(fault)
        }
        try arguments.show(answer(fault: nil))
    }
}

extension Option {
    fileprivate static let deep = Option("deep", "makes the run again from its sources, too")
}
