import Bytes
import CLibXML2

/// Notes down what a SAX2 parser tells of a file, as far as it concerns records.
///
/// The parser's handlers change it in place by its address, millions of times in a large file.
struct XMLRecordBuilder: ~Copyable {
    typealias Text = UnsafePointer<xmlChar>
    typealias Attributes = UnsafeMutablePointer<Text?>

    /// What the parser told of the records that are whole, and perhaps of one that is still open.
    private var tape: XMLTape
    /// Room that seldom needs to grow for what is told of a piece of the file.
    private let tapeSize: Int
    /// The records that are whole.
    private var rows: [XMLBatch.Row] = []
    /// Why the open record cannot be read; nothing of it is kept then.
    var fault: ReadingFault.Code? {
        didSet { if fault != nil { tape.truncate(to: recordStart) } }
    }
    /// Why no more of the file can be read, as a handler found it.
    private(set) var refusal: ReadingFault?
    /// What was the first to make the file one that is not well-formed, in the parser's words.
    private(set) var syntaxFault: ReadingFault?
    /// The parser of the file.
    private let context: xmlParserCtxtPtr
    /// How many attributes the document type has declared.
    private var declared = 0

    /// Whether the file is in UTF-16.
    private let isWide: Bool
    private let path: XMLRecordPath
    private let longestRow: Int
    /// How many elements may lie inside one another in a record: libxml2's own limit where it builds trees.
    private static let deepest = 256
    /// How many elements and attributes a record may have: each takes many times the memory of a short name.
    private static let mostParts = 1_000_000

    private var depth = 0
    /// How many elements are open behind the opening of the file, and whether one of them has ended since.
    private var openingDepth = 0
    private var hasLeftOpening = false
    /// Where the file referred to an entity last.
    private var referenceOffset: Int?
    /// How many bytes the parser was given so far.
    var given = 0
    /// Tells where in the file the parser stands.
    var offsets: XMLOffsets
    /// For every open element outside records, which steps of the path may come next.
    private var open: [XMLRecordPath.StepSet] = []
    /// An element outside records, for the conditions of a step.
    private var candidate = XMLTape(capacity: 1 << 12)
    /// What conditions are asked of; it is read anew each time, and looked at before its tape changes.
    private var tree = XMLElementTree()
    private var recordDepth = 0
    /// Where on the tape the open record begins.
    private var recordStart: Int { rows.last?.end ?? 0 }
    private var recordSize = 0
    private var recordParts = 0
    private var recordOffset = 0
    /// The last step's conditions where they ask for more than attributes, so that the whole record must be known.
    private let conditions: [XMLCondition]

    /// A builder of the records of a file that a parser comes to.
    init(_ source: XMLSource, _ context: xmlParserCtxtPtr) {
        path = source.path
        offsets = XMLOffsets(source.encoding)
        isWide = source.encoding != .ascii
        self.context = context
        longestRow = source.longestRow
        tapeSize = source.pieceSize + source.pieceSize / 4
        tape = XMLTape(capacity: tapeSize)
        conditions = path.isDecidedByAttributes ? [] : path.steps.last?.conditions ?? []
    }

    /// Takes note that the opening of the file ends here.
    mutating func markOpening() {
        openingDepth = depth
        hasLeftOpening = recordDepth > 0
    }

    /// Whether those elements are open, and no others, that were behind the opening, and no record.
    var standsBehindOpening: Bool { depth == openingDepth && !hasLeftOpening && recordDepth == 0 }

    // MARK: - What the parser tells

    mutating func start(
        _ name: Text?, _ prefix: Text?, _ count: Int, _ attributes: Attributes?
    ) {
        depth += 1
        guard let name else { return }
        if recordDepth > 0 {
            if fault == nil { begin(name, prefix, count, attributes) }
            return
        }
        let next = steps(behind: open.last ?? [0], name, prefix, count, attributes)
        guard next.isRecord else { return open.append(next.following) }
        recordDepth = depth
        recordSize = 0
        recordParts = 0
        fault = nil
        recordOffset = offset ?? 0
        begin(name, prefix, count, attributes)
    }

    @inline(__always)
    mutating func characters(_ text: Text?, _ count: Int32) {
        guard recordDepth > 0, fault == nil, let text else { return }
        tape.append(ByteView(start: text, count: Int(count)))
        recordSize += Int(count)
        checkSize()
    }

    @inline(__always)
    mutating func end() {
        depth -= 1
        if recordDepth == 0 {
            open.removeLast()
            if depth < openingDepth { hasLeftOpening = true }
            return
        }
        if fault == nil { tape.end() }
        if depth < recordDepth {
            recordDepth = 0
            endRecord()
        }
    }

    /// How many bytes of the file the parser has done with, as far as it knows.
    ///
    /// In the text of an entity that is where the file refers to it.
    var offset: Int? {
        mutating get {
            // From version 2.13 on libxml2 reads an entity with the parser of the file, and tells places in the entity.
            if context.pointee.inputNr > 1 { return referenceOffset }
            return consumed.map { offsets.place(behind: $0) }
        }
    }

    /// How many of the bytes that it was given the parser has done with.
    private var consumed: Int? {
        if isWide, let input = context.pointee.input, let buffer = input.pointee.buf, buffer.pointee.encoder != nil {
            // libxml2 loses count: some versions where a surrogate pair is cut, others where much is left to convert.
            let pending = ByteView(start: input.pointee.cur, count: input.pointee.end - input.pointee.cur)
            var units = 0
            for byte in pending.buffer { units += byte & 0xC0 == 0x80 ? 0 : byte < 0xF0 ? 1 : 2 }
            // A last byte that is that of a carriage return it keeps elsewhere, be it half of another character.
            return ((given - xmlBufUse(buffer.pointee.raw)) & ~1) - 2 * units
        }
        let count = Int(xmlByteConsumed(context))
        return count < 0 ? nil : count
    }

