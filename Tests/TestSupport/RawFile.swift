/// A small Parquet file that a test makes byte by byte, so that it can be wrong in any place.
package struct RawFile {
    /// An element of the schema.
    package struct Element {
        package var name: String
        package var type: Int?
        package var repetition = 0
        package var children: Int?
        package var converted: Int?
        package var logical: [UInt8]?
        package var length: Int?
        package var scale: Int?

        package init(
            name: String, type: Int? = nil, repetition: Int = 0, children: Int? = nil, converted: Int? = nil,
            logical: [UInt8]? = nil, length: Int? = nil, scale: Int? = nil
        ) {
            (self.name, self.type, self.repetition, self.children) = (name, type, repetition, children)
            (self.converted, self.logical, self.length, self.scale) = (converted, logical, length, scale)
        }

        /// A column of texts.
        package static func text(_ name: String, repetition: Int = 0) -> Element {
            Element(name: name, type: 6, repetition: repetition, converted: 0)
        }

        package static func int32(_ name: String, repetition: Int = 0) -> Element {
            Element(name: name, type: 1, repetition: repetition)
        }

        package static func group(_ name: String, _ children: Int, repetition: Int = 0, converted: Int? = nil)
            -> Element
        {
            Element(name: name, repetition: repetition, children: children, converted: converted)
        }
    }

    /// A page: what its header says, and its bytes.
    package struct Page {
        package var kind = 0
        package var values: Int
        package var encoding = 0
        package var body: [UInt8]
        /// How many bytes it has decompressed; as many as it has where nothing is said.
        package var size: Int?
        package var checksum: UInt32?
        package var rows: Int?
        package var nulls = 0
        package var levelSizes = (definition: 0, repetition: 0)
        package var levelEncoding = 3

        package init(
            kind: Int = 0, values: Int, encoding: Int = 0, body: [UInt8], size: Int? = nil, checksum: UInt32? = nil,
            rows: Int? = nil, nulls: Int = 0, levelSizes: (definition: Int, repetition: Int) = (0, 0),
            levelEncoding: Int = 3
        ) {
            (self.kind, self.values, self.encoding, self.body) = (kind, values, encoding, body)
            (self.size, self.checksum, self.rows, self.nulls) = (size, checksum, rows, nulls)
            (self.levelSizes, self.levelEncoding) = (levelSizes, levelEncoding)
        }

        /// A dictionary.
        package static func dictionary(_ values: Int, _ body: [UInt8]) -> Page {
            Page(kind: 2, values: values, body: body)
        }
    }

    /// A column's part of a row group.
    package struct Chunk {
        package var type: Int
        package var pages: [Page]
        package var codec = 0
        package var values: Int?
        package var nullCount: Int?
        package var hasIndex = false
        package var isInOtherFile = false
        package var isEncrypted = false
        package var offsetChange = 0
        package var sizeChange = 0

        package init(
            type: Int, pages: [Page], codec: Int = 0, values: Int? = nil, nullCount: Int? = nil,
            hasIndex: Bool = false, isInOtherFile: Bool = false, isEncrypted: Bool = false, offsetChange: Int = 0,
            sizeChange: Int = 0
        ) {
            (self.type, self.pages, self.codec, self.values) = (type, pages, codec, values)
            (self.nullCount, self.hasIndex, self.isInOtherFile) = (nullCount, hasIndex, isInOtherFile)
            (self.isEncrypted, self.offsetChange, self.sizeChange) = (isEncrypted, offsetChange, sizeChange)
        }
    }

    package var schema: [Element]
    /// How many fields the root has.
    package var fields: Int?
    package var groups: [(rows: Int, chunks: [Chunk])]

    /// A file of one row group.
    package init(_ schema: [Element], fields: Int? = nil, rows: Int, _ chunks: [Chunk]) {
        self.init(schema, fields: fields, groups: [(rows, chunks)])
    }

    package init(_ schema: [Element], fields: Int? = nil, groups: [(rows: Int, chunks: [Chunk])]) {
        self.schema = schema
        self.fields = fields
        self.groups = groups
    }

    /// A file with one column of texts.
    package static func texts(_ texts: [String?], pages: [Page]? = nil, codec: Int = 0) -> RawFile {
        let page = Page(
            values: texts.count,
            body: Plain.levels(texts.map { $0 == nil ? 0 : 1 }, width: 1) + Plain.texts(texts.compactMap { $0 }))
        return RawFile(
            [.text("t", repetition: 1)], rows: texts.count,
            [Chunk(type: 6, pages: pages ?? [page], codec: codec, values: texts.count)])
    }

    // MARK: - Bytes

    package var bytes: [UInt8] {
        var out = Array("PAR1".utf8)
        var indexes: [[[UInt8]?]] = []
        var places: [[(offset: Int, count: Int, dictionary: Bool)]] = []
        for group in groups {
            var (groupIndexes, groupPlaces): ([[UInt8]?], [(Int, Int, Bool)]) = ([], [])
            for chunk in group.chunks {
                let start = out.count
                var (locations, row): ([[UInt8]], Int) = ([], 0)
                for page in chunk.pages {
                    let header = Self.header(page)
                    if page.kind != 2 {
                        let (offset, size, first) = (out.count, header.count + page.body.count, row)
                        locations.append(
                            ThriftWriter.structure {
                                $0.integer(1, offset)
                                $0.integer(2, size)
                                $0.integer(3, first)
                            })
                        row += page.rows ?? page.values
                    }
                    out += header + page.body
                }
                groupPlaces.append((start, out.count - start, chunk.pages.first?.kind == 2))
                let index = ThriftWriter.structure { $0.list(1, of: locations) }
                groupIndexes.append(chunk.hasIndex ? index : nil)
            }
            indexes.append(groupIndexes)
            places.append(groupPlaces)
        }
        var footerGroups: [[UInt8]] = []
        for (g, group) in groups.enumerated() {
            var chunks: [[UInt8]] = []
            for (c, chunk) in group.chunks.enumerated() {
                let index = indexes[g][c].map { (out.count, $0.count) }
                out += indexes[g][c] ?? []
                chunks.append(Self.chunk(chunk, places[g][c], index))
            }
            footerGroups.append(
                ThriftWriter.structure {
                    $0.list(1, of: chunks)
                    $0.integer(3, group.rows)
                })
        }
        let footer = ThriftWriter.structure {
            $0.integer(1, 2)
            $0.list(2, of: elements)
            $0.integer(3, groups.reduce(0) { $0 + $1.rows })
            $0.list(4, of: footerGroups)
        }
        return out + footer + Plain.int32s([footer.count]) + Array("PAR1".utf8)
    }

    private var elements: [[UInt8]] {
        let root = Element(name: "schema", children: fields ?? schema.count)
        return ([root] + schema).map { element in
            ThriftWriter.structure {
                $0.integer(1, element.type)
                $0.integer(2, element.length)
                $0.integer(3, element.repetition)
                $0.text(4, element.name)
                $0.integer(5, element.children)
                $0.integer(6, element.converted)
                $0.integer(7, element.scale)
                $0.structure(10, element.logical)
            }
        }
    }

    private static func header(_ page: Page) -> [UInt8] {
        ThriftWriter.structure {
            $0.integer(1, page.kind)
            $0.integer(2, page.size ?? page.body.count)
            $0.integer(3, page.body.count)
            $0.integer(4, page.checksum.map { Int(Int32(bitPattern: $0)) })
            $0.structure(
                page.kind == 0 ? 5 : page.kind == 2 ? 7 : 8,
                ThriftWriter.structure {
                    $0.integer(1, page.values)
                    if page.kind == 3 {
                        $0.integer(2, page.nulls)
                        $0.integer(3, page.rows ?? page.values)
                        $0.integer(4, page.encoding)
                        $0.integer(5, page.levelSizes.definition)
                        $0.integer(6, page.levelSizes.repetition)
                    } else {
                        $0.integer(2, page.encoding)
                        if page.kind == 0 {
                            $0.integer(3, page.levelEncoding)
                            $0.integer(4, page.levelEncoding)
                        }
                    }
                })
        }
    }

    private static func chunk(
        _ chunk: Chunk, _ place: (offset: Int, count: Int, dictionary: Bool), _ index: (offset: Int, count: Int)?
    ) -> [UInt8] {
        let values = chunk.values ?? chunk.pages.filter { $0.kind != 2 }.reduce(0) { $0 + $1.values }
        let metadata = ThriftWriter.structure {
            $0.integer(1, chunk.type)
            $0.integer(4, chunk.codec)
            $0.integer(5, values)
            $0.integer(6, place.count)
            $0.integer(7, place.count + chunk.sizeChange)
            $0.integer(9, place.offset + chunk.offsetChange)
            if let count = chunk.nullCount { $0.structure(12, ThriftWriter.structure { $0.integer(3, count) }) }
        }
        return ThriftWriter.structure {
            if chunk.isInOtherFile { $0.text(1, "other.parquet") }
            $0.integer(2, 0)
            $0.structure(3, metadata)
            $0.integer(4, index?.offset)
            $0.integer(5, index?.count)
            if chunk.isEncrypted { $0.structure(8, [0]) }
        }
    }
}

/// Values and levels as they stand in pages.
package enum Plain {
    package static func int32s(_ values: [Int]) -> [UInt8] {
        values.flatMap { value in (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }
    }

    package static func int64s(_ values: [Int]) -> [UInt8] {
        values.flatMap { value in (0..<8).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }
    }

    package static func texts(_ texts: [String]) -> [UInt8] { bytes(texts.map { Array($0.utf8) }) }

    package static func bytes(_ values: [[UInt8]]) -> [UInt8] { values.flatMap { int32s([$0.count]) + $0 } }

    /// Runs of one value each, without a length.
    package static func runs(_ numbers: [Int], width: Int) -> [UInt8] {
        numbers.flatMap { number in
            [2] + (0..<(width + 7) / 8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
        }
    }

    /// Levels of a page of version 1, their length before them.
    package static func levels(_ levels: [Int], width: Int) -> [UInt8] {
        let runs = runs(levels, width: width)
        return int32s([runs.count]) + runs
    }
}
