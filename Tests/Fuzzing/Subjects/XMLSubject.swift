import Bytes
import Files

/// XML: the first line is the path of a record, the rest the file.
struct XMLSubject: Subject {
    private let file = ScratchFile()

    func read(_ bytes: [UInt8]) {
        let parts = bytes.split(separator: 0x0A, maxSplits: 1, omittingEmptySubsequences: false)
        let path = String(decoding: parts[0], as: UTF8.self)
        let isPath = (try? XMLRecordPath(path)) != nil
        file.write(parts.count > 1 ? Array(parts[1]) : bytes)
        do {
            _ = try rows(of: file, ["format": "xml", "record": .string(isPath ? path : "//*")])
        } catch {
            fatalError("\(error)")
        }
    }
}
