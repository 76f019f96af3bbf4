import Bytes
import CLibXML2

/// Records the SAX2 events of a file's records.
///
/// The parser's handlers modify it in place through a pointer, millions of times in a large file.
struct XMLRecordBuilder: ~Copyable {
    typealias Text = UnsafePointer<xmlChar>
    typealias Attributes = UnsafeMutablePointer<Text?>

    /// The events of the complete records, and possibly of an open one.
    private var tape: XMLTape
    /// The capacity of a tape, large enough that it seldom needs to grow for a piece.
    private let tapeSize: Int
    /// The complete records.
    private var rows: [XMLBatch.Row] = []
    /// The reason the open record cannot be read; its events are then discarded.
    var fault: ReadingFault.Code? {
        didSet { if fault != nil { tape.truncate(to: recordStart) } }
    }
    /// The reason the rest of the file cannot be read, as found by a handler.
    private(set) var refusal: ReadingFault?
    /// The first error that makes the file not well-formed, in the parser's words.
    private(set) var syntaxFault: ReadingFault?
    /// The parser of the file.
    private let context: xmlParserCtxtPtr
    /// The number of attributes that the document type has declared.
    private var declared = 0

    /// Whether the file is in UTF-16.
    private let isWide: Bool
    private let path: XMLRecordPath
    private let longestRow: Int
    /// The maximum nesting depth of elements in a record: libxml2's own limit when it builds trees.
    private static let deepest = 256
    /// The maximum number of elements and attributes in a record; each takes many times the memory of a short name.
    private static let mostParts = 1_000_000

    private var depth = 0
    /// The number of open elements after the opening of the file, and whether one of them has ended since.
    private var openingDepth = 0
    private var hasLeftOpening = false
    /// The offset of the last reference to an entity in the file.
    private var referenceOffset: Int?
    /// The number of bytes passed to the parser so far.
    var given = 0
    /// Maps the parser's position to an offset in the file.
    var offsets: XMLOffsets
    /// For each open element outside records, the steps of the path that may come next.
    private var open: [XMLRecordPath.StepSet] = []
    /// An element outside records, for the conditions of a step.
    private var candidate = XMLTape(capacity: 1 << 12)
    /// The tree for evaluating conditions; read anew for each, and used before its tape changes.
    private var tree = XMLElementTree()
    private var recordDepth = 0
    /// The start of the open record on the tape.
    private var recordStart: Int { rows.last?.end ?? 0 }
    private var recordSize = 0
    private var recordParts = 0
    private var recordOffset = 0
    /// The conditions of the last step if they concern more than attributes, so that the whole record must be read
    /// first.
    private let conditions: [XMLCondition]

    /// Creates a builder for the records of a file.
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

    /// Records that the opening of the file ends here.
    mutating func markOpening() {
        openingDepth = depth
        hasLeftOpening = recordDepth > 0
    }

    /// Whether exactly those elements are open that were open after the opening, and no record is.
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

    /// The offset in the file up to which the parser has processed it, or nil if unknown.
    ///
    /// In the text of an entity it is the offset of the reference.
    var offset: Int? {
        mutating get {
            // Since version 2.13, libxml2 parses an entity with the parser of the file and reports positions in the
            // entity.
            if context.pointee.inputNr > 1 { return referenceOffset }
            return consumed.map { offsets.place(behind: $0) }
        }
    }

    /// The number of bytes that the parser has processed of those it was given.
    private var consumed: Int? {
        if isWide, let input = context.pointee.input, let buffer = input.pointee.buf, buffer.pointee.encoder != nil {
            // libxml2 miscounts: some versions if a surrogate pair is split, others if much remains to be converted.
            let pending = ByteView(start: input.pointee.cur, count: input.pointee.end - input.pointee.cur)
            var units = 0
            for byte in pending.buffer { units += byte & 0xC0 == 0x80 ? 0 : byte < 0xF0 ? 1 : 2 }
            // A last byte that equals a carriage return is kept elsewhere, even if it is half of another character.
            return ((given - xmlBufUse(buffer.pointee.raw)) & ~1) - 2 * units
        }
        let count = Int(xmlByteConsumed(context))
        return count < 0 ? nil : count
    }

    /// Records that the parser has reached a reference to an entity.
    mutating func noteReference() {
        if context.pointee.inputNr == 1 { referenceOffset = offset }
    }

    /// Counts an attribute declared in a document type.
    mutating func declareAttribute() {
        declared += 1
        if declared > XMLAttributeGuard.most {
            refuse("a document type with more than \(XMLAttributeGuard.most) attributes")
        }
    }

    /// Records a syntax error with its position, which would not be known later, and neither would which error was
    /// first.
    ///
    /// Of several errors at one position the last is the most informative: it names the element and not only a missing
    /// character.
    mutating func noteSyntaxFault(_ words: String?) {
        let offset = offset
        if let syntaxFault, syntaxFault.offset != offset { return }
        let reason = words?.split(separator: "\n").first.map(String.init)
        syntaxFault = ReadingFault(.other(reason ?? "not well-formed"), at: offset)
    }

    /// Stops the parsing of the file.
    mutating func refuse(_ reason: String) {
        guard refusal == nil else { return }
        refusal = ReadingFault(.other(reason), at: offset)
        xmlStopParser(context)
    }

    /// Returns the complete records; an open one is kept.
    mutating func takeBatch(_ dictionary: XMLDictionary) -> XMLBatch {
        // A record longer than many pieces is not copied.
        if rows.isEmpty { return XMLBatch(XMLTape(capacity: 0), [], dictionary, longestRow: longestRow) }
        var full = XMLTape(capacity: tapeSize)
        swap(&full, &tape)
        full.move(from: recordStart, to: &tape)
        let batch = XMLBatch(full, rows, dictionary, longestRow: longestRow)
        rows.removeAll(keepingCapacity: true)
        return batch
    }

    /// Adds a final faulty row in place of the open record, or of what is left of the file.
    mutating func breakOff(_ fault: ReadingFault, isRest: Bool = true) {
        endRow(
            ReadingFault(fault.code, at: recordDepth > 0 ? recordOffset : fault.offset, isRest: isRest))
    }

    /// The offset of the open record; nil if there is none.
    var openRecordOffset: Int? { recordDepth > 0 ? recordOffset : nil }

    /// Whether the open record, or the next one, is in those elements that were open after the opening, and in no other.
    var isInOpening: Bool {
        !hasLeftOpening && (recordDepth > 0 ? recordDepth == openingDepth + 1 : depth == openingDepth)
    }

    // MARK: - Outside records

    /// Returns the steps that children of the element may match, and whether the element is a record.
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
        step.name.map(name.isNamed) ?? true
    }

    /// Returns whether all conditions hold for the element in the tree.
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

    /// Adds a fault in place of the open record, whose events are discarded.
    private mutating func endRow(_ fault: ReadingFault) {
        tape.truncate(to: recordStart)
        rows.append(XMLBatch.Row(end: tape.count, offset: fault.offset, fault: fault))
    }
}
