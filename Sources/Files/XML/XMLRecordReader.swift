import Bytes
import CLibXML2

/// Reads the records of an XML file, one after the other, while the file streams through libxml2's SAX2 parser.
///
/// The reader only notes down what the parser tells; `XMLBatch` makes rows of it, on another thread if there is one.
/// A record becomes a row: its attributes are fields named `@x`, its children fields named as they are. A child that
/// has neither attributes nor children is a text; any other is an object of the same form, its own text under `#text`;
/// children of one name become a list. No external entity is ever fetched: a record that needs one is faulty.
package final class XMLRecordReader {
    private let file: InputFile
    private let context: xmlParserCtxtPtr
    private let dictionary: XMLDictionary
    private var hash = Digest.Hash(.xxh64)
    private var offset = 0
    /// How much of the file was read for the batches that were handed out.
    private var handedOut = 0
    private var isAtEnd = false
    private var block = [UInt8](repeating: 0, count: XMLEncoding.longestDeclaration)

    /// Where the parser's handlers find it.
    private let builder: UnsafeMutablePointer<XMLRecordBuilder>

    /// A reader at the beginning of a file.
    ///
    /// Throws `FileError` when libxml2 has no memory.
    package init(_ file: InputFile, _ path: XMLRecordPath, longestRow: Int) throws(FileError) {
        self.file = file
        XMLLibrary.prepare()
        var handler = xmlSAXHandler()
        xmlSAXVersion(&handler, 2)
        xml_be_silent(&handler)
        handler.startElementNs = { context, name, prefix, _, _, _, count, _, attributes in
            XMLRecordReader.builder(of: context)?.pointee.start(name, prefix, Int(count), attributes)
        }
        handler.endElementNs = { context, _, _, _ in XMLRecordReader.builder(of: context)?.pointee.end() }
        handler.characters = { context, text, count in
            XMLRecordReader.builder(of: context)?.pointee.characters(text, count)
        }
        // The very same, so that libxml2 need not find out which it is.
        handler.cdataBlock = handler.characters
        handler.ignorableWhitespace = handler.characters
        handler.entityDecl = { context, name, type, publicID, systemID, content in
            if let content, XMLAttributeGuard.isExceeded(inEntity: ByteView(zeroTerminated: content)) {
                XMLRecordReader.builder(of: context)?.pointee.refuse(
                    "an entity of an element with more than \(XMLAttributeGuard.most) attributes")
            } else {
                xmlSAX2EntityDecl(context, name, type, publicID, systemID, content)
            }
        }
        handler.attributeDecl = { context, _, _, _, _, _, values in
            // Declared defaults come with each tag. Nobody asks the document type for them.
            xmlFreeEnumeration(values)
            XMLRecordReader.builder(of: context)?.pointee.declareAttribute()
        }
        handler.getEntity = { context, name in
            let entity = xmlSAX2GetEntity(context, name)
            if let entity, entity.pointee.etype == XML_EXTERNAL_GENERAL_PARSED_ENTITY {
                XMLRecordReader.builder(of: context)?.pointee.fault =
                    "refers to an external entity, and none is ever fetched"
                return nil
            }
            return entity
        }
        handler.comment = nil
        handler.processingInstruction = nil
        let parser = xmlCreatePushParserCtxt(&handler, nil, nil, 0, nil)
        guard let context = parser, let names = XMLDictionary(of: context) else {
            xmlFreeParserCtxt(parser)
            throw FileError(.other, "read", file.path, cause: "libxml2 has no memory")
        }
        xmlCtxtUseOptions(context, Int32(XML_PARSE_NOENT.rawValue | XML_PARSE_NONET.rawValue))
        builder = .allocate(capacity: 1)
        builder.initialize(to: XMLRecordBuilder(path, context, longestRow: longestRow))
        context.pointee._private = UnsafeMutableRawPointer(builder)
        self.context = context
        dictionary = names
    }

    deinit {
        if let document = context.pointee.myDoc { xmlFreeDoc(document) }
        xmlFreeParserCtxt(context)
        builder.deinitialize(count: 1)
        builder.deallocate()
    }

    /// The digest of the whole file, once `next` has returned nil.
    package var digest: Digest { hash.digest }

    /// The next records, a batch of them, or nil at the end of the file.
    ///
    /// What is left of a file that is not well-formed comes as one faulty row. Throws when the file cannot be read or
    /// has changed meanwhile.
    package func next() throws(FileError) -> XMLBatch? {
        // However much an open record has gathered, a batch has a row.
        while !isAtEnd, builder.pointee.isEmpty || !builder.pointee.isFull {
            let (file, start) = (file, offset)
            let count = try block.withUnsafeMutableBufferPointer { (memory) throws(FileError) in
                try file.read(at: start, into: UnsafeMutableRawBufferPointer(memory))
            }
            block.withByteView { hash.update($0[..<count]) }
            offset += count
            let isLast = count < block.count
            try parse(count, isLast: isLast)
            if isLast {
                isAtEnd = true
                try file.checkUnchanged()
            }
        }
        if builder.pointee.isEmpty { return nil }
        defer { handedOut = offset }
        return builder.pointee.takeBatch(size: offset - handedOut, dictionary)
    }

    private var isBroken = false
    private var attributes = XMLAttributeGuard()
    private var encoding = XMLEncoding.ascii

    /// Parses so many bytes of the block.
    private func parse(_ count: Int, isLast: Bool) throws(FileError) {
        // The file's first bytes tell its encoding.
        if offset == count, count > 0 {
            let found = block.withByteView { XMLEncoding.find($0[..<count]) }
            encoding = found.encoding
            if let refusal = found.refusal { breakOff(refusal) }
        }
        if isBroken { return }
        let excess = try block.withByteView { (bytes) throws(FileError) in
            try attributes.take(bytes[..<count], in: encoding) { (body) throws(FileError) in
                try readAgain(0..<offset - count, body)
            }
        }
        let code = feed(excess ?? count, isLast: isLast && excess == nil)
        // Warnings leave the document well-formed; a fatal fault ends the parsing for good.
        if let refusal = builder.pointee.refusal {
            isBroken = true
            builder.pointee.breakOff(refusal)
        } else if code != 0, context.pointee.wellFormed == 0 {
            let words = String(cString: xml_last_error_message(context)).split(separator: "\n").first.map(String.init)
            breakOff("not well-formed XML: \(words ?? "not well-formed")")
        } else if excess != nil {
            breakOff("an element with more than \(XMLAttributeGuard.most) attributes")
        }
    }

    /// Gives the parser so many bytes of the block; returns the code of its last fault or warning.
    private func feed(_ count: Int, isLast: Bool) -> Int32 {
        // Where libxml2 converts the text, it converts what is left of a piece anew each time it is asked for its place.
        let isConverted = context.pointee.input?.pointee.buf?.pointee.encoder != nil
        let pieceSize = isConverted ? 1 << 12 : block.count
        return block.withUnsafeBufferPointer { memory in
            memory.withMemoryRebound(to: CChar.self) { memory in
                var (start, code) = (0, Int32(0))
                repeat {
                    let piece = min(pieceSize, count - start)
                    let isEnd = isLast && start + piece == count
                    code = xmlParseChunk(context, memory.baseAddress.map { $0 + start }, Int32(piece), isEnd ? 1 : 0)
                    start += piece
                } while start < count
                return code
            }
        }
    }

    /// Calls with bytes that were read before, piece by piece.
    private func readAgain(_ range: Range<Int>, _ body: (ByteView) -> Void) throws(FileError) {
        var start = range.lowerBound
        while start < range.upperBound {
            let piece = try file.bytes(at: start, count: min(range.upperBound - start, block.count))
            piece.withByteView { body($0) }
            start += piece.count
            if piece.isEmpty { throw FileError(.other, "read", file.path, cause: "it is shorter than it was") }
        }
    }

    private func breakOff(_ reason: String) {
        isBroken = true
        builder.pointee.breakOff(ReadingFault(reason: reason, offset: builder.pointee.offset))
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
        xml_refuse_all_external()
    }()

    /// Readies libxml2 for use by several threads, and takes away its means to fetch anything.
    static func prepare() { once }
}
