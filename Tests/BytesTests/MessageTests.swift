import TestSupport
import Testing

@testable import Bytes
@testable import Messages

@Suite("Messages")
struct MessageTests {
    private static let hostile = "a\u{1B}[2J\nb\u{202E}"

    @Test("words of the program stand as they are, texts from elsewhere are shown")
    func interpolation() {
        let name = Self.hostile
        let message: Message = "first line\n\(name): \(5) of \(name.prefix(1)); \(UInt64.max)"
        #expect(message.text == "first line\na\\u{1b}[2J⏎b\\u{202e}: 5 of a; 18446744073709551615")
    }

    @Test("a message within a message is not shown twice, and keeps its lines")
    func nested() {
        let inner: Message = "one\ntwo \(Self.hostile)"
        let message: Message = "outer: \(inner)"
        #expect(message.text == "outer: " + inner.text)
        #expect((inner + "\n" + inner).text == inner.text + "\n" + inner.text)
        #expect(Message.joined([inner, "x", "\("y\n")"], by: "\n  ").text == inner.text + "\n  x\n  y⏎")
        #expect(Message.joined([], by: "\n").text == "")
    }

    @Test("a value with a text of its own is shown, too")
    func described() {
        struct Value: CustomStringConvertible { let description = "x\u{7}" }
        let message: Message = "\(Value())"
        #expect(message.text == "x\\u{7}")
    }
}
