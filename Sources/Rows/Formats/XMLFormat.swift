import Bytes
import Files
import Shapes

/// The elements at a path in an XML file.
struct XMLFormat: InputFormat {
    private static let recordKey = SettingKey<String>.text(
        "record", .filled, "the XPath of a row, such as /posts/row")

    static let definition = FormatDefinition(
        "xml", "the elements at a path", options: ObjectShape(keys: [recordKey.key]),
        signs: FormatSigns(
            endings: ["xml"],
            likeness: { head in
                let start = FormatSigns.textStart(of: head)
                return start.starts(with: "<?xml".utf8)
                    ? .certain : start.first == UInt8(ascii: "<") ? .possible : .none
            },
            options: { file in
                let paths = XMLOutline(of: try file.bytes(atMost: 1 << 20)).recordPaths
                return paths.map { [recordKey.key.name: .string($0)] }
            })
    ) {
        XMLFormat(record: $0[recordKey])
    }

    /// The path as given in the recipe.
    let record: String
    /// The parsed path, or its fault.
    private let path: Result<XMLRecordPath, XMLRecordPath.Fault>

    init(record: String) {
        self.record = record
        do throws(XMLRecordPath.Fault) {
            path = .success(try XMLRecordPath(record))
        } catch {
            path = .failure(error)
        }
    }

    func reader(of file: InputFile, _ order: ReadingOrder) throws -> any FormatReader {
        XMLReader(
            XMLRecordReader(
                file, try path.get(), buffers: order.buffers, longestRow: order.limits.rowBytes, codec: order.codec),
            order.fields.wholeTexts)
    }

    func faults(with files: [String], in folder: String, _ order: ReadingOrder) -> [OptionFault] {
        guard case .failure(let fault) = path else { return [] }
        return [OptionFault(Self.recordKey.key.name, "found \"\(record)\"; \(fault.message)")]
    }

    /// If there are no rows, the path that selects them is the likely mistake, since no other check covers it.
    func faultOfNoRows(in path: String) -> OptionFault {
        OptionFault(Self.recordKey.key.name, "\"\(path)\" has no element at \(record)")
    }
}

private final class XMLReader: FormatReader {
    private let pieces: XMLRecordReader
    private let wholeTexts: [XMLWholeText]

    init(_ pieces: XMLRecordReader, _ wholeTexts: [XMLWholeText]) {
        self.pieces = pieces
        self.wholeTexts = wholeTexts
    }

    func next() throws -> (any RowBatch)? {
        try pieces.next().map { XMLPieceBatch(piece: $0, wholeTexts: wholeTexts) }
    }
    func digest() -> Digest { pieces.digest }
}

/// The storage that a thread reuses to convert elements to fields.
private final class XMLWorkspace: RowWorkspace {
    var maker = XMLFieldMaker()
}

/// A piece of the file, which is parsed by the thread that loads its rows.
private struct XMLPieceBatch: RowBatch {
    let piece: XMLPiece
    /// The elements whose contents are used as a whole.
    let wholeTexts: [XMLWholeText]

    var size: Int { piece.size }

    func giveBack(to buffers: BufferPool) { buffers.give(piece.buffer) }

    func forEachRow(in row: Row, with workspace: XMLWorkspace, _ body: RowVisitor.Body) throws {
        workspace.maker.wholeTexts = wholeTexts
        try piece.forEachRow(with: &workspace.maker) { number, offset, fields in
            let origin = Origin(unit: .row, number: number, offset: offset, fileOffset: piece.fileOffset)
            try row.visit(fields, origin, .elements, body)
        }
    }
}
