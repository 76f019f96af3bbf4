import Bytes
import Files

/// HTML as plain text.
struct HTMLSubject: Subject {
    private let html = HTMLText()

    func read(_ bytes: [UInt8]) {
        // Rows are checked before they come here, so that only UTF-8 does.
        guard bytes.withByteView({ UTF8Check.firstFault($0) }) == nil else { return }
        let text = bytes.withByteView { html.text(of: $0) }
        demand(text.withByteView { UTF8Check.firstFault($0) } == nil, "the text of UTF-8 is UTF-8")
        demand(bytes.withByteView { html.text(of: $0) } == text, "a second reading gives the same")
    }
}
