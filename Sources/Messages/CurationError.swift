import Bytes

/// Why the program ends without having done what was asked.
package enum CurationError: Error, Equatable {
    /// The recipe is wrong: exit status 2.
    case recipe(file: String, [RecipeProblem])
    /// The command line is wrong, or asks for what cannot be given: exit status 2.
    case usage(Message)
    /// The run failed: exit status 1.
    case failed(Message)

    /// The exit status of the program: 1 the run failed, 2 the command line or the recipe is wrong.
    package var status: Int32 {
        if case .failed = self { 1 } else { 2 }
    }

    /// The message, of one line or several.
    package var message: String { words.text }

    /// The message, to be told or to be part of another.
    package var words: Message {
        switch self {
        case .recipe(let file, let problems):
            .joined(
                problems.map { "\(file): \($0.path.isEmpty ? "" : "\($0.path): ")\($0.message)" as Message }, by: "\n")
        case .usage(let message), .failed(let message): message
        }
    }
}
