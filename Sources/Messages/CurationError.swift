import Bytes

/// The reason the program ends without having done its task.
package enum CurationError: Error, Equatable {
    /// The recipe is invalid: exit status 2.
    case recipe(file: String, [RecipeProblem])
    /// The command line is invalid, or asks for something that is not available: exit status 2.
    case usage(Message)
    /// The run failed: exit status 1.
    case failed(Message)

    /// The exit status of the program: 1 if the run failed, 2 if the command line or the recipe is invalid.
    package var status: Int32 {
        if case .failed = self { 1 } else { 2 }
    }

    /// The message, of one or more lines.
    package var message: String { words.text }

    /// The message, to print or to include in another.
    package var words: Message {
        switch self {
        case .recipe(let file, let problems):
            .joined(
                problems.map { "\(file): \($0.path.isEmpty ? "" : "\($0.path): ")\($0.message)" as Message }, by: "\n")
        case .usage(let message), .failed(let message): message
        }
    }
}
