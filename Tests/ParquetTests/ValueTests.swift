import Bytes
import TestSupport
import Testing

@testable import Parquet

@Suite("Parquet: values as JSON")
struct ValueTests {
    private func text(_ body: (inout ByteWriter) -> Void) -> String {
        var writer = ByteWriter()
        body(&writer)
        return writer.bytes.text
    }

    @Test(
        "dates",
        arguments: [
            (0, "1970-01-01"), (-1, "1969-12-31"), (11_016, "2000-02-29"), (-719_468, "0000-03-01"),
            (-719_529, "-0001-12-31"), (2_932_896, "9999-12-31"), (2_932_897, "+10000-01-01"),
            (Int(Int32.max), "+5881580-07-11"), (Int(Int32.min), "-5877641-06-23"),
        ])
    func dates(_ days: Int, _ expected: String) {
        #expect(text { $0.append(date: days) } == expected)
    }

    @Test(
        "points in time: the fraction as long as the unit, and none of zero",
        arguments: [
            (0, Annotation.Unit.milliseconds, "1970-01-01T00:00:00"), (-1, .milliseconds, "1969-12-31T23:59:59.999"),
            (1_706_745_600_123_456, .microseconds, "2024-02-01T00:00:00.123456"),
            (1, .nanoseconds, "1970-01-01T00:00:00.000000001"),
            (.max, .microseconds, "+294247-01-10T04:00:54.775807"),
            (.min, .microseconds, "-290308-12-21T19:59:05.224192"),
            (.min, .nanoseconds, "1677-09-21T00:12:43.145224192"),
        ])
    func timestamps(_ units: Int, _ unit: Annotation.Unit, _ expected: String) {
        #expect(text { $0.append(timestamp: units, unit, isUTC: false) } == expected)
        #expect(text { $0.append(timestamp: units, unit, isUTC: true) } == expected + "Z")
    }

    @Test("times of day and INT96")
    func times() {
        #expect(text { $0.append(time: 86_399_999, .milliseconds) } == "23:59:59.999")
        #expect(text { $0.append(time: 3_723_000_000_000, .nanoseconds) } == "01:02:03")
        #expect(text { $0.append(time: .min, .nanoseconds) }.hasPrefix("-2562047:47:16"))
        for (nanoseconds, day, expected) in [
            (86_399_999_999_999, 2_440_587, "1969-12-31T23:59:59.999999999"), (0, 2_440_588, "1970-01-01T00:00:00"),
            // As Spark writes 290000-12-30T23:00:00.
            (53890448384000, -105862233, "+290000-12-30T23:00:00"),
        ] {
            let bytes = Plain.int64s([nanoseconds]) + Plain.int32s([day])
            #expect(bytes.withByteView { view in text { $0.append(int96: view) } } == expected)
        }
    }

    @Test(
        "decimals have as many digits behind the point as their scale",
        arguments: [
            (0, 0, "0"), (0, 2, "0.00"), (1230, 2, "12.30"), (-1, 2, "-0.01"), (-123, 0, "-123"), (5, 4, "0.0005"),
            (Int(Int64.min), 18, "-9.223372036854775808"),
        ])
    func decimals(_ units: Int, _ scale: Int, _ expected: String) {
        #expect(text { $0.append(decimal: Int128(units), scale: scale) } == expected)
        // The same number in more bytes than a word of the machine has, and in more than its largest has.
        for count in [9, 16, 17, 40] {
            let bytes = (0..<count).reversed().map { UInt8(truncatingIfNeeded: units >> min(63, 8 * $0)) }
            #expect(bytes.withByteView { view in text { $0.append(decimalBytes: view, scale: scale) } } == expected)
        }
    }

    @Test("the largest decimal of 32 bytes")
    func largeDecimal() {
        let bytes = [UInt8(0x7F)] + [UInt8](repeating: 0xFF, count: 31)
        let expected = "57896044618658097711785492504343953926634992332820282019728792003956564819967"
        #expect(bytes.withByteView { view in text { $0.append(decimalBytes: view, scale: 0) } } == expected)
        let lowest = [UInt8(0x80)] + [UInt8](repeating: 0, count: 31)
        #expect(
            lowest.withByteView { view in text { $0.append(decimalBytes: view, scale: 0) } }
                == "-57896044618658097711785492504343953926634992332820282019728792003956564819968")
    }

    @Test("bytes that are no text")
    func bytes() {
        for (bytes, expected) in [
            ([], ""), ([0], "AA=="), ([0, 0xFF], "AP8="), (Array("abc".utf8), "YWJj"), (Array("abcd".utf8), "YWJjZA=="),
        ] as [([UInt8], String)] {
            #expect(bytes.withByteView { view in text { $0.append(base64: view) } } == expected)
        }
        let uuid = (0..<16).map { UInt8($0 * 17) }
        #expect(
            uuid.withByteView { view in text { $0.append(uuid: view) } } == "00112233-4455-6677-8899-aabbccddeeff")
    }

    @Test("numbers and truth values by their types and annotations")
    func words() throws {
        let int32 = LeafType(physical: .int32, width: 4)
        let int64 = LeafType(physical: .int64, width: 8)
        let negative = UInt64(UInt32(bitPattern: -2))
        let cases: [(LeafType, Annotation?, UInt64, FieldValue.Kind, String)] = [
            (int32, nil, negative, .number, "-2"), (int32, .unsigned, negative, .number, "4294967294"),
            (int64, .unsigned, .max, .number, "18446744073709551615"), (int64, nil, .max, .number, "-1"),
            (int32, .decimal(scale: 1), negative, .number, "-0.2"), (int32, .date, negative, .plain, "1969-12-30"),
            (int32, .text, 5, .number, "5"), (int64, .date, 5, .number, "5"), (int32, .null, 5, .null, "null"),
            (LeafType(physical: .boolean, width: 0), nil, 1, .true, "true"),
            (LeafType(physical: .double, width: 8), nil, (1e16).bitPattern, .number, "1e+16"),
            (LeafType(physical: .double, width: 8), nil, Double.nan.bitPattern, .null, "null"),
            (LeafType(physical: .float, width: 4), nil, UInt64(Float(0.1).bitPattern), .number, "0.1"),
        ]
        for (type, annotation, word, kind, expected) in cases {
            let format = try ValueFormat(type, annotation)
            var writer = ByteWriter()
            #expect(format.write(word, to: &writer) == kind)
            #expect(writer.bytes.text == expected)
        }
    }
}
