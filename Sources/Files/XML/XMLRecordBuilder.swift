import Bytes
import CLibXML2

/// Makes rows of what a SAX2 parser tells of a file, as far as it concerns records.
///
/// The parser's handlers change it in place by its address, millions of times in a large file.
struct XMLRecordBuilder {
    typealias Text = UnsafePointer<xmlChar>
    typealias Attributes = UnsafeMutablePointer<Text?>

    /// The rows that are whole, and perhaps the attributes of a record that is still open.
    var batch: CellBatch
    /// Why the open record cannot be read.
    var fault: String?
    /// Why no more of the file can be read, as a handler found it.
    private(set) var refusal: CellBatch.Fault?
    /// The parser of the file.
    var context: xmlParserCtxtPtr?
    /// How many attributes the document type has declared.
    private var declared = 0

    private let path: XMLRecordPath
    private let longestRow: Int
    /// How many elements may lie inside one another in a record: libxml2's own limit where it builds trees.
    private static let deepest = 256

    private var depth = 0
    /// For every open element outside records, which steps of the path may come next.
    private var open: [XMLRecordPath.StepSet] = []
    private var record = XMLElementTree()
    /// An element of which only the attributes are looked at.
    private var candidate = XMLElementTree()
    private var recordDepth = 0
    private var recordSize = 0
    private var recordOffset = 0
    private let isDecidedByAttributes: Bool
    /// Where in the batch the names of the last attributes stand, by their places in a tag.
    private var names: [(name: Text, prefix: Text?, range: Range<Int>)] = []

    /// A builder of the records of a path, in which no row has more than so many bytes.
    init(_ path: XMLRecordPath, longestRow: Int, batch: CellBatch) {
        self.path = path
        self.longestRow = longestRow
        self.batch = batch
        isDecidedByAttributes = path.isDecidedByAttributes
    }

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
        fault = nil
        recordOffset = offset ?? 0
        record.removeAll()
        if isDecidedByAttributes {
            // It is a record for certain, so that its attributes need not be kept first.
            recordSize += XMLElementTree.view(name).count + (prefix.map { XMLElementTree.view($0).count + 1 } ?? 0)
            record.beginRecord()
            appendCells(count, attributes)
            checkSize()
        } else {
            begin(name, prefix, count, attributes)
        }
    }

    mutating func characters(_ text: Text?, _ count: Int32) {
        guard recordDepth > 0, fault == nil, let text else { return }
        record.append(ByteView(start: text, count: Int(count)))
        recordSize += Int(count)
        checkSize()
    }

    mutating func end() {
        depth -= 1
        if recordDepth == 0 {
            open.removeLast()
        } else if depth >= recordDepth {
            if fault == nil { record.end() }
        } else {
            recordDepth = 0
            endRecord()
        }
    }

    /// How many bytes of the file the parser has done with, as far as it knows.
    var offset: Int? {
        let offset = context.map { Int(xmlByteConsumed($0)) } ?? -1
        return offset < 0 ? nil : offset
    }

    /// Takes note of an attribute in a document type.
    mutating func declareAttribute() {
        declared += 1
        if declared > XMLAttributeGuard.most {
            refuse("a document type with more than \(XMLAttributeGuard.most) attributes")
        }
    }

    /// Ends the parsing of the file.
    mutating func refuse(_ reason: String) {
        guard refusal == nil else { return }
        refusal = CellBatch.Fault(reason: reason, offset: offset)
        xmlStopParser(context)
    }

    /// Hands out the batch for another; a record that is still open goes over into that.
    mutating func exchangeBatch(for next: CellBatch) -> CellBatch {
        var full = next
        swap(&full, &batch)
        full.moveOpenRow(to: &batch)
        names.removeAll(keepingCapacity: true)
        return full
    }

    /// Ends with a faulty row that stands for what is left of the file; where a record is open, from there on.
    mutating func breakOff(_ fault: CellBatch.Fault) {
        batch.dropRow()
        batch.endRow(
            fault: recordDepth > 0 ? CellBatch.Fault(reason: fault.reason, offset: recordOffset) : fault)
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
            guard matches(path.steps[step], name, prefix) else { continue }
            let isLast = step == path.steps.count - 1
            if !path.steps[step].conditions.isEmpty, !isLast || isDecidedByAttributes {
                candidate.removeAll()
                _ = candidate.begin(name, prefix, count, attributes)
                guard path.steps[step].conditions.allSatisfy({ $0.holds(candidate.texts) }) else { continue }
            }
            if isLast { isRecord = true } else { following.insert(step + 1) }
        }
        return (following, isRecord)
    }

    private func matches(_ step: XMLRecordPath.Step, _ name: Text, _ prefix: Text?) -> Bool {
        guard let wanted = step.name else { return true }
        let view = XMLElementTree.view(name)
        guard let prefix else { return wanted.withByteView { $0 == view } }
        return wanted == XMLElementTree.view(prefix).array + [UInt8(ascii: ":")] + view.array
    }

    // MARK: - Inside a record

    private mutating func begin(_ name: Text, _ prefix: Text?, _ count: Int, _ attributes: Attributes?) {
        if depth - recordDepth >= Self.deepest {
            fault = "nested deeper than \(Self.deepest) levels"
            return
        }
        recordSize += record.begin(name, prefix, count, attributes)
        checkSize()
    }

    /// Appends attributes to the open row.
    ///
    /// Tags of one kind name the same attributes in the same order, so that a name mostly stands in the batch.
    private mutating func appendCells(_ count: Int, _ attributes: Attributes?) {
        var place = 0
        XMLAttribute.forEach(count, attributes) { attribute in
            if place == names.count || names[place].name != attribute.name || names[place].prefix != attribute.prefix {
                let start = batch.bytes.count
                attribute.appendName(to: &batch.bytes)
                names.removeSubrange(place...)
                names.append((attribute.name, attribute.prefix, start..<batch.bytes.count))
            }
            let start = batch.bytes.count
            batch.bytes.append(attribute.value)
            batch.append(name: names[place].range, .plain, start..<batch.bytes.count)
            recordSize += names[place].range.count + attribute.value.count
            place += 1
        }
    }

    private mutating func checkSize() {
        if recordSize > longestRow { fault = "longer than the \(longestRow) bytes that limits.row_bytes allows" }
    }

    private mutating func endRecord() {
        if let fault {
            batch.dropRow()
            return batch.endRow(fault: CellBatch.Fault(reason: fault, offset: recordOffset))
        }
        if !isDecidedByAttributes, let last = path.steps.last {
            guard last.conditions.allSatisfy({ $0.holds(record.texts) }) else { return }
        }
        record.appendCells(to: &batch)
        batch.endRow(offset: recordOffset)
    }
}
