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

/// Who fetches pages before they are asked for, and how many of a column.
struct PagesAhead {
    let starter: any ReadAhead
    let count: Int
}

/// A data page whose header was read.
private struct FoundPage {
    let header: PageHeader
    let number: Int
    let start: Int
}

/// A page that is fetched, and the work of fetching it.
private typealias StartedPage = (page: PageAhead, work: any StartedWork)

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
    private let ahead: PagesAhead?
    private var dictionary: ValueDictionary?
    /// Pages behind the one at hand, each with what was started for it; only the last of them may have nothing.
    private var found: [(page: Result<FoundPage, ParquetError>, fetch: StartedPage?)] = []
    /// Where the page that was found last ends, and its number.
    private var lastEnd: Int
    private var lastNumber: Int
    /// What decompresses pages ahead, and is not used now.
    private var decompressors: [BlockDecompressor] = []
    /// Whether the page at hand is read piece by piece, so that the reader stands within it.
    private var isStreaming = false
    /// The number of the page at hand, counted from 0.
    private(set) var number: Int
    /// Where the page at hand begins.
    private(set) var pageStart: Int

    /// How many bytes a chunk may have beyond those that it says: writers of old did not count a dictionary's header.
    private static let forgotten = 100

    /// - Parameters:
    ///   - start: the first page to read; nil to read all of them.
    ///   - longestValue: how many bytes a value may have.
    ///   - ahead: who fetches pages before they are asked for, and how many; nil for none.
    init(
        _ source: any ByteSource, _ column: LeafColumn, _ chunk: ChunkPlace, from start: PageStart?,
        longestValue: Int, pool: PagePool, ahead: PagesAhead? = nil
    ) {
        self.ahead = ahead
        self.source = source
        self.column = column
        self.chunk = chunk
        self.longestValue = longestValue
        self.pool = pool
        pageStart = start?.page.offset ?? chunk.range.lowerBound
        lastEnd = pageStart
        number = (start?.page.number ?? 0) - 1
        lastNumber = number
        end = start?.end ?? chunk.range.upperBound
        reader = ChunkReader(source, pageStart..<min(end + Self.forgotten, source.size), pool)
        loader = PageLoader(source, codec: chunk.codec, pool: pool)
    }

    /// The name of the codec; nil where there is none.
    var codecName: String? { chunk.codec?.name }

    // MARK: - Pages

    /// The next data page, or nil behind the last.
    func next() throws(ParquetError) -> Page? {
        if found.isEmpty { find() }
        guard !found.isEmpty else { return nil }
        let (next, fetch) = found.removeFirst()
        let page: FoundPage
        do throws(ParquetError) {
            page = try next.get()
        } catch {
            // The place of a page that was not found is that of the last one.
            (number, pageStart) = (lastNumber, lastEnd)
            throw error
        }
        (number, pageStart) = (page.number, page.start)
        let made = if let fetch { try self.page(page.header, fetched: fetch) } else { try self.page(page.header) }
        try lookAhead()
        return made
    }

    /// Finds the header of the next data page; what is behind the last is nothing.
    private func find() {
        do throws(ParquetError) {
            while true {
                if reader.offset < lastEnd { try reader.skip(lastEnd - reader.offset) }
                guard reader.offset < end else { return }
                lastEnd = reader.offset
                let start = reader.offset
                let header = try reader.header()
                let isData = header.kind == .data || header.kind == .dataV2
                if isData { lastNumber += 1 }
                try header.check()
                guard header.compressedSize <= reader.left else {
                    throw ParquetError(.page, "the page goes on behind the end of its column")
                }
                lastEnd = reader.offset + header.compressedSize
                guard isData else { continue }
                found.append((.success(FoundPage(header: header, number: lastNumber, start: start)), nil))
                return
            }
        } catch {
            found.append((.failure(error), nil))
        }
    }

    /// Has the next pages fetched by other threads; stops at one that is read when it is asked for.
    private func lookAhead() throws(ParquetError) {
        guard let ahead, !isStreaming else { return }
        while found.count < ahead.count, found.last.map({ $0.fetch != nil }) ?? true {
            let count = found.count
            find()
            guard found.count > count, case .success(let page) = found[count].page else { return }
            let decompressor = decompressors.popLast() ?? BlockDecompressor()
            guard let fetch = try PageAhead(source, page.header, at: reader.offset, chunk.codec, pool, decompressor)
            else { return }
            found[count].fetch = (fetch, ahead.starter.start { fetch.fetch() })
        }
    }

    private func page(_ header: PageHeader, fetched: StartedPage) throws(ParquetError) -> Page {
        let encoding = try Encoding(number: header.encoding)
        fetched.work.finish()
        decompressors.append(fetched.page.decompressor)
        let (levels, values) = try fetched.page.take()
        return try page(header, encoding, levels: header.kind == .dataV2 ? levels : nil, values)
    }

    private func page(_ header: PageHeader) throws(ParquetError) -> Page {
        let encoding = try Encoding(number: header.encoding)
        let levels = header.kind == .dataV2 ? try loader.levels(reader, header) : nil
        let values = try loader.values(reader, header, isStreamed: encoding.isStreamed(column.type))
        return try page(header, encoding, levels: levels, values)
    }

    /// - Parameter levels: the levels of a page of version 2; those of another stand in its bytes.
    private func page(
        _ header: PageHeader, _ encoding: Encoding, levels: PageMemory?, _ bytes: PageBytes
    ) throws(ParquetError) -> Page {
        isStreaming = bytes.isStreaming
        var holders: [PageMemory] = []
        var (repetitions, definitions): (RunLengthDecoder?, RunLengthDecoder?)
        if let levels {
            holders.append(levels)
            let sizes = (header.repetitionSize, header.levelSize)
            repetitions = decoder(levels.view(0..<sizes.0), column.repetition)
            definitions = decoder(levels.view(sizes.0..<sizes.1), column.definition)
        } else {
            repetitions = try self.levels(bytes, column.repetition, header.repetitionEncoding, header, &holders)
            definitions = try self.levels(bytes, column.definition, header.definitionEncoding, header, &holders)
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
        _ bytes: PageBytes, _ highest: Int, _ encoding: Int, _ header: PageHeader, _ holders: inout [PageMemory]
    ) throws(ParquetError) -> RunLengthDecoder? {
        guard highest > 0 else { return nil }
        guard encoding == Encoding.runLength.rawValue else {
            throw ParquetError(
                .encoding,
                "levels in the encoding \(encoding == 4 ? "BIT_PACKED" : "\(encoding)") are not read; "
                    + "write the file again with a newer writer")
        }
        guard let length = try bytes.take(4).map({ Int($0.halfWord(at: 0)) }), length <= header.mostLevelBytes,
            let levels = try bytes.take(length)
        else { throw ParquetError(.levels, "the levels are longer than their page, or than its values need") }
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
        guard header.compressedSize <= reader.left else {
            throw ParquetError(.dictionary, "the dictionary goes on behind the end of its column")
        }
        guard header.encoding == Encoding.plain.rawValue || header.encoding == Encoding.plainDictionary.rawValue,
            column.type.physical != .boolean, column.type.width > 0 || column.type.physical == .bytes
        else { throw ParquetError(.dictionary, "a dictionary in an encoding that it does not have") }
        let bytes = try loader.values(reader, header, isStreamed: false)
        let made = try ValueDictionary(
            bytes.memory, size: header.size, column.type, count: header.valueCount, isText: column.format.isText)
        dictionary = made
        return made
    }
}

/// The decoder of a page that has no values.
private final class NoValues: ValueDecoder {
    func decode(_ count: Int, into values: inout Values) throws(ParquetError) { throw .tooFewValues }
}
