import Bytes
import CLibXML2

/// The input and the settings shared by all parsers of a file.
struct XMLSource: Sendable {
    let file: InputFile
    let path: XMLRecordPath
    /// The maximum length of a record in bytes.
    let longestRow: Int
    /// The number of bytes read for a piece.
    let pieceSize: Int
    /// The start of the file, up to what appears to be the start tag of the first record, if that is near.
    let opening: [UInt8]
    let encoding: XMLEncoding
    /// The reason the file is not read, if its first bytes show one.
    let refusal: String?
    /// Whether the file is compressed, so that no part of it can be read again.
    let isCompressed: Bool
}

/// libxml2's SAX2 parser of a file, which records the events of the file's records.
///
/// It parses the opening of the file and then the bytes it is given: the whole file, or the part after an offset. In
/// the latter case it is verified afterwards that a parser of the whole file would have reached that offset in the
/// state that this one had after the opening. It is used by one thread at a time.
final class XMLParser: @unchecked Sendable {
    private let source: XMLSource
    private let context: xmlParserCtxtPtr
    private let dictionary: XMLDictionary
    /// The builder, through which the handlers find it.
    private let builder: UnsafeMutablePointer<XMLRecordBuilder>
    private var attributes: XMLAttributeGuard
    private var lineEnds: XMLLineEnds
    /// Whether libxml2 has been given any bytes.
    private var hasBegun = false
    private var isBroken = false
    /// The fault that ended the parsing, if reading may go on at another record.
    private(set) var interruption: XMLInterruption?
    /// The range in the file of the bytes parsed after the opening.
    private var parsed: Range<Int>
    /// Whether the meaning of the bytes after the opening is independent of their place in the file.
    private var isOpeningPlain = false

    /// The size of a chunk for libxml2, which stays in the processor's cache until it is parsed.
    private static let feedSize = 1 << 16

