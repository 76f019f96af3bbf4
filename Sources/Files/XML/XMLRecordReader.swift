import Bytes
import CLibXML2

/// Reads the records of an XML file, one after the other, while the file streams through libxml2's SAX2 parser.
///
/// A record becomes a row: its attributes are fields named `@x`, its children fields named as they are. A child that
/// has neither attributes nor children is a text; any other is an object of the same form, its own text under `#text`;
/// children of one name become a list. No external entity is ever fetched: a record that needs one is faulty.
package final class XMLRecordReader {
    private let file: InputFile
    private let pool: BufferPool
    private let path: XMLRecordPath
    private let longestRow: Int
    private var context: xmlParserCtxtPtr?
    private var hash = Digest.Hash(.xxh64)
    private var offset = 0
    private var rows = 0
    private var isAtEnd = false
    /// How many elements may lie inside one another in a record: libxml2's own limit where it builds trees.
    private static let deepest = 256
    private var block = [UInt8](repeating: 0, count: 1 << 16)

    // Where the parser stands.
    private var batch: CellBatch
    private var depth = 0
    /// For every open element outside records, which steps of the path may come next.
    private var open: [[Int]] = []
    private var record = XMLElementTree()
    /// An element of which only the attributes are looked at.
    private var candidate = XMLElementTree()
    private var recordDepth = 0
    private var recordSize = 0
    private var recordOffset = 0
    private var recordFault: String?

    /// A reader at the beginning of a file.
    ///
    /// Throws `FileError` when libxml2 has no memory.
    package init(_ file: InputFile, _ path: XMLRecordPath, pool: BufferPool, longestRow: Int) throws(FileError) {
        self.file = file
        self.path = path
        self.pool = pool
        self.longestRow = longestRow
        batch = CellBatch(firstRow: 0, buffer: pool.take())
        XMLLibrary.prepare()
        var handler = xmlSAXHandler()
        xmlSAXVersion(&handler, 2)
        xml_be_silent(&handler)
        handler.startElementNs = { context, name, prefix, _, _, _, count, _, attributes in
            XMLRecordReader.of(context)?.start(name, prefix, Int(count), attributes)
        }
        handler.endElementNs = { context, _, _, _ in XMLRecordReader.of(context)?.end() }
        handler.characters = { context, text, count in XMLRecordReader.of(context)?.characters(text, count) }
        handler.cdataBlock = { context, text, count in XMLRecordReader.of(context)?.characters(text, count) }
        // The very same, so that libxml2 need not find out which it is.
        handler.ignorableWhitespace = handler.characters
        handler.getEntity = { context, name in
            let entity = xmlSAX2GetEntity(context, name)
            if let entity, entity.pointee.etype == XML_EXTERNAL_GENERAL_PARSED_ENTITY {
                XMLRecordReader.of(context)?.recordFault = "refers to an external entity, and none is ever fetched"
                return nil
            }
            return entity
        }
        handler.comment = nil
        handler.processingInstruction = nil
        context = xmlCreatePushParserCtxt(&handler, nil, nil, 0, nil)
        guard let context else { throw FileError(.other, "read", file.path, cause: "libxml2 has no memory") }
        xmlCtxtUseOptions(context, Int32(XML_PARSE_NOENT.rawValue | XML_PARSE_NONET.rawValue))
        context.pointee._private = Unmanaged.passUnretained(self).toOpaque()
    }

    deinit {
        if let context {
            if let document = context.pointee.myDoc { xmlFreeDoc(document) }
            xmlFreeParserCtxt(context)
        }
    }

    /// The digest of the whole file, once `next` has returned nil.
    package var digest: Digest { hash.digest }

    /// The next records, a batch of them, or nil at the end of the file.
    ///
    /// What is left of a file that is not well-formed comes as one faulty row. Throws when the file cannot be read or
    /// has changed meanwhile.
    package func next() throws(FileError) -> CellBatch? {
        // However much an open record has gathered, a batch has a row.
        while !isAtEnd, batch.count == 0 || batch.bytes.count < CellBatch.usualSize && batch.count < 1 << 14 {
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
        if batch.count == 0 {
            pool.give(batch.bytes)
            return nil
        }
        rows += batch.count
        // What is handed out is held by nobody else, so that its memory may be used again; a record that is still open
        // goes over into the next.
        var full = CellBatch(firstRow: rows, buffer: pool.take())
        swap(&full, &batch)
        full.moveOpenRow(to: &batch)
        return full
    }

    private var isBroken = false
    private var attributes = XMLAttributeCount()

    private func parse(_ count: Int, isLast: Bool) throws(FileError) {
        guard let context, !isBroken else { return }
        let excess = block.withByteView { attributes.take($0[..<count]) }
        let code = block.withUnsafeBufferPointer { memory in
            memory.withMemoryRebound(to: CChar.self) {
                xmlParseChunk(context, $0.baseAddress, Int32(excess ?? count), isLast && excess == nil ? 1 : 0)
            }
        }
        // Warnings leave the document well-formed; a fatal fault ends the parsing for good.
        if code != 0, context.pointee.wellFormed == 0 {
            let words = String(cString: xml_last_error_message(context)).split(separator: "\n").first.map(String.init)
            breakOff("not well-formed XML: \(words ?? "not well-formed")")
        } else if excess != nil {
            breakOff("an element with more than \(XMLAttributeCount.most) attributes")
        }
    }

    /// Ends with a faulty row that stands for what is left of the file.
    private func breakOff(_ reason: String) {
        isBroken = true
        batch.dropRow()
        let consumed = context.map { max(0, Int(xmlByteConsumed($0))) }
        batch.endRow(fault: CellBatch.Fault(reason: reason, offset: recordDepth > 0 ? recordOffset : consumed))
    }

    // MARK: - What the parser tells

    private static func of(_ context: UnsafeMutableRawPointer?) -> XMLRecordReader? {
        guard let owner = context?.assumingMemoryBound(to: xmlParserCtxt.self).pointee._private else { return nil }
        return Unmanaged<XMLRecordReader>.fromOpaque(owner).takeUnretainedValue()
    }

    private typealias XMLText = UnsafePointer<xmlChar>

    private func start(
        _ name: XMLText?, _ prefix: XMLText?, _ count: Int, _ attributes: UnsafeMutablePointer<XMLText?>?
    ) {
        depth += 1
        guard let name else { return }
        if recordDepth > 0 {
            if recordFault == nil { begin(name, prefix, count, attributes) }
            return
        }
        // The steps that this element may answer, and those that its children may.
        var following: [Int] = []
        var isRecord = false
        for step in open.last ?? [0] {
            if path.steps[step].isAnywhere, !following.contains(step) { following.append(step) }
            guard matches(path.steps[step], name, prefix) else { continue }
            if !path.steps[step].conditions.isEmpty, step < path.steps.count - 1 || path.isDecidedByAttributes {
                candidate.removeAll()
                _ = candidate.begin(name, prefix, count, attributes)
                guard path.steps[step].conditions.allSatisfy({ $0.holds(candidate.texts) }) else { continue }
            }
            if step == path.steps.count - 1 {
                isRecord = true
            } else if !following.contains(step + 1) {
                following.append(step + 1)
            }
        }
        if isRecord {
            recordDepth = depth
            recordSize = 0
            recordFault = nil
            recordOffset = context.map { max(0, Int(xmlByteConsumed($0))) } ?? 0
            record.removeAll()
            if path.isDecidedByAttributes {
                // It is a record for certain, so that its attributes need not be kept first.
                recordSize += batch.append(count, attributes)
                begin(name, prefix, 0, nil)
            } else {
                begin(name, prefix, count, attributes)
            }
        } else {
            open.append(following)
        }
    }

    private func matches(_ step: XMLRecordPath.Step, _ name: XMLText, _ prefix: XMLText?) -> Bool {
        guard let wanted = step.name else { return true }
        let view = XMLElementTree.view(name)
        guard let prefix else { return wanted.withByteView { $0 == view } }
        return wanted == XMLElementTree.view(prefix).array + [UInt8(ascii: ":")] + view.array
    }

    private func begin(
        _ name: XMLText, _ prefix: XMLText?, _ count: Int, _ attributes: UnsafeMutablePointer<XMLText?>?
    ) {
        if depth - recordDepth >= Self.deepest {
            recordFault = "nested deeper than \(Self.deepest) levels"
            return
        }
        recordSize += record.begin(name, prefix, count, attributes)
        checkSize()
    }

    private func characters(_ text: XMLText?, _ count: Int32) {
        guard recordDepth > 0, recordFault == nil, let text else { return }
        record.append(ByteView(start: text, count: Int(count)))
        recordSize += Int(count)
        checkSize()
    }

    private func checkSize() {
        if recordSize > longestRow {
            recordFault = "longer than the \(longestRow) bytes that limits.row_bytes allows"
        }
    }

    private func end() {
        depth -= 1
        if recordDepth == 0 {
            open.removeLast()
        } else if depth >= recordDepth {
            if recordFault == nil { record.end() }
        } else {
            recordDepth = 0
            endRecord()
        }
    }

    private func endRecord() {
        if let recordFault {
            batch.dropRow()
            return batch.endRow(fault: CellBatch.Fault(reason: recordFault, offset: recordOffset))
        }
        if !path.isDecidedByAttributes, let last = path.steps.last {
            guard last.conditions.allSatisfy({ $0.holds(record.texts) }) else { return }
        }
        record.appendCells(to: &batch)
        batch.endRow(offset: recordOffset)
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
