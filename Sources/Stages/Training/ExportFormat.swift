import Bytes
import Shapes

/// The formats in which chosen questions are written.
package enum ExportFormat: String, DocumentedChoice {
    /// The columns of the published s1K.
    case jsonl
    /// A single `text`, as in the training of s1.
    case sft
    /// A list of messages, as TRL, Axolotl and LLaMA-Factory read it.
    case messages
    /// A `prompt` and a `completion`, whose concatenation is the text of `sft`.
    case promptCompletion = "prompt-completion"
    /// The columns of `jsonl` as a Parquet file.
    case parquet

    /// Whether the rows have the published columns, and not a form for training.
    package var hasPublishedColumns: Bool { self == .jsonl || self == .parquet }

    /// A one-line description of the choice.
    package var meaning: String {
        switch self {
        case .jsonl: "the columns of the published s1K"
        case .sft: "one `text`, in the format that s1 was trained on"
        case .messages: "a list of messages, as read by TRL, Axolotl and LLaMA-Factory"
        case .promptCompletion: "a `prompt` and a `completion`, which together are the text of `sft`"
        case .parquet: "the columns of `jsonl` as a Parquet file"
        }
    }
}

/// How the assistant's message contains the trace.
package enum MessageStyle: String, DocumentedChoice {
    /// In the content: `<think>`, the trace, `</think>`, an empty line, the attempt.
    case think
    /// Separate from the content, under `reasoning_content`.
    case reasoningContent = "reasoning_content"
    /// In the content in s1's training format, so that the chat template produces the text of `sft`.
    case s1

    /// A one-line description of the choice.
    package var meaning: String {
        switch self {
        case .think: "in the content: `<think>`, the trace, `</think>`, an empty line, the attempt"
        case .reasoningContent: "separate from the content, in `reasoning_content`"
        case .s1:
            "in the content, in the format that s1 was trained on, so that the chat template gives the text of `sft`"
        }
    }
}

/// A file that export writes: a format and a part of the questions.
package struct ExportFile: Equatable {
    /// A part of the chosen questions.
    package enum Split: String {
        case train, validation
    }

    /// The format.
    package let format: ExportFormat
    /// The part of the questions; nil for all.
    package let split: Split?
    /// The target of the set, if it is a smaller one of several; nil for the largest.
    package let target: Int?

    /// Creates a file of a format with a part of the questions of a set.
    package init(format: ExportFormat, split: Split?, target: Int? = nil) {
        self.format = format
        self.split = split
        self.target = target
    }

    /// Returns the name in the folder `export`: `NAME.jsonl`, `NAME.sft.jsonl`, `NAME.sft.validation.jsonl`,
    /// `NAME.parquet`, and `NAME.500.sft.jsonl` for a set of 500 that is part of a larger one.
    package func name(of run: String) -> String {
        let parts =
            [run] + [target.map(String.init)].compactMap(\.self) + (format.hasPublishedColumns ? [] : [format.rawValue])
            + [split?.rawValue].compactMap(\.self)
        return parts.joined(separator: ".") + (format == .parquet ? ".parquet" : ".jsonl")
    }

    /// Returns the files of a recipe: those of the largest set in the order of its formats, then those of the smaller sets.
    ///
    /// - Parameter targets: the targets of the smaller sets.
    package static func files(of export: ExportRecipe, _ train: TrainRecipe, targets: [Int] = []) -> [ExportFile] {
        let splits: [Split?] = train.validation == nil ? [nil] : [.train, .validation]
        return ([nil] + targets).flatMap { target in
            export.formats.flatMap { format in
                splits.map { ExportFile(format: format, split: $0, target: target) }
            }
        }
    }
}

extension TrainingRow {
    /// Appends the row as a line of the given format.
    func append(_ format: ExportFormat, _ style: MessageStyle, to line: inout [UInt8], _ scratch: inout [UInt8]) {
        func appendQuoted(_ write: (inout [UInt8]) -> Void) {
            scratch.removeAll(keepingCapacity: true)
            write(&scratch)
            scratch.withByteView { line.append(quoted: $0) }
        }
        switch format {
        case .jsonl, .parquet: preconditionFailure("its columns are those of the pool")
        case .sft:
            line.append("{\"text\":")
            appendQuoted {
                appendPrompt(to: &$0)
                appendCompletion(to: &$0)
            }
        case .promptCompletion:
            line.append("{\"prompt\":")
            appendQuoted { appendPrompt(to: &$0) }
            line.append(",\"completion\":")
            appendQuoted { appendCompletion(to: &$0) }
        case .messages:
            line.append("{\"messages\":[")
            if let system {
                line.append("{\"role\":\"system\",\"content\":")
                appendQuoted { $0 += system }
                line.append("},")
            }
            line.append("{\"role\":\"user\",\"content\":")
            appendQuoted { $0 += question }
            line.append("},{\"role\":\"assistant\",")
            if style == .reasoningContent {
                line.append("\"reasoning_content\":")
                appendQuoted { $0 += trace }
                line.append(UInt8(ascii: ","))
            }
            line.append("\"content\":")
            appendQuoted { text in
                switch style {
                case .s1: appendAnswer(to: &text)
                case .reasoningContent: text += attempt
                case .think:
                    text.append("<think>\n")
                    text += trace
                    text.append("\n</think>\n\n")
                    text += attempt
                }
            }
            line.append("}]")
        }
        line.append(",\"id\":")
        appendQuoted { $0 += id }
        line.append(",\"source\":")
        appendQuoted { $0 += source }
        line.append("}\n")
    }
}
