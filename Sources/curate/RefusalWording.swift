import Messages
import Runs

extension RunRefusal {
    /// Returns the refusal as the program reports it, with its exit status.
    ///
    /// - Parameters:
    ///   - command: the command that was refused.
    ///   - commandLine: the command line that runs stages, without the names of the stages.
    func error(of command: String, _ commandLine: String) -> CurationError {
        let words = words(of: command, commandLine)
        switch self {
        case .isBusy, .foreignFile, .noQuestions: return .failed(words)
        default: return .usage(words)
        }
    }

    /// Returns a description of the refusal with the command that resolves it.
    ///
    /// - Parameters:
    ///   - command: the command that was refused.
    ///   - commandLine: the command line that runs stages, without the names of the stages.
    func words(of command: String, _ commandLine: String) -> Message {
        switch self {
        case .needs(let stage, let status, let asked, let stages):
            let what: Message = status == .neverRan ? "has not run yet" : "is out of date: \(status.reason)"
            return "\(asked?.rawValue ?? command) needs \(stage), which \(what)"
                + "\nrun: \(commandLine) --stage \(stages?.map(\.rawValue).joined(separator: ",") ?? "all")"
        case .notRun(let stage, let folder):
            return "\(folder): the stage \(stage) has not run yet; curate --stage all runs it"
        case .outOfDate(let stage, let folder):
            return "\(folder): the stage \(stage) is out of date; curate --stage all brings the run up to date"
        case .readsSources(let setting, let stage):
            return
                "\(setting) is a setting of \(stage), which reads the sources; its effect can only be seen in a separate run"
                + "\nrun: \(commandLine) --stage all"
        case .benchmarkMissing(let name, let path, let stage):
            return "\(path): the benchmark \"\(name)\" is missing, and \(stage) needs it; set --config to the recipe "
                + "that the path is relative to"
        case .noProbabilities(let folder):
            return
                "\(folder): the probabilities of its selection have not been computed; curate stability computes them"
        case .seedsOutOfRange(let asked, let most, let first):
            return
                "--seeds \(asked): expected a whole number from 2 to \(most), since the run's seed is \(first) and the "
                + "highest seed is \(UInt32.max)"
        case .notSelected(let id, let fate, let stage):
            return "\(id): not in the final set: \(fate); curate inspect \(stage) shows the questions that are"
        case .noQuestions(let stage, let setting, let emptied):
            return "\(setting), and no question reached the stage \(stage): \(emptied.words)"
        case .replacesFinished(let set):
            return Self.words(of: set)
        case .replacesMoreSeeds(let file, let recorded, let asked):
            return
                "\(file): this result is of \(Wording.counted(recorded, "seed")), and \(Wording.grouped(asked)) would "
                + "replace it; ask for at least as many with --seeds, or replace it with --force"
        case .noRun, .noFolder, .rowsRejected, .otherSettings, .madeBy, .isBusy, .foreignFile:
            return wordsOfFolder
        }
    }

    /// Returns a description of a finished set that would be replaced, and what to do instead.
    private static func words(of set: FinishedSet) -> Message {
        let most = 5
        var settings = set.settings.prefix(most).map { "\($0.path) \($0.here), not \($0.wanted)" }
        if set.settings.count > most { settings.append("\(set.settings.count - most) more settings that differ") }
        return
            "\(set.folder): this finished set was made with \(listed(settings, "and")); the run would replace "
            + "\(Wording.counted(set.files, "file")) of \(listed(set.stages.map(\.rawValue), "and"))"
            + "\nname another folder with --run OTHER, or replace the set with --stage "
            + "\(set.stages.map(\.rawValue).joined(separator: ",")) --force; curate what-if shows what "
            + "the settings would change"
    }

    /// A description of a refusal that concerns a folder as a whole.
    private var wordsOfFolder: Message {
        switch self {
        case .noFolder(let folder, let obstacle):
            "\(folder): it \(obstacle); expected the folder of a run"
        case .rowsRejected(let stage, let folder, let file):
            "\(folder): \(stage) did not finish; the rows that it could not read are in \(file)"
        case .otherSettings(let path, let here, let wanted, let folder):
            "\(folder): \(path) is \(here) in this run, not \(wanted); omit --set and --seed to use the run as it is, "
                + "use curate what-if to see what they would change, or name another run with --run"
        case .madeBy(let version, let folder):
            "\(folder): this run was made by curate \(version), and \(Tool.version) cannot read its pool; use that version to view "
                + "it, or curate --stage all to run it again"
        case .isBusy(let process, let folder):
            "\(folder): another run is using this folder" + (process.map { " (process \($0))" } ?? "")
                + "; wait for it to finish, or name another folder with --run"
        case .foreignFile(let error, let canForce):
            "\(error.description); move it away" + (canForce ? ", or replace it with --force" : "")
        case .noRun(let folder):
            "\(folder): there is no run here; create one with curate --stage all, or name another with --run"
        default: ""
        }
    }
}
