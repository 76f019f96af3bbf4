import Messages
import Stages

/// Stages that are named on the command line.
extension Arguments {
    /// The stages that `--stage` names; all without it.
    ///
    /// Throws `CurationError.usage` when there is none of a name.
    func stages() throws -> [StageName] {
        guard let text = self[.stage], text != "all" else { return StageRegistry.standard.names }
        return try text.split(separator: ",", omittingEmptySubsequences: false).map(String.init).map { word in
            if let stage = StageRegistry.standard.name(word) { return stage }
            let known = ["all"] + StageRegistry.standard.names.map(\.rawValue)
            let ending = Suggestion(for: word, among: known).ending
            throw CurationError.usage(
                "\(Option.stage.flag) \(text): no stage \"\(word)\"; \(listed(known)) is right\(ending)")
        }
    }

    /// The stage that a command's first word names.
    ///
    /// Throws `CurationError.usage` when there is none of this name, or no word.
    func stage(for command: any Command.Type) throws -> StageName {
        let known = StageRegistry.standard.names.map(\.rawValue)
        guard let word = words.first else {
            throw CurationError.usage("\(command.name) needs a stage: \(listed(known))")
        }
        if let stage = StageRegistry.standard.name(word) { return stage }
        throw CurationError.usage(
            "\(word): no stage; \(listed(known)) is right\(Suggestion(for: word, among: known).ending)")
    }
}
