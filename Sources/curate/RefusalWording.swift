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
        case .isBusy, .foreignFile: return .failed(words)
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
                "\(setting) is a setting of \(stage), which reads the sources: what it would change needs a run of its own"
                + "\nrun: \(commandLine) --stage all"
        case .benchmarkMissing(let name, let path, let stage):
            return "\(path): the benchmark \"\(name)\" is not there, and \(stage) needs it; --config names the recipe "
                + "that lies beside it"
        case .notSelected(let id, let fate, let stage):
            return "\(id): it is not in the final set: \(fate); curate inspect \(stage) shows what is"
        case .noRun, .noFolder, .rowsRejected, .otherSettings, .madeBy, .isBusy, .foreignFile:
            return wordsOfFolder
        }
    }

    /// A description of a refusal that concerns a folder as a whole.
    private var wordsOfFolder: Message {
        switch self {
        case .noFolder(let folder, let obstacle):
            "\(folder): it \(obstacle); the folder of a run is right"
        case .rowsRejected(let stage, let folder, let file):
            "\(folder): \(stage) has not come to its end here; the rows that it could not read are in \(file)"
        case .otherSettings(let path, let here, let wanted, let folder):
            "\(folder): \(path) is \(here) in this run, not \(wanted); without --set and --seed it is taken as it is, "
                + "curate what-if tells what they would change, and --run names another run"
        case .madeBy(let version, let folder):
            "\(folder): curate \(version) made this run, and \(Tool.version) cannot read its pool; that version shows it, "
                + "and curate --stage all makes it anew"
        case .isBusy(let process, let folder):
            "\(folder): another run is at work here" + (process.map { ", process \($0)" } ?? "")
                + "; wait for its end, or name another folder with --run"
        case .foreignFile(let error, let canForce):
            "\(error.description); move it away" + (canForce ? ", or let --force replace it" : "")
        case .noRun(let folder):
            "\(folder): there is no run here; curate --stage all makes one, --run names another"
        default: ""
        }
    }
}
