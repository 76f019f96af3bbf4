import Bytes
import CLibXML2

/// What every parser of a file is to know.
struct XMLSource: Sendable {
    let file: InputFile
    let path: XMLRecordPath
    /// The longest record that may be read, in bytes.
    let longestRow: Int
    /// How many bytes are read for a piece.
    let pieceSize: Int
    /// The file's first bytes: up to what looks like the start tag of the first record, if that is near.
    let opening: [UInt8]
    let encoding: XMLEncoding
    /// Why the file is not read, when its first bytes tell that.
    let refusal: String?
}

/// libxml2's SAX2 parser of a file, which notes down what it is told of records.
///
/// It reads the file's opening, and from then on what it is given: the whole file, or what stands behind a place of
/// which is proven afterwards that a parser of the whole file would have stood there as this one did behind the opening.
/// It is used by one thread at a time.
final class XMLParser: @unchecked Sendable {
    private let source: XMLSource
    private let context: xmlParserCtxtPtr
    private let dictionary: XMLDictionary
    /// Where the parser's handlers find it.
    private let builder: UnsafeMutablePointer<XMLRecordBuilder>
    private var attributes = XMLAttributeGuard()
    private var lineEnds: XMLLineEnds
    /// Whether libxml2 was given anything.
    private var hasBegun = false
    private var isBroken = false
    /// Where the bytes stand in the file that were parsed after the opening.
    private var parsed: Range<Int>
    /// Whether what stands behind the opening means the same wherever in the file it stands.
    private var isOpeningPlain = false

    /// So many bytes libxml2 is given at once: they stay in the processor's cache until it has done with them.
    private static let feedSize = 1 << 16

    /// A parser that has read the opening of a file.
    ///
    /// Throws `FileError` when libxml2 has no memory, or the file cannot be read.
    init(_ source: XMLSource) throws(FileError) {
        self.source = source
        lineEnds = XMLLineEnds(source.encoding)
        XMLLibrary.prepare()
        var handler = XMLParser.handler()
        let parser = xmlCreatePushParserCtxt(&handler, nil, nil, 0, nil)
        guard let context = parser, let names = XMLDictionary(of: context) else {
            xmlFreeParserCtxt(parser)
            throw FileError(.other, "read", source.file.path, cause: "libxml2 has no memory")
        }
        xmlCtxtUseOptions(context, Int32(XML_PARSE_NOENT.rawValue | XML_PARSE_NONET.rawValue))
        builder = .allocate(capacity: 1)
        builder.initialize(to: XMLRecordBuilder(source, context))
        context.pointee._private = UnsafeMutableRawPointer(builder)
        self.context = context
        dictionary = names
        parsed = source.opening.count..<source.opening.count
        if let refusal = source.refusal {
            breakOff(refusal, withoutText: XMLEncoding.refusalWithoutName)
        } else if !source.opening.isEmpty {
            try source.opening.withByteView { (opening) throws(FileError) in try feed(opening) }
            // With a document type more counts than what is open: libxml2 sums up what entities have grown to.
            let hasType = context.pointee.myDoc?.pointee.intSubset != nil
            isOpeningPlain = !hasType && isBetweenElements
            builder.pointee.markOpening()
        }
    }

    deinit {
        if let document = context.pointee.myDoc { xmlFreeDoc(document) }
        xmlFreeParserCtxt(context)
        builder.deinitialize(count: 1)
        builder.deallocate()
    }

    /// Whether another parser that has read the opening alone may go on from here, at a `<`: nothing that this one has
    /// met since would make a difference to what follows.
    var standsBehindOpening: Bool { isOpeningPlain && builder.pointee.standsBehindOpening && isBetweenElements }

    /// Whether it has done with all bytes that it was given, but for what XML has as white space.
    private var isBetweenElements: Bool {
        guard !isBroken, context.pointee.instate == XML_PARSER_CONTENT, context.pointee.inputNr == 1,
            let input = context.pointee.input, input.pointee.buf?.pointee.encoder == nil
        else { return false }
        let pending = ByteView(start: input.pointee.cur, count: input.pointee.end - input.pointee.cur)
        return pending.buffer.allSatisfy { [0x20, 0x09, 0x0D, 0x0A].contains($0) }
    }

