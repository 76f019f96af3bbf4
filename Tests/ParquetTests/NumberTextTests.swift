import Bytes
import Foundation
import TestSupport
import Testing

@testable import Parquet

@Suite("Parquet: numbers and bytes as text, against other ways to write them")
struct NumberTextTests {
    private func text(_ body: (inout ByteWriter) -> Void) -> String {
        var writer = ByteWriter(capacity: 64)
        body(&writer)
        return writer.bytes.text
    }

    /// Numbers of any size and sign.
    private static func units(_ random: inout SeededRandom) -> Int128 {
        let high = Int128(Int64(bitPattern: random.next())) << 64
        return (high | Int128(random.next())) >> Int128(random.below(128))
    }

    /// The digits of a decimal with a point before the last of them.
    private static func decimal(_ units: Int128, scale: Int) -> String {
        var digits = String(units.magnitude)
        digits = String(repeating: "0", count: max(0, scale + 1 - digits.count)) + digits
        if scale > 0 { digits.insert(".", at: digits.index(digits.endIndex, offsetBy: -scale)) }
        return (units < 0 ? "-" : "") + digits
    }

    @Test("decimals of any scale, and of up to 40 bytes", arguments: [0, 1, 2, 9, 18, 38, 60])
    func decimals(_ scale: Int) {
        var random = SeededRandom(UInt64(scale))
        for _ in 0..<100 {
            let units = Self.units(&random)
            let expected = Self.decimal(units, scale: scale)
            #expect(text { $0.append(decimal: units, scale: scale) } == expected)
            for count in [16, 17, 20, 33, 40] {
                var bytes: [UInt8] = []
                for k in (0..<count).reversed() {
                    bytes.append(UInt8(truncatingIfNeeded: units >> Int128(min(127, 8 * k))))
                }
                let found = bytes.withByteView { view in
                    text { $0.append(decimalBytes: view, scale: scale) }
                }
                #expect(found == expected, "in \(count) bytes")
            }
        }
    }

    @Test("whole numbers have the digits that the standard library gives them")
    func wholeNumbers() {
        var random = SeededRandom(1)
        var numbers: [Int] = [0, 9, 10, 99, 100, .max, .min, -1, -9, -10]
        for _ in 0..<500 { numbers.append(Int(truncatingIfNeeded: random.next()) >> random.below(64)) }
        for number in numbers {
            #expect(text { $0.append(decimal: number) } == String(number))
            let bits = UInt64(bitPattern: Int64(number))
            #expect(text { $0.append(decimal: bits) } == String(bits))
            let last = String(("000000" + String(number.magnitude)).suffix(6))
            #expect(text { $0.append(UInt64(number.magnitude), digits: 6) } == last)
        }
    }

    @Test("numbers with a point read back as the same bits, and what is no number is null")
    func floats() {
        var random = SeededRandom(2)
        for _ in 0..<2000 {
            let number = Double(bitPattern: random.next())
            let found = text { _ = ValueFormat.double.write(number.bitPattern, to: &$0) }
            #expect(number.isFinite ? Double(found)?.bitPattern == number.bitPattern : found == "null")
            let short = Float(bitPattern: UInt32(truncatingIfNeeded: random.next()))
            let foundShort = text { _ = ValueFormat.float.write(UInt64(short.bitPattern), to: &$0) }
            #expect(short.isFinite ? Float(foundShort)?.bitPattern == short.bitPattern : foundShort == "null")
        }
        for number in [Double.infinity, -Double.infinity, Double.nan] {
            #expect(text { _ = ValueFormat.double.write(number.bitPattern, to: &$0) } == "null")
        }
    }

    @Test("each number of two bytes reads back as the same bits")
    func halves() {
        var wrong: [UInt16] = []
        for bits in UInt16.min...UInt16.max {
            let bytes: [UInt8] = [UInt8(truncatingIfNeeded: bits), UInt8(bits >> 8)]
            let found = bytes.withByteView { view in
                text { _ = ValueFormat.half.write(view, to: &$0) }
            }
            let number = Float16(bitPattern: bits)
            let isRight = number.isFinite ? Float16(found)?.bitPattern == bits : found == "null"
            if !isRight { wrong.append(bits) }
        }
        #expect(wrong == [])
    }

    @Test("base64 is what Foundation makes of the bytes", arguments: 0..<40)
    func base64(_ count: Int) {
        var random = SeededRandom(UInt64(count))
        for _ in 0..<10 {
            let bytes: [UInt8] = (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next()) }
            let found = bytes.withByteView { view in
                text { $0.append(base64: view) }
            }
            #expect(found == Data(bytes).base64EncodedString())
        }
    }
}
