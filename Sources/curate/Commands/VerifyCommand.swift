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
        Recomputes every digest of the run, adds up its counts, repeats every decision from the pool, the recipe and the
        seed, and compares every row of the export with the pool. All recorded files must exist, and no others. Sources
        and benchmarks are looked up relative to the recipe (--config); missing ones are reported, and with --confined
        none outside the recipe's folder is read. --deep also repeats the run from its sources, in a temporary folder
        beside it that is removed afterwards. The first fault is reported, with exit status 1.
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
            try verification.manifest.demand(settings: arguments.settings(), from: "--set", in: RunFolder(folder))
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
    fileprivate static let deep = Option("deep", "also repeats the run from its sources")
}
