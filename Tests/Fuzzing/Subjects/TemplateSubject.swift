import Bytes
import Files

@testable import Rows

/// Templates over rows: the first line is the template, the rest the row.
struct TemplateSubject: Subject {
    func read(_ bytes: [UInt8]) {
        let parts = bytes.split(separator: 0x0A, maxSplits: 1, omittingEmptySubsequences: false)
        guard let template = try? Template(String(decoding: parts[0], as: UTF8.self)) else { return }
        demand(template == Template(checked: template.text), "a template reads the same again")
        guard parts.count > 1 else { return }
        parts[1].withUnsafeBufferPointer { memory in
            var index = JSONIndex()
            guard (try? index.index(ByteView(memory))) != nil else { return }
            let entries: JSON = ["a": "b", "*": "c", "": "d"]
            let table = Table(entries.object ?? JSONObject())
            let row = Row(tables: ["t": table])
            row.load(root: index.root, fields: index.root.kind == .object ? index.fields : [])
            guard let value = try? template.value(of: row) else { return }
            let text = row.text(of: value)
            demand(UTF8Check.firstFault(text) == nil, "a text is UTF-8")
            if template.alone == nil { demand(text == text.trimmedOfWhiteSpace, "a composed text is trimmed") }
            _ = try? row.texts(value, of: .trajectories)
            _ = try? row.wholeNumber(value, of: .traceTokens)
            _ = try? row.outcome(value, of: "x")
        }
    }
}
