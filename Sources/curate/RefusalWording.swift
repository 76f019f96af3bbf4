import Messages
import Runs

extension RunRefusal {
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
        }
    }
}
