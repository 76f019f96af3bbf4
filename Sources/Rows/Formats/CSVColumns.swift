import Bytes
import Files

/// The columns of a CSV file.
final class CSVColumns: Sendable {
    /// The names of the columns, in order; empty for those that are passed over.
    let names: OwnedTexts
    /// Whether the first record is the header.
    let hasHeaderLine: Bool
    /// Whether some columns are passed over because they have no name.
    let hasNameless: Bool
    /// How fields are written.
    let dialect: CSVDialect
    /// Whether the recipe does not say what quotes mean.
    let isQuoteAssumed: Bool
    /// The fault of the header, because of which no row of the file can be read; nil if the header is valid.
    let fault: RowFault?

    /// Reads the columns from the recipe, or from the beginning of the first block.
    init(of block: RowBlock, _ format: CSVFormat, _ fields: UsedFields) {
        dialect = format.dialect
        isQuoteAssumed = format.isQuoteAssumed
        hasHeaderLine = format.header == .line
        var (found, fault): ([[UInt8]], RowFault?) = ([], nil)
        switch format.header {
        case .names(let names): found = names.map { Array($0.utf8) }
        case .line, .numbers:
            let dialect = format.dialect
            (found, fault) = block.withBytes { Self.firstRecord(of: $0, dialect) }
            if format.header == .numbers { found = found.indices.map { Array(String($0 + 1).utf8) } }
        }
        if hasHeaderLine, fault == nil { fault = Self.nameApart(&found, fields) }
        names = OwnedTexts(found)
        hasNameless = hasHeaderLine && Self.areIgnored(found)
        self.fault = fault
    }

    private static func firstRecord(of bytes: ByteView, _ dialect: CSVDialect) -> ([[UInt8]], RowFault?) {
        var splitter = CSVSplitter(dialect)
        let line = bytes[..<(splitter.endOfRow(in: bytes, from: 0) ?? bytes.count)]
        if UTF8Check.firstFault(line) != nil { return ([], rest("the header line is invalid UTF-8")) }
        let arena = Arena()
        var cells: [FieldValue] = []
        do throws(CSVRow.Fault) {
            try CSVRow.cells(of: line.withoutLineEnd, dialect, arena: arena, into: &cells)
        } catch {
            return ([], rest("the header line cannot be read"))
        }
        return (cells.map { $0.kind == .null ? [] : $0.bytes.array }, nil)
    }

    /// Whether the columns without a name are passed over: one alone, not at the end, is a field like others.
    private static func areIgnored(_ names: [[UInt8]]) -> Bool {
        names.last?.isEmpty == true || names.count(where: \.isEmpty) > 1
    }

    /// Gives columns whose name stands twice the names `name.1`, `name.2` and so on, as pandas does; returns the fault if
    /// the recipe uses such a name.
    private static func nameApart(_ names: inout [[UInt8]], _ fields: UsedFields) -> RowFault? {
        let isIgnoring = areIgnored(names)
        var seen = Set(names)
        guard seen.count < names.count else { return nil }
        var (first, counts): (Set<[UInt8]>, [[UInt8]: Int]) = ([], [:])
        for place in names.indices {
            let name = names[place]
            if name.isEmpty, isIgnoring || first.insert(name).inserted { continue }
            if !name.isEmpty, first.insert(name).inserted { continue }
            if fields.use(of: name) == .named {
                return rest(
                    "the column \"\(String(decoding: name, as: UTF8.self))\" is given twice in the header",
                    withoutText: "a column is given twice in the header")
            }
            var other = name
            repeat {
                let count = counts[name, default: 0] + 1
                counts[name] = count
                other = name + Array(".\(count)".utf8)
            } while !seen.insert(other).inserted
            names[place] = other
        }
        return nil
    }

    /// A fault in the header makes the whole file unreadable.
    private static func rest(_ reason: String, withoutText other: String? = nil) -> RowFault {
        RowFault(reason, withoutText: other, isRest: true)
    }
}
