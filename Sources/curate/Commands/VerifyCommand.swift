import Answers
import Bytes
import Files
import Messages
import Runs

/// `curate verify`: puts a finished run to the test.
enum VerifyCommand: Command {
    static let name = "verify"
    static let summary = "recomputes a finished run's digests, counts, decisions and export"
    static let usage = "verify [--deep]"
    static let options: [Option] = [.deep, .confined]
    static let asksAboutRun = true
    static let discussion = """
        Recomputes every digest of the run, adds up its counts, takes every decision again from the pool, the recipe and
        the seed, and compares every row of the export with the pool; files that are on record must be there, and no
        others. Sources and benchmarks are looked for beside the recipe (--config); those that are not there are told of,
        and with --confined none is looked for outside its folder. --deep makes the whole run again from its sources, in
        a new folder beside it that is removed afterwards. The first thing that does not hold is told, with status 1.
        """

    static func run(_ arguments: Arguments) throws {
        try arguments.takeNoMoreWords(than: 0, Self.self)
        let folder = try arguments.runFolder(nil)
        let isForPrograms = arguments.has(.json)
        var findings = JSONObject()
        do {
            let verification = try Verification(
                folder, recipeFile: arguments[.config] ?? "pipeline.json",
                isConfined: arguments.has(.confined), threads: arguments.threads())
            try verification.manifest.demand(settings: arguments.settings(), in: RunFolder(folder))
            try verification.run(deep: arguments.has(.deep)) { finding in
                findings[finding.subject] = .string(finding.words)
                if !isForPrograms {
                    let subject = Wording.padded(finding.subject, to: 10)
                    try? Terminal.write(lines: [subject + " " + finding.words])
                }
            }
        } catch let error as CurationError {
            if isForPrograms, case .failed(let message) = error {
                try answer(folder, findings, fault: .string(message.text))
            }
            throw error
        }
        if isForPrograms { return try answer(folder, findings, fault: .null) }
        try Terminal.write(lines: ["\(Wording.printable(folder)) holds"])
    }

    private static func answer(_ folder: String, _ findings: JSONObject, fault: JSON) throws {
        let answer: JSON = [
            "run": .string(folder), "holds": .bool(fault == .null), "findings": .object(findings), "fault": fault,
        ]
        try Terminal.write(json: answer)
    }
}
