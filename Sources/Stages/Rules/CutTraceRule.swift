import Bytes
import Pools

/// Drops a question whose response was cut: a trace with a `<think>` that is never closed, an attempt that still holds
/// one of the tags, or a finish reason in the metadata that says so.
///
/// The tags stay in an attempt if the response was cut before `</think>`, since a filter such as `after:</think>` leaves
/// a text without its mark as it is.
struct CutTraceRule: TextsRule {
    static let name = RuleName(rawValue: "cut_trace")
    static let documentation = RuleDocumentation.drops(
        name,
        when:
            "its response was cut: a trace has a `<think>` without a `</think>`, the attempt has either, or the metadata "
            + "has a `finish_reason` that is `length`", example: "<think>Let us try")

    private static let open = ByteView("<think>")
    private static let close = ByteView("</think>")

    func fault(in texts: QuestionTexts) -> TextFault? {
        texts.firstFault(of: [.trajectories], Self.unclosed) ?? texts.firstFault(of: [.attempt], Self.tag)
            ?? texts.metadata.withByteView { metadata in
                Self.finishReason(in: metadata).map { TextFault(at: $0, of: metadata, in: .metadata) }
            }
    }

    /// Returns the range of the first `<think>` that no `</think>` follows.
    private static func unclosed(in text: ByteView) -> Range<Int>? {
        var start = 0
        while let place = text.firstIndex(of: open, from: start) {
            guard let end = text.firstIndex(of: close, from: place) else { return place..<place + open.count }
            start = end + close.count
        }
        return nil
    }

    /// Returns the range of the first `<think>` or `</think>`.
    private static func tag(in text: ByteView) -> Range<Int>? {
        [open, close].compactMap { tag in text.firstIndex(of: tag).map { $0..<$0 + tag.count } }
            .min { $0.lowerBound < $1.lowerBound }
    }

    /// The names under which services record why a response ended, and their words for a response that was cut.
    private static let names = [ByteView("finish_reason"), ByteView("finishReason"), ByteView("stop_reason")]
    private static let words = [ByteView("length"), ByteView("max_tokens"), ByteView("MAX_TOKENS")]

    /// Returns the range of a member of JSON, at any depth, that says that a response was cut.
    private static func finishReason(in json: ByteView) -> Range<Int>? {
        for name in names {
            var start = 0
            while let place = json.firstIndex(of: name, from: start) {
                start = place + name.count
                guard place > 0, json[place - 1] == quote, start < json.count, json[start] == quote else { continue }
                guard let colon = firstOther(in: json, from: start + 1), json[colon] == UInt8(ascii: ":"),
                    let value = firstOther(in: json, from: colon + 1), json[value] == quote
                else { continue }
                let rest = json[(value + 1)...]
                for word in words where rest.starts(with: word) && rest.count > word.count && rest[word.count] == quote
                {
                    return place - 1..<value + word.count + 2
                }
            }
        }
        return nil
    }

    private static let quote = UInt8(ascii: "\"")

    /// Returns the offset of the first byte from an offset on that is not white space.
    private static func firstOther(in text: ByteView, from start: Int) -> Int? {
        (start..<max(start, text.count)).first { !text[$0].isASCIIWhiteSpace }
    }
}
