import Bytes
import Shapes

/// The shapes in which chosen questions are written.
package enum ExportFormat: String, DocumentedChoice {
    /// The columns of the published s1K.
    case jsonl
    /// One `text`, as s1 was trained on it.
    case sft
    /// A list of messages, as TRL, Axolotl and LLaMA-Factory read it.
    case messages
    /// A `prompt` and a `completion`, which put together are the text of `sft`.
    case promptCompletion = "prompt-completion"

    /// What the choice stands for, in one line.
    package var meaning: String {
        switch self {
        case .jsonl: "the columns of the published s1K"
        case .sft: "one `text`, as s1 was trained on it"
        case .messages: "a list of messages, as TRL, Axolotl and LLaMA-Factory read it"
        case .promptCompletion: "a `prompt` and a `completion`, which put together are the text of `sft`"
        }
    }
}

/// How a message of the assistant carries the trace.
package enum MessageStyle: String, DocumentedChoice {
    /// In the content: `<think>`, the trace, `</think>`, an empty line, the attempt.
    case think
    /// Beside the content, under `reasoning_content`.
    case reasoningContent = "reasoning_content"
    /// In the content as s1 was trained on it, so that the chat template gives the text of `sft`.
    case s1

    /// What the choice stands for, in one line.
    package var meaning: String {
        switch self {
        case .think: "in the content: `<think>`, the trace, `</think>`, an empty line, the attempt"
        case .reasoningContent: "beside the content, under `reasoning_content`"
        case .s1: "in the content as s1 was trained on it, so that the chat template gives the text of `sft`"
        }
    }
}

/// One of the files that export writes: a format, and which part of the questions.
package struct ExportFile: Equatable {
    /// A part of the chosen questions; nil is all of them.
    package enum Split: String {
        case train, validation
    }

    /// The format.
    package let format: ExportFormat
    /// Which part of the questions; nil for all.
    package let split: Split?

    /// The name in the folder `export`: `NAME.jsonl`, `NAME.sft.jsonl`, `NAME.sft.validation.jsonl`.
    package func name(of run: String) -> String {
        let parts = [run] + (format == .jsonl ? [] : [format.rawValue]) + [split?.rawValue].compactMap(\.self)
        return parts.joined(separator: ".") + ".jsonl"
    }

    /// The files of some formats, in their order.
    package static func files(of export: ExportRecipe, _ train: TrainRecipe) -> [ExportFile] {
        let splits: [Split?] = train.validation == nil ? [nil] : [.train, .validation]
        return export.formats.flatMap { format in splits.map { ExportFile(format: format, split: $0) } }
    }
}

extension TrainingRow {
    /// Appends the row as a line of a format.
    func append(_ format: ExportFormat, _ style: MessageStyle, to line: inout [UInt8], _ scratch: inout [UInt8]) {
        func appendQuoted(_ write: (inout [UInt8]) -> Void) {
            scratch.removeAll(keepingCapacity: true)
            write(&scratch)
            scratch.withByteView { line.append(quoted: $0) }
        }
        switch format {
        case .jsonl: preconditionFailure("its columns are those of the pool")
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
            line.append("{\"messages\":[{\"role\":\"system\",\"content\":")
            appendQuoted { $0.append(Self.systemPrompt) }
            line.append("},{\"role\":\"user\",\"content\":")
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
        line.append("}\n")
    }
}
