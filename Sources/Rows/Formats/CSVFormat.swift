import Bytes
import Files
import Shapes

/// Comma- or tab-separated values, whose first row names the columns unless the recipe does.
struct CSVFormat: InputFormat {
    /// Where the names of the columns come from.
    enum Header: Equatable {
        /// The first record.
        case line
        /// Nowhere: they are numbered from 1.
        case numbers
        case names([String])
    }

    /// What the recipe says of quotes.
    private enum Quote {
        case assumed, none
        case character(UInt8)
    }

    static let commaSeparated = definition("csv", "comma-separated values under a header line", delimiter: ",")
    static let tabSeparated = definition("tsv", "tab-separated values under a header line", delimiter: "\t")

    private static let quoteKey = SettingKey<Quote>(
        .optional(
            "quote", .nullable(.text(.character)),
            "what stands around fields that contain delimiters or line ends; null where quotes are ordinary characters. "
                + "Without this key `\"` stands around fields; where that makes one row of lines that are rows by "
                + "themselves, a comma-separated file is read on with a note, and any other file ends")
    ) { json in
        switch json {
        case nil: .assumed
        case .string(let text)?: text.utf8.first.map(Quote.character)
        default: Quote.none
        }
    }
    private static let escapeKey = SettingKey<UInt8?>(
        .optional(
            "escape", .nullable(.text(.character)),
            "what takes its meaning from a quote, delimiter, line end or another of its kind, such as a back-slash; without "
                + "this key two quotes stand for one")
    ) { .some($0?.string?.utf8.first) }
    private static let headerKey = SettingKey<Header>(
        .optional(
            "header", .booleanOr(list: .text(.filled), atLeast: 1), true, fillsDefault: false,
            "whether the first line names the columns; their names where it does not, or false for 1, 2 and so on")
    ) { json in
        if let names = json?.list { return .names(names.compactMap(\.string)) }
        return json?.bool.map { $0 ? .line : .numbers }
    }

    private static func definition(_ name: String, _ summary: String, delimiter: String) -> FormatDefinition {
        let delimiterKey = SettingKey<UInt8>(
            .optional(
                "delimiter", .text(.character), .string(delimiter), fillsDefault: false,
                "what stands between two fields")
        ) { $0?.string?.utf8.first }
        let keys = [delimiterKey.key, quoteKey.key, escapeKey.key, headerKey.key]
        let signs = FormatSigns(endings: [name], options: { try possibleOptions(for: $0, delimiter: delimiter) })
        return FormatDefinition(name, summary, options: ObjectShape(keys: keys), signs: signs) { settings in
            let quote: UInt8? =
                switch settings[quoteKey] {
                case .assumed: UInt8(ascii: "\"")
                case .none: nil
                case .character(let byte): byte
                }
            let escape = settings[escapeKey]
            return CSVFormat(
                // Two quotes stand for one in any case.
                dialect: CSVDialect(
                    delimiter: settings[delimiterKey], quote: quote, escape: escape == quote ? nil : escape),
                header: settings[headerKey], isQuoteAssumed: settings.value(quoteKey.key.name) == nil)
        }
    }

    /// Returns the options for a file: the mark that is most frequent in its first line, with and without escapes, and
    /// with quotes as ordinary characters.
    private static func possibleOptions(for file: FileStart, delimiter: String) throws -> [JSONObject] {
        let line = try file.bytes(atMost: 1 << 16).prefix { $0 != 0x0A }
        let marks = [delimiter] + [",", ";", "\t", "|"].filter { $0 != delimiter }
        let counts = marks.map { mark in line.count { $0 == mark.utf8.first } }
        let most = counts.max() ?? 0
        let mark = marks[counts.firstIndex(of: most) ?? 0]
        let usual: JSONObject = mark == delimiter ? [:] : ["delimiter": .string(mark)]
        let others: [(String, JSON)] = [("escape", "\\"), ("quote", .null)]
        return [usual]
            + others.map { name, value in
                var options = usual
                options[name] = value
                return options
            }
    }

    /// How fields are written.
    let dialect: CSVDialect
    /// Where the names of the columns come from.
    let header: Header
    /// Whether the recipe does not say what quotes mean.
    let isQuoteAssumed: Bool

    /// The byte between two fields.
    var delimiter: UInt8 { dialect.delimiter }

    func reader(of file: InputFile, _ order: ReadingOrder) -> any FormatReader {
        var columns: CSVColumns?
        return BlockReader(file, splitter, order) { block in
            let found = columns ?? CSVColumns(of: block, self, order.fields)
            columns = found
            return CSVBatch(block: block, columns: found)
        }
    }

    private var splitter: CSVSplitter {
        guard isQuoteAssumed else { return CSVSplitter(dialect) }
        // Commas are frequent in texts, so that lines of a quoted text often have as many as the header; and what is
        // separated by commas is quoted as RFC 4180 says.
        let stops = delimiter != UInt8(ascii: ",")
        if case .names(let names) = header { return CSVSplitter(doubting: dialect, columns: names.count, stops: stops) }
        return CSVSplitter(doubting: dialect, columns: nil, stops: stops)
    }

    func faults(with files: [String], in folder: String, _ order: ReadingOrder) -> [OptionFault] {
        var faults: [OptionFault] = []
        if dialect.quote == delimiter {
            faults.append(OptionFault(Self.quoteKey.key.name, "is also the delimiter; expected another character"))
        }
        if dialect.escape == delimiter {
            faults.append(OptionFault(Self.escapeKey.key.name, "is also the delimiter; expected another character"))
        }
        if case .names(let names) = header {
            var seen: Set<String> = []
            if let name = names.first(where: { !seen.insert($0).inserted }) {
                faults.append(
                    OptionFault(Self.headerKey.key.name, "has \"\(name)\" twice; expected different names"))
            }
        }
        return faults
    }

    func advice(forFields names: [String]) -> String? {
        guard names.count == 1, let name = names.first else { return nil }
        let others: [String] = [";", "\t", ",", "|"].filter { $0.utf8.first != delimiter && name.contains($0) }
        return others.first.map { (mark: String) in
            "; set \"delimiter\": \(JSON.string(mark).compactText) if it separates the fields"
        }
    }
}

extension TextRule {
    /// The rule for a single character of ASCII that is no control character, or a tab.
    fileprivate static let character = TextRule(
        "character", schema: ["type": "string", "pattern": #"^[\t -~]$(?!\n)"#]
    ) { text in
        let isCharacter = text.utf8.count == 1 && text.utf8.allSatisfy { $0 == 0x09 || (0x20..<0x7F).contains($0) }
        return isCharacter ? nil : "found the text \"\(text)\"; expected one ASCII character"
    }
}