    /// Goes on at another place of the file than behind the opening.
    ///
    /// - Parameters:
    ///   - offset: where that is.
    ///   - line: the number of its line, which libxml2 names in some of its messages.
    func goOn(at offset: Int, line: Int) {
        parsed = offset..<offset
        builder.pointee.offsets.shift = offset - source.opening.count
        context.pointee.input?.pointee.line = Int32(clamping: line)
    }

    /// Parses what comes next, in which carriage returns are looked for unless it is known that there are none.
    ///
    /// Throws when the file cannot be read again, where the first look leaves a doubt.
    func parse(_ bytes: ByteView, mayHaveReturns: Bool = true, isLast: Bool) throws(FileError) {
        var start = 0
        repeat {
            let piece = source.encoding.beginning(of: bytes[start...], atMost: Self.feedSize)
            start += piece.count
            try feed(piece, mayHaveReturns: mayHaveReturns, isLast: isLast && start == bytes.count)
            parsed = parsed.lowerBound..<parsed.upperBound + piece.count
        } while start < bytes.count
    }

    /// Hands out the records that are whole; one that is still open stays.
    func takeBatch() -> XMLBatch { builder.pointee.takeBatch(dictionary) }

    // MARK: - Feeding libxml2

    private func feed(_ bytes: ByteView, mayHaveReturns: Bool = true, isLast: Bool = false) throws(FileError) {
        if isBroken { return }
        let excess = try attributes.take(bytes, in: source.encoding) { (body) throws(FileError) in
            try readAgain(body)
        }
        let code = give(
            bytes[..<(excess ?? bytes.count)], mayHaveReturns: mayHaveReturns, isLast: isLast && excess == nil)
        // Warnings leave the document well-formed; a fatal fault ends the parsing for good.
        if let refusal = builder.pointee.refusal {
            isBroken = true
            builder.pointee.breakOff(refusal)
        } else if code != 0, context.pointee.wellFormed == 0 || context.pointee.disableSAX != 0 {
            let fault = builder.pointee.syntaxFault
            // It also gives up where a limit of its own is reached, such as 10 MB of different names.
            let kind = context.pointee.wellFormed == 0 ? "not well-formed XML" : "libxml2 gives up"
            breakOff("\(kind): \(fault?.reason ?? "not well-formed")", withoutText: kind, at: fault?.offset)
        } else if excess != nil {
            breakOff("an element with more than \(XMLAttributeGuard.most) attributes")
        }
    }

    /// Gives the parser bytes, line ends as XML has them; returns the code of its last fault or warning.
    private func give(_ bytes: ByteView, mayHaveReturns: Bool, isLast: Bool) -> Int32 {
        // Where there are no records nobody else asks.
        if builder.pointee.offsets.areMany { _ = builder.pointee.offset }
        let isChanged = lineEnds.change(
            bytes, mayHaveReturns: mayHaveReturns, isLast: isLast, &builder.pointee.offsets)
        guard isChanged else { return push(bytes, isLast: isLast) }
        var changed: [UInt8] = []
        swap(&changed, &lineEnds.changed)
        defer { swap(&changed, &lineEnds.changed) }
        return changed.withByteView { push($0, isLast: isLast) }
    }

    /// Gives the parser bytes; returns the code of its last fault or warning.
    private func push(_ bytes: ByteView, isLast: Bool) -> Int32 {
        var (rest, code) = (bytes, Int32(0))
        repeat {
            // Where libxml2 converts the text, it converts what is left of a piece anew each time it is asked for its
            // place, and errs where that is much. Whether it does shows behind the first bytes.
            let isConverted = context.pointee.input?.pointee.buf?.pointee.encoder != nil
            let pieceSize = isConverted || !hasBegun ? 1 << 12 : Self.feedSize
            hasBegun = true
            let piece = source.encoding.beginning(of: rest, atMost: pieceSize)
            rest = rest[piece.count...]
            builder.pointee.given += piece.count
            code = piece.buffer.withMemoryRebound(to: CChar.self) {
                xmlParseChunk(context, $0.baseAddress, Int32($0.count), isLast && rest.isEmpty ? 1 : 0)
            }
        } while !rest.isEmpty
        return code
    }

