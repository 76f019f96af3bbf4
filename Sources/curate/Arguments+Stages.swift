import Messages
import Recipes
import Stages

/// Stages that the command line names.
extension Arguments {
    /// Returns the stages of a recipe that `--stage` names, or all of them without it.
    ///
    /// Throws `CurationError.usage` for an unknown stage, and for one that the recipe does not ask for.
    func stages(of recipe: Recipe) throws -> [StageName] {
        guard let named = try namedStages(among: recipe.registry) else { return recipe.stages.names }
        if let stage = named.first(where: { recipe.stages[$0] == nil }) {
            throw CurationError.usage(
                "\(Option.stage.flag) \(self[.stage] ?? ""): the recipe does not ask for the stage \(stage)")
        }
        return named
    }

    /// Returns whether `--stage` names a stage, or all.
    ///
    /// Throws `CurationError.usage` for an unknown stage.
    func ask(for stage: StageName) throws -> Bool {
        try namedStages(among: .standard)?.contains(stage) ?? true
    }

    /// Returns the stages that `--stage` names, or nil for all.
    private func namedStages(among available: StageRegistry) throws -> [StageName]? {
        guard let text = self[.stage], text != "all" else { return nil }
        return try text.split(separator: ",", omittingEmptySubsequences: false).map(String.init).map { word in
            if let stage = available.name(word) { return stage }
            let known = ["all"] + available.names.map(\.rawValue)
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
