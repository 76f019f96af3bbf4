/// The formats of files with rows.
package enum InputFormat: String, CaseIterable, Sendable {
    case jsonl, json, csv, tsv, sqlite, xml

    /// True of formats that know only texts: their numbers are compared as they are written.
    var isTextOnly: Bool { self == .csv || self == .tsv || self == .xml }
}