    /// Calls with all bytes that were parsed before, piece by piece.
    private func readAgain(_ body: (ByteView) -> Void) throws(FileError) {
        source.opening.withByteView { body($0) }
        var start = parsed.lowerBound
        while start < parsed.upperBound {
            let piece = try source.file.bytes(at: start, count: min(parsed.upperBound - start, Self.feedSize))
            piece.withByteView { body($0) }
            start += piece.count
            if piece.isEmpty { throw FileError(.other, "read", source.file.path, cause: "it is shorter than it was") }
        }
    }

    private func breakOff(_ reason: String, withoutText other: String? = nil, at offset: Int? = nil) {
        isBroken = true
        builder.pointee.breakOff(
            ReadingFault(.other(reason, withoutText: other), at: offset ?? builder.pointee.offset))
    }

    // MARK: - What libxml2 calls

    private static func handler() -> xmlSAXHandler {
        var handler = xmlSAXHandler()
        xmlSAXVersion(&handler, 2)
        xml_be_silent(&handler)
        handler.startElementNs = { context, name, prefix, _, _, _, count, _, attributes in
            XMLParser.builder(of: context)?.pointee.start(name, prefix, Int(count), attributes)
        }
        handler.endElementNs = { context, _, _, _ in XMLParser.builder(of: context)?.pointee.end() }
        handler.characters = { context, text, count in
            XMLParser.builder(of: context)?.pointee.characters(text, count)
        }
        // The very same, so that libxml2 need not find out which it is.
        handler.cdataBlock = handler.characters
        handler.ignorableWhitespace = handler.characters
        handler.entityDecl = { context, name, type, publicID, systemID, content in
            if let content, XMLAttributeGuard.isExceeded(inEntity: ByteView(zeroTerminated: content)) {
                XMLParser.builder(of: context)?.pointee.refuse(
                    "an entity of an element with more than \(XMLAttributeGuard.most) attributes")
            } else {
                xmlSAX2EntityDecl(context, name, type, publicID, systemID, content)
            }
        }
        handler.attributeDecl = { context, _, _, _, _, _, values in
            // Declared defaults come with each tag. Nobody asks the document type for them.
            xmlFreeEnumeration(values)
            XMLParser.builder(of: context)?.pointee.declareAttribute()
        }
        handler.getEntity = { context, name in
            XMLParser.builder(of: context)?.pointee.noteReference()
            let entity = xmlSAX2GetEntity(context, name)
            if let entity, entity.pointee.etype == XML_EXTERNAL_GENERAL_PARSED_ENTITY {
                XMLParser.builder(of: context)?.pointee.fault =
                    .other("refers to an external entity, and none is ever fetched")
                return nil
            }
            return entity
        }
        handler.serror = { context, error in
            guard let error, error.pointee.level == XML_ERR_FATAL else { return }
            XMLParser.builder(of: context)?.pointee.noteSyntaxFault(error.pointee.message.map { String(cString: $0) })
        }
        handler.comment = nil
        handler.processingInstruction = nil
        return handler
    }

    /// The builder that handlers are to tell.
    ///
    /// The context is that of the file or, inside an entity, one that libxml2 makes for the entity.
    private static func builder(of context: UnsafeMutableRawPointer?) -> UnsafeMutablePointer<XMLRecordBuilder>? {
        context?.assumingMemoryBound(to: xmlParserCtxt.self).pointee._private?
            .assumingMemoryBound(to: XMLRecordBuilder.self)
    }
}

/// The one-time preparation of libxml2.
enum XMLLibrary {
    private static let once: Void = {
        xmlInitParser()
        // The first dictionary makes the lock of all dictionaries. Before version 2.11 two threads at their first might each
        // make one, and neither would ever get it.
        xmlDictFree(xmlDictCreate())
        xml_refuse_all_external()
    }()

    /// Readies libxml2 for use by several threads, and takes away its means to fetch anything.
    static func prepare() { once }
}