    /// Creates a parser that has parsed the opening of a file.
    ///
    /// Throws `FileError` if libxml2 has no memory, or if the file cannot be read.
    init(_ source: XMLSource) throws(FileError) {
        self.source = source
        lineEnds = XMLLineEnds(source.encoding)
        attributes = XMLAttributeGuard(isExact: source.isCompressed)
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
            // With a document type more than the open elements matters: libxml2 sums up the expansion of entities.
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

    /// Whether another parser that has parsed only the opening can continue from here, at a `<`: nothing parsed since
    /// then affects what follows.
    var standsBehindOpening: Bool { isOpeningPlain && builder.pointee.standsBehindOpening && isBetweenElements }

    /// Whether it has processed all bytes it was given, except for XML white space.
    private var isBetweenElements: Bool {
        guard !isBroken, context.pointee.instate == XML_PARSER_CONTENT, context.pointee.inputNr == 1,
            let input = context.pointee.input, input.pointee.buf?.pointee.encoder == nil
        else { return false }
        let pending = ByteView(start: input.pointee.cur, count: input.pointee.end - input.pointee.cur)
        return pending.buffer.allSatisfy { [0x20, 0x09, 0x0D, 0x0A].contains($0) }
    }

    /// Continues at another offset of the file than the end of the opening.
    ///
    /// - Parameters:
    ///   - offset: The offset in the file.
    ///   - line: The number of its line, which libxml2 includes in some of its messages.
    func goOn(at offset: Int, line: Int) {
        parsed = offset..<offset
        builder.pointee.offsets.shift = offset - source.opening.count
        context.pointee.input?.pointee.line = Int32(clamping: line)
    }

    /// Parses the next bytes, and looks for carriage returns in them if there may be any.
    ///
    /// Throws `FileError` if the file has to be read again for an exact count of attributes and cannot be.
    func parse(_ bytes: ByteView, mayHaveReturns: Bool = true, isLast: Bool) throws(FileError) {
        var start = 0
        repeat {
            let piece = source.encoding.beginning(of: bytes[start...], atMost: Self.feedSize)
            start += piece.count
            try feed(piece, mayHaveReturns: mayHaveReturns, isLast: isLast && start == bytes.count)
            parsed = parsed.lowerBound..<parsed.upperBound + piece.count
        } while start < bytes.count
    }

    /// Returns the complete records; an open one is kept.
    func takeBatch() -> XMLBatch { builder.pointee.takeBatch(dictionary) }

    /// Adds the faulty row of an interruption: for a record, or for the rest of the file.
    func settle(_ interruption: XMLInterruption, isRest: Bool) {
        self.interruption = nil
        builder.pointee.breakOff(interruption.fault, isRest: isRest)
    }

    // MARK: - Feeding libxml2

    private func feed(_ bytes: ByteView, mayHaveReturns: Bool = true, isLast: Bool = false) throws(FileError) {
        if isBroken { return }
        let excess = try attributes.take(bytes, in: source.encoding) { (body) throws(FileError) in
            try readAgain(body)
        }
        let code = give(
            bytes[..<(excess ?? bytes.count)], mayHaveReturns: mayHaveReturns, isLast: isLast && excess == nil)
        // After warnings the document is still well-formed; a fatal error ends the parsing.
        if let refusal = builder.pointee.refusal {
            isBroken = true
            builder.pointee.breakOff(refusal)
        } else if code != 0, context.pointee.wellFormed == 0 || context.pointee.disableSAX != 0 {
            let fault = builder.pointee.syntaxFault
            // It also stops at limits of its own, such as 10 MB of distinct names.
            let kind = context.pointee.wellFormed == 0 ? "not well-formed XML" : "libxml2 gives up"
            let reason = "\(kind): \(fault?.reason ?? "not well-formed")"
            if context.pointee.wellFormed == 0, isOpeningPlain, builder.pointee.isInOpening,
                let place = fault?.offset ?? builder.pointee.offset
            {
                isBroken = true
                interruption = XMLInterruption(
                    fault: ReadingFault(.other(reason, withoutText: kind), at: place), place: place,
                    recordOffset: builder.pointee.openRecordOffset)
            } else {
                breakOff(reason, withoutText: kind, at: fault?.offset)
            }
        } else if excess != nil {
            breakOff("an element with more than \(XMLAttributeGuard.most) attributes")
        }
    }

    /// Passes bytes to the parser with normalized line ends; returns the code of its last error or warning.
    private func give(_ bytes: ByteView, mayHaveReturns: Bool, isLast: Bool) -> Int32 {
        // The offset is otherwise looked up only at records.
        if builder.pointee.offsets.areMany { _ = builder.pointee.offset }
        let isChanged = lineEnds.change(
            bytes, mayHaveReturns: mayHaveReturns, isLast: isLast, &builder.pointee.offsets)
        guard isChanged else { return push(bytes, isLast: isLast) }
        var changed: [UInt8] = []
        swap(&changed, &lineEnds.changed)
        defer { swap(&changed, &lineEnds.changed) }
        return changed.withByteView { push($0, isLast: isLast) }
    }

    /// Passes bytes to the parser; returns the code of its last error or warning.
    private func push(_ bytes: ByteView, isLast: Bool) -> Int32 {
        var (rest, code) = (bytes, Int32(0))
        repeat {
            // If libxml2 converts the text, it converts the rest of a chunk again at each request for its position, and
            // fails if that is large. Whether it converts shows after the first bytes.
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

    /// Calls `body` with all bytes parsed before, piece by piece.
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
        // The same function, which saves libxml2 a check of which one to call.
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
            // The defaults of attributes are passed with each tag; the declarations are not used.
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

    /// Returns the builder for a handler's context.
    ///
    /// The context is that of the file or, inside an entity, one that libxml2 creates for the entity.
    private static func builder(of context: UnsafeMutableRawPointer?) -> UnsafeMutablePointer<XMLRecordBuilder>? {
        context?.assumingMemoryBound(to: xmlParserCtxt.self).pointee._private?
            .assumingMemoryBound(to: XMLRecordBuilder.self)
    }
}

/// The one-time initialization of libxml2.
enum XMLLibrary {
    private static let once: Void = {
        xmlInitParser()
        // The first dictionary creates the lock shared by all dictionaries. Before version 2.11, two threads that do so
        // at the same time may create two locks and deadlock.
        xmlDictFree(xmlDictCreate())
        xml_refuse_all_external()
    }()

    /// Initializes libxml2 for use by several threads, and disables all external access.
    static func prepare() { once }
}
