import Bytes

/// How the values of a page are encoded (parquet.thrift: Encoding).
enum Encoding: Int {
    case plain = 0
    case plainDictionary = 2
    case runLength = 3
    case bitPacked = 4
    case delta = 5
    case deltaLength = 6
    case deltaBytes = 7
    case dictionary = 8
    case split = 9

    /// The encoding of a number.
    ///
    /// Throws `ParquetError` for one that is not read.
    init(number: Int) throws(ParquetError) {
        guard let encoding = Encoding(rawValue: number), encoding != .bitPacked else {
            let name = [4: "BIT_PACKED", 10: "ALP"][number] ?? "\(number)"
            throw ParquetError(
                .encoding, "the encoding \(name) of the page is not read; write the file again with another one")
        }
        self = encoding
    }

    /// Whether values stand one after the other without anything before all of them, so that a page need not be in memory
    /// as a whole.
    func isStreamed(_ type: LeafType) -> Bool { self == .plain && type.physical != .boolean }

    /// A decoder of a page's values.
    ///
    /// - Parameter longest: how many bytes a value may have.
    func decoder(
        of bytes: PageBytes, _ type: LeafType, dictionary: ValueDictionary?, longest: Int
    ) throws(ParquetError) -> any ValueDecoder {
        switch (self, type.physical) {
        case (.plain, .boolean): return try PlainTruthDecoder(bytes)
        case (.plain, .bytes): return PlainBytesDecoder(bytes, longest: longest)
        case (.plain, .fixed), (.plain, .int96): return PlainFixedDecoder(bytes, width: type.width)
        case (.plain, _): return PlainNumberDecoder(bytes, width: type.width)
        case (.dictionary, _), (.plainDictionary, _):
            guard let dictionary else {
                throw ParquetError(.dictionary, "the page needs a dictionary, and there is none")
            }
            return try DictionaryDecoder(bytes, dictionary)
        case (.runLength, .boolean): return try RunLengthTruthDecoder(bytes)
        case (.delta, .int32), (.delta, .int64): return try DeltaNumberDecoder(bytes, width: type.width)
        case (.deltaLength, .bytes): return try DeltaLengthDecoder(bytes)
        case (.deltaBytes, .bytes), (.deltaBytes, .fixed): return try DeltaBytesDecoder(bytes)
        case (.split, .int32), (.split, .int64), (.split, .float), (.split, .double), (.split, .fixed):
            return try SplitDecoder(bytes, type)
        default:
            throw ParquetError(.encoding, "the page has an encoding that its type does not have")
        }
    }
}
