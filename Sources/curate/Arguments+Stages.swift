import Messages
import Stages

/// Stages that the command line names.
extension Arguments {
    /// Returns the stages that `--stage` names, or all stages without it.
    ///
    /// Throws `CurationError.usage` for an unknown stage.
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

    /// Returns the stage that a command's first operand names.
    ///
    /// Throws `CurationError.usage` when there is no operand or no stage of that name.
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