    /// Takes note that the parser comes to a reference to an entity.
    mutating func noteReference() {
        if context.pointee.inputNr == 1 { referenceOffset = offset }
    }

    /// Takes note of an attribute in a document type.
    mutating func declareAttribute() {
        declared += 1
        if declared > XMLAttributeGuard.most {
            refuse("a document type with more than \(XMLAttributeGuard.most) attributes")
        }
    }

    /// Takes note of a fault in the file's syntax: later it would not be known where the parser stood, nor which was first.
    ///
    /// Of several at one place the last says the most: not what sign is missing, but in which element.
    mutating func noteSyntaxFault(_ words: String?) {
        let offset = offset
        if let syntaxFault, syntaxFault.offset != offset { return }
        let reason = words?.split(separator: "\n").first.map(String.init)
        syntaxFault = ReadingFault(.other(reason ?? "not well-formed"), at: offset)
    }

    /// Ends the parsing of the file.
    mutating func refuse(_ reason: String) {
        guard refusal == nil else { return }
        refusal = ReadingFault(.other(reason), at: offset)
        xmlStopParser(context)
    }

    /// Hands out the records that are whole; one that is still open stays.
    mutating func takeBatch(_ dictionary: XMLDictionary) -> XMLBatch {
        // A record longer than many pieces stays where it is.
        if rows.isEmpty { return XMLBatch(XMLTape(capacity: 0), [], dictionary, longestRow: longestRow) }
        var full = XMLTape(capacity: tapeSize)
        swap(&full, &tape)
        full.move(from: recordStart, to: &tape)
        let batch = XMLBatch(full, rows, dictionary, longestRow: longestRow)
        rows.removeAll(keepingCapacity: true)
        return batch
    }

    /// Ends with a faulty row that stands for what is left of the file; where a record is open, from there on.
    mutating func breakOff(_ fault: ReadingFault) {
        endRow(
            ReadingFault(fault.code, at: recordDepth > 0 ? recordOffset : fault.offset, isRest: true))
    }

    // MARK: - Outside records

    /// The steps that the children of an element may answer, and whether the element is a record.
    private mutating func steps(
        behind expected: XMLRecordPath.StepSet, _ name: Text, _ prefix: Text?, _ count: Int, _ attributes: Attributes?
    ) -> (following: XMLRecordPath.StepSet, isRecord: Bool) {
        var following: XMLRecordPath.StepSet = []
        var isRecord = false
        for step in path.steps.indices where expected.contains(step) {
            if path.steps[step].isAnywhere { following.insert(step) }
            guard matches(path.steps[step], XMLName(local: name, prefix: prefix)) else { continue }
            let isLast = step == path.steps.count - 1
            if !path.steps[step].conditions.isEmpty, !isLast || conditions.isEmpty {
                candidate.truncate(to: 0)
                candidate.begin(XMLName(local: name, prefix: prefix))
                XMLAttribute.forEach(count, attributes) { candidate.append($0) }
                tree.read(candidate, 0..<candidate.count)
                guard hold(path.steps[step].conditions) else { continue }
            }
            if isLast { isRecord = true } else { following.insert(step + 1) }
        }
        return (following, isRecord)
    }

    private func matches(_ step: XMLRecordPath.Step, _ name: XMLName) -> Bool {
        step.name.map(name.isSpelled) ?? true
    }

    /// Whether conditions hold for what the tree was read from.
    private func hold(_ conditions: [XMLCondition]) -> Bool {
        conditions.allSatisfy { $0.holds { tree.texts($0) } }
    }

    // MARK: - Inside a record

    @inline(__always)
    private mutating func begin(_ name: Text, _ prefix: Text?, _ count: Int, _ attributes: Attributes?) {
        if depth - recordDepth >= Self.deepest {
            fault = .other("nested deeper than \(Self.deepest) levels")
            return
        }
        recordParts += 1 + count
        if recordParts > Self.mostParts {
            fault = .other("more than \(Self.mostParts) elements and attributes")
            return
        }
        let name = XMLName(local: name, prefix: prefix)
        tape.begin(name)
        recordSize += name.count
        XMLAttribute.forEach(count, attributes) { attribute in
            tape.append(attribute)
            recordSize += attribute.name.count + 1 + attribute.value.count
        }
        checkSize()
    }

    @inline(__always)
    private mutating func checkSize() {
        if recordSize > longestRow { refuseLongRecord() }
    }

    @inline(never)
    private mutating func refuseLongRecord() {
        fault = .longRow(longestRow)
    }

    private mutating func endRecord() {
        if let fault { return endRow(ReadingFault(fault, at: recordOffset)) }
        if !conditions.isEmpty {
            tree.read(tape, recordStart..<tape.count)
            guard hold(conditions) else { return tape.truncate(to: recordStart) }
        }
        rows.append(XMLBatch.Row(end: tape.count, offset: recordOffset, fault: nil))
    }

    /// Ends with a fault in the place of the open record, of which nothing is kept.
    private mutating func endRow(_ fault: ReadingFault) {
        tape.truncate(to: recordStart)
        rows.append(XMLBatch.Row(end: tape.count, offset: fault.offset, fault: fault))
    }
}
