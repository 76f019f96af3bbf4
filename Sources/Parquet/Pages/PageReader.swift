import Bytes
import Compression

/// A data page, ready to be decoded.
struct Page {
    /// How many values it has, nulls among them.
    let valueCount: Int
    /// How many rows begin in it, where it says so.
    let rowCount: Int?
    var repetitions: RunLengthDecoder?
    var definitions: RunLengthDecoder?
    let decoder: any ValueDecoder
    /// The memory that the levels stand in.
    let levels: [PageMemory]
}

/// Where a column's part of a row group stands, checked against the file.
struct ChunkPlace: Sendable {
    let range: Range<Int>
    /// Nil of pages that are not compressed.
    let codec: BlockCodec?
    let valueCount: Int
}

/// Reads the data pages of a column's part of a row group, from the first or from one whose offset is known.
final class PageReader {
    private let source: any ByteSource
    private let column: LeafColumn
    private let chunk: ChunkPlace
    private let longestValue: Int
    private let pool: PagePool
    private let reader: ChunkReader
    /// Where the last page ends, or begins before.
    private let end: Int
    private let loader: PageLoader
    private var dictionary: ValueDictionary?
    /// Where the page at hand ends.
    private var pageEnd: Int
    /// The number of the page at hand, counted from 0.
    private(set) var number: Int
    /// Where the page at hand begins.
    private(set) var pageStart: Int

    /// How many bytes a chunk may have beyond those that it says: writers of old did not count a dictionary's header.
    private static let forgotten = 100

    /// - Parameters:
    ///   - start: the first page to read; nil to read all of them.
    ///   - longestValue: how many bytes a value may have.
    init(
        _ source: any ByteSource, _ column: LeafColumn, _ chunk: ChunkPlace, from start: PageStart?,
        longestValue: Int, pool: PagePool
    ) {
        self.source = source
        self.column = column
        self.chunk = chunk
        self.longestValue = longestValue
        self.pool = pool
        pageStart = start?.page.offset ?? chunk.range.lowerBound
        pageEnd = pageStart
        number = (start?.page.number ?? 0) - 1
        end = start?.end ?? chunk.range.upperBound
        reader = ChunkReader(source, pageStart..<min(end + Self.forgotten, source.size), pool)
        loader = PageLoader(source, codec: chunk.codec, pool: pool)
    }

    /// The name of the codec; nil where there is none.
    var codecName: String? { chunk.codec?.name }

    /// The next data page, or nil behind the last.
    func next() throws(ParquetError) -> Page? {
        while true {
            if reader.offset < pageEnd { try reader.skip(pageEnd - reader.offset) }
            guard reader.offset < end else { return nil }
            pageStart = reader.offset
            let header = try reader.header()
            let isData = header.kind == .data || header.kind == .dataV2
            if isData { number += 1 }
            try header.check()
            guard header.compressedSize <= reader.left else {
                throw ParquetError(.page, "the page goes on behind the end of its column")
            }
            pageEnd = reader.offset + header.compressedSize
            if isData { return try page(header) }
        }
    }

    private func page(_ header: PageHeader) throws(ParquetError) -> Page {
        let encoding = try Encoding(number: header.encoding)
        let isStreamed = encoding.isStreamed(column.type)
        var holders: [PageMemory] = []
        var (repetitions, definitions): (RunLengthDecoder?, RunLengthDecoder?)
        let bytes: PageBytes
        if header.kind == .dataV2 {
            let levels = try loader.levels(reader, header)
            holders.append(levels)
            let sizes = (header.repetitionSize, header.repetitionSize + header.definitionSize)
            repetitions = decoder(levels.view(0..<sizes.0), column.repetition)
            definitions = decoder(levels.view(sizes.0..<sizes.1), column.definition)
            bytes = try loader.values(reader, header, isStreamed: isStreamed)
        } else {
            bytes = try loader.values(reader, header, isStreamed: isStreamed)
            repetitions = try levels(bytes, column.repetition, header.repetitionEncoding, &holders)
            definitions = try levels(bytes, column.definition, header.definitionEncoding, &holders)
        }
        // Without values, there may be no byte of what stands before them.
        let decoder: any ValueDecoder =
            bytes.left == 0 && encoding != .plain
            ? NoValues()
            : try encoding.decoder(
                of: bytes, column.type, dictionary: try dictionary(for: encoding), longest: longestValue)
        return Page(
            valueCount: header.valueCount, rowCount: header.rowCount, repetitions: repetitions,
            definitions: definitions, decoder: decoder, levels: holders)
    }

    /// The levels that stand before the values of a page of version 1, their length before them.
    private func levels(
        _ bytes: PageBytes, _ highest: Int, _ encoding: Int, _ holders: inout [PageMemory]
    ) throws(ParquetError) -> RunLengthDecoder? {
        guard highest > 0 else { return nil }
        guard encoding == Encoding.runLength.rawValue else {
            throw ParquetError(
                .encoding,
                "levels in the encoding \(encoding == 4 ? "BIT_PACKED" : "\(encoding)") are not read; "
                    + "write the file again with a newer writer")
        }
        guard let length = try bytes.take(4), let levels = try bytes.take(Int(length.halfWord(at: 0))) else {
            throw ParquetError(.levels, "the levels are longer than their page")
        }
        holders.append(bytes.memory)
        return decoder(levels, highest)
    }

    private func decoder(_ bytes: ByteView, _ highest: Int) -> RunLengthDecoder? {
        guard highest > 0 else { return nil }
        return RunLengthDecoder(bytes, highest: highest)
    }

    /// The dictionary, which is the first page, read when it is first needed.
    private func dictionary(for encoding: Encoding) throws(ParquetError) -> ValueDictionary? {
        guard encoding == .dictionary || encoding == .plainDictionary else { return nil }
        if let dictionary { return dictionary }
        let reader = ChunkReader(source, chunk.range, pool)
        let header = try reader.header()
        guard header.kind == .dictionary else { return nil }
        try header.check()
        guard header.encoding == Encoding.plain.rawValue || header.encoding == Encoding.plainDictionary.rawValue,
            column.type.physical != .boolean, column.type.width > 0 || column.type.physical == .bytes
        else { throw ParquetError(.dictionary, "a dictionary in an encoding that it does not have") }
        let bytes = try loader.values(reader, header, isStreamed: false)
        let decoder = try Encoding.plain.decoder(of: bytes, column.type, dictionary: nil, longest: .max)
        let made = try ValueDictionary(decoder, count: header.valueCount, isText: column.format.isText)
        dictionary = made
        return made
    }
}

/// The decoder of a page that has no values.
private final class NoValues: ValueDecoder {
    func decode(_ count: Int, into values: inout Values) throws(ParquetError) { throw .tooFewValues }
}
