import Bytes

/// The values that the pages of a column's part of a row group refer to by number.
///
/// They stay where they stand in the page; of a text four bytes say where, so that a dictionary takes twice its page's
/// memory at most.
final class ValueDictionary {
    private let memory: PageMemory
    private let bytes: ByteView
    private let type: LeafType
    private let count: Int
    /// Where the length of each text stands; none of values that all have one length.
    private var starts: GrowingBuffer<UInt32>
    /// A bit for each text that is not UTF-8; empty where all are.
    private var faulty: [UInt64] = []

    /// Takes a dictionary of so many values that fills the first bytes of a memory.
    ///
    /// - Parameters:
    ///   - size: how many bytes the page has, fewer than 4 GB.
    ///   - isText: whether the values are texts, which must be UTF-8.
    init(
        _ memory: PageMemory, size: Int, _ type: LeafType, count: Int, isText: Bool
    ) throws(ParquetError) {
        self.memory = memory
        bytes = memory.view(0..<size)
        self.type = type
        self.count = count
        // A text has four bytes for its length at least, so that there is a byte for each that memory is asked for.
        let least = type.physical == .bytes ? 4 : type.width
        guard count <= size / max(1, least) else { throw Self.tooFew }
        starts = GrowingBuffer(capacity: type.physical == .bytes ? count : 0)
        if type.physical == .bytes { try findTexts(isText: isText) }
    }

    private static var tooFew: ParquetError {
        ParquetError(.dictionary, "the dictionary has fewer values than it says")
    }

    private func findTexts(isText: Bool) throws(ParquetError) {
        var offset = 0
        for number in 0..<count {
            guard bytes.count - offset >= 4 else { throw Self.tooFew }
            let length = Int(bytes.halfWord(at: offset))
            guard length <= bytes.count - offset - 4 else { throw Self.tooFew }
            starts.append(UInt32(offset))
            if isText, !bytes[offset + 4..<offset + 4 + length].isUTF8 { markFaulty(number) }
            offset += 4 + length
        }
    }

    private func markFaulty(_ number: Int) {
        if faulty.isEmpty { faulty = Array(repeating: 0, count: count / 64 + 1) }
        faulty[number / 64] |= 1 << UInt64(number % 64)
    }

    /// Appends the values of these numbers; false when one has none.
    fileprivate func append(_ numbers: borrowing GrowingBuffer<UInt32>, to target: inout Values) -> Bool {
        switch type.physical {
        case .bytes:
            guard appendTexts(numbers, to: &target) else { return false }
        case .fixed, .int96:
            for k in 0..<numbers.count {
                let number = Int(numbers[k])
                guard number < count else { return false }
                target.slices.append(bytes[number * type.width..<(number + 1) * type.width])
            }
        default:
            let raw = bytes.raw
            for k in 0..<numbers.count {
                let number = Int(numbers[k])
                guard number < count else { return false }
                target.words.append(raw.bits(at: 8 * type.width * number, width: 8 * type.width))
            }
        }
        target.holder = memory
        target.isChecked = true
        return true
    }

    private func appendTexts(_ numbers: borrowing GrowingBuffer<UInt32>, to target: inout Values) -> Bool {
        for k in 0..<numbers.count {
            let number = Int(numbers[k])
            guard number < count else { return false }
            if !faulty.isEmpty, faulty[number / 64] >> UInt64(number % 64) & 1 == 1 {
                target.faults.append((k, .notText))
            }
            let start = Int(starts[number])
            target.slices.append(bytes[start + 4..<start + 4 + Int(bytes.halfWord(at: start))])
        }
        return true
    }
}

/// RLE_DICTIONARY: numbers of values in a dictionary, whose width in bits stands before them.
final class DictionaryDecoder: ValueDecoder {
    private let dictionary: ValueDictionary
    private var runs: RunLengthDecoder
    private let memory: PageMemory
    private var numbers = GrowingBuffer<UInt32>(capacity: Values.usual)

    init(_ bytes: PageBytes, _ dictionary: ValueDictionary) throws(ParquetError) {
        self.dictionary = dictionary
        let rest = try bytes.rest()
        memory = bytes.memory
        // A page of nulls alone may have no byte.
        let width = Int(rest.first ?? 0)
        guard width <= 32 else { throw ParquetError(.dictionary, "numbers of a dictionary of \(width) bits") }
        runs = RunLengthDecoder(rest.isEmpty ? rest : rest[1...], width: width)
    }

    func decode(_ count: Int, into values: inout Values) throws(ParquetError) {
        numbers.truncate(to: 0)
        guard runs.decode(min(count, Values.usual), into: &numbers) else { throw .tooFewValues }
        guard dictionary.append(numbers, to: &values) else {
            throw ParquetError(.dictionary, "a number that the dictionary does not have")
        }
    }
}
