import Bytes
import TestSupport
import Testing

@testable import Parquet

@Suite("Parquet: Thrift, written and read")
struct ThriftRoundTests {
    private enum Value: Equatable {
        case number(Int)
        case truth(Bool)
        case bytes([UInt8])
        case numbers([Int])
        case texts([[UInt8]])
        /// A structure with a number.
        case inner(Int)

        init(_ random: inout SeededRandom) {
            switch random.below(6) {
            case 0: self = .number(Self.someNumber(&random))
            case 1: self = .truth(random.below(2) == 0)
            case 2: self = .bytes(Self.someBytes(&random))
            case 3:
                var numbers: [Int] = []
                for _ in 0..<random.below(20) { numbers.append(Self.someNumber(&random)) }
                self = .numbers(numbers)
            case 4:
                var texts: [[UInt8]] = []
                for _ in 0..<random.below(20) { texts.append(Self.someBytes(&random)) }
                self = .texts(texts)
            default: self = .inner(Self.someNumber(&random))
            }
        }

        /// A number of any size and sign.
        private static func someNumber(_ random: inout SeededRandom) -> Int {
            let bits = Int(truncatingIfNeeded: random.next())
            return bits >> random.below(64)
        }

        private static func someBytes(_ random: inout SeededRandom) -> [UInt8] {
            var bytes: [UInt8] = []
            for _ in 0..<random.below(200) { bytes.append(UInt8(truncatingIfNeeded: random.next())) }
            return bytes
        }

        func write(_ id: Int, to encoder: inout ThriftEncoder) {
            switch self {
            case .number(let number): encoder.int64(id, number)
            case .truth(let truth): encoder.bool(id, truth)
            case .bytes(let bytes): encoder.binary(id, bytes)
            case .numbers(let numbers): encoder.int64s(id, numbers)
            case .texts(let texts): encoder.binaries(id, texts)
            case .inner(let number): encoder.structure(id, ThriftEncoder.structure { $0.int32(3, number) })
            }
        }

        /// Reads a value of the same kind.
        func read(_ reader: inout ThriftReader, _ field: ThriftReader.Field) throws(ThriftFault) -> Value {
            switch self {
            case .number: return .number(try reader.integer(field))
            case .truth: return .truth(try reader.truth(field))
            case .bytes: return .bytes(try reader.binary(field).array)
            case .numbers:
                return .numbers(
                    try reader.list(field, of: .int64) { (reader) throws(ThriftFault) in try reader.signed() })
            case .texts:
                return .texts(
                    try reader.list(field, of: .binary) { (reader) throws(ThriftFault) in try reader.binary().array })
            case .inner:
                var number = 0
                try reader.structure(field) { (reader, field) throws(ThriftFault) in
                    if field.id == 3 { number = try reader.integer(field) }
                }
                return .inner(number)
            }
        }
    }

    /// Values under ascending numbers, and their bytes.
    private struct Sample {
        private(set) var values: [Int: Value] = [:]
        private(set) var bytes: [UInt8] = []

        init(_ count: Int, _ random: inout SeededRandom) {
            var fields: [(id: Int, value: Value)] = []
            var id = 0
            for _ in 0..<count {
                id += 1 + random.below(15)
                let value = Value(&random)
                fields.append((id, value))
                values[id] = value
            }
            bytes = ThriftEncoder.structure { encoder in
                for field in fields { field.value.write(field.id, to: &encoder) }
            }
        }
    }

    @Test("each value of a structure comes back under its number", arguments: 0..<30)
    func rounds(_ seed: Int) {
        var random = SeededRandom(UInt64(seed))
        let sample = Sample(seed, &random)
        var found: [Int: Value] = [:]
        var end = 0
        var isRead = true
        sample.bytes.withByteView { view in
            var reader = ThriftReader(view)
            do throws(ThriftFault) {
                try reader.forEachField { (reader, field) throws(ThriftFault) in
                    found[field.id] = try sample.values[field.id]?.read(&reader, field)
                }
            } catch {
                isRead = false
            }
            end = reader.offset
        }
        #expect(isRead)
        #expect(found == sample.values)
        #expect(end == sample.bytes.count)
    }

    @Test("a structure that is cut anywhere is said to be cut, not to be wrong", arguments: 0..<10)
    func cuts(_ seed: Int) {
        var random = SeededRandom(UInt64(seed))
        let sample = Sample(8, &random)
        for cut in 0..<sample.bytes.count {
            let isTruncated: Bool? = Array(sample.bytes[..<cut]).withByteView { view in
                var reader = ThriftReader(view)
                do throws(ThriftFault) {
                    try reader.forEachField { (_, _) throws(ThriftFault) in }
                    return nil
                } catch {
                    return error.isTruncated
                }
            }
            #expect(isTruncated == true, "cut behind \(cut) bytes")
        }
    }
}
