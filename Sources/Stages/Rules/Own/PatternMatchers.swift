import Bytes
import Files
import Patterns

/// A pattern that many threads look for at the same time, each with a matcher of its own.
final class PatternMatchers: Sendable {
    /// The pattern.
    let pattern: Pattern
    private let idle = Guarded<[PatternMatcher]>([])

    /// Creates matchers of a pattern.
    init(_ pattern: Pattern) {
        self.pattern = pattern
    }

    /// Creates matchers of a pattern whose syntax was checked.
    convenience init(checked source: String) {
        do throws(PatternError) {
            self.init(try Pattern(source))
        } catch {
            preconditionFailure("the pattern \"\(source)\" was not checked")
        }
    }

    /// Returns the range of the first match in a text, or nil if there is none.
    func firstMatch(in text: ByteView) -> Range<Int>? {
        // The lock is held only while a matcher is taken or put back.
        let matcher = idle.withLock { $0.popLast() } ?? PatternMatcher(pattern)
        defer { idle.withLock { $0.append(matcher) } }
        return matcher.firstMatch(in: text)
    }

    /// Returns whether the pattern is found in a text.
    func matches(_ text: ByteView) -> Bool {
        let matcher = idle.withLock { $0.popLast() } ?? PatternMatcher(pattern)
        defer { idle.withLock { $0.append(matcher) } }
        return matcher.matches(text)
    }

    /// Returns the source of a pattern that finds any of several texts.
    static func source(ofAny texts: [String]) -> String {
        texts.map { text in
            var source = ""
            for scalar in text.unicodeScalars {
                let isPlain = scalar.value >= 0x80 || UInt8(scalar.value).isASCIILetterOrDigit || scalar.value <= 0x20
                if !isPlain { source.unicodeScalars.append("\\") }
                source.unicodeScalars.append(scalar)
            }
            return source
        }.joined(separator: "|")
    }
}
