import Messages
import Pools

/// Finds paths in a recipe that lead outside its folder.
struct ConfinementCheck {
    private(set) var problems: [RecipeProblem] = []

    init(_ recipe: Recipe) {
        let confinement = Confinement(to: recipe.folder)
        func check(_ key: String, _ fault: String?) {
            if let fault { problems.append(RecipeProblem(key, fault)) }
        }
        if let synth = recipe.synth { check("synth.out", confinement.fault(of: synth.out, mayBeMissing: true)) }
        for (key, input) in recipe.inputs.all { check("\(key).path", confinement.fault(ofPattern: input.path)) }
        if let tokenizer = recipe.tokenizer {
            let fault =
                confinement.fault(of: tokenizer.path, mayBeMissing: true)
                ?? recipe.inputs.tokenizerFiles.lazy.compactMap { confinement.fault(of: $0) }.first
            check("tokenizer.path", fault)
        }
    }
}
