import Bytes

/// The values that the pages of a column's part of a row group refer to by number.
final class ValueDictionary {
    private var values = Values()
    private var faulty: Set<Int> = []

    /// Decodes a dictionary of so many values.
    ///
    /// - Parameter isText: whether the values are texts, which must be UTF-8.
    init(_ decoder: any ValueDecoder, count: Int, isText: Bool) throws(ParquetError) {
        var part = Values()
        while values.count < count {
            part.clear()
            do throws(ParquetError) {
                try decoder.decode(count - values.count, into: &part)
            } catch {
                throw ParquetError(.dictionary, "the dictionary has fewer values than it says")
            }
            for k in 0..<part.words.count { values.words.append(part.words[k]) }
            for k in 0..<part.slices.count { take(part.slices[k], isText: isText) }
            values.holder = part.holder
        }
    }

    private func take(_ slice: ByteView, isText: Bool) {
        if isText, !slice.isUTF8 { faulty.insert(values.slices.count) }
        values.slices.append(slice)
    }

    /// Appends the values of these numbers; false when one has none.
    fileprivate func append(_ numbers: borrowing GrowingBuffer<UInt32>, to target: inout Values) -> Bool {
        let (words, slices) = (values.words.count, values.slices.count)
        for k in 0..<numbers.count {
            let number = Int(numbers[k])
            if number < words {
                target.words.append(values.words[number])
            } else if number < slices {
                if !faulty.isEmpty, faulty.contains(number) { target.faults.append((k, .notText)) }
                target.slices.append(values.slices[number])
            } else {
                return false
            }
        }
        target.holder = values.holder
        target.isChecked = true
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
