import Bytes
import TestSupport
import Testing

@testable import Parquet

@Suite("Parquet: dates and times against a calendar that is gone through")
struct TimeWalkTests {
    private func text(_ body: (inout ByteWriter) -> Void) -> String {
        var writer = ByteWriter(capacity: 64)
        body(&writer)
        return writer.bytes.text
    }

    private static func padded(_ number: Int, _ digits: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }

    private static func days(ofMonth month: Int, _ year: Int) -> Int {
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let days: [Int] = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        return days[month - 1]
    }

    /// The dates of a month that are not what they should be.
    private func wrong(_ year: Int, _ month: Int, firstDay: Int) -> [String] {
        let name = Self.padded(year, 4) + "-" + Self.padded(month, 2) + "-"
        var wrong: [String] = []
        for day in [1, 15, Self.days(ofMonth: month, year)] {
            let found = text { $0.append(date: firstDay + day - 1) }
            if found != name + Self.padded(day, 2) { wrong.append("\(found) for \(name)\(day)") }
        }
        return wrong
    }

    @Test("the first, the last and a middle day of each month for a thousand years behind 1970 and before")
    func dates() {
        var wrong: [String] = []
        var (forwards, backwards) = (0, 0)
        for step in 0..<1000 {
            for month in 1...12 {
                wrong += self.wrong(1970 + step, month, firstDay: forwards)
                forwards += Self.days(ofMonth: month, 1970 + step)
            }
            for month in (1...12).reversed() {
                backwards -= Self.days(ofMonth: month, 1969 - step)
                wrong += self.wrong(1969 - step, month, firstDay: backwards)
            }
        }
        #expect(wrong == [])
    }

    @Test(
        "a point in time is its date, its time of the day and what is left of a second",
        arguments: [(.milliseconds, 1000, 3), (.microseconds, 1_000_000, 6), (.nanoseconds, 1_000_000_000, 9)]
            as [(Annotation.Unit, Int, Int)])
    func timestamps(_ unit: Annotation.Unit, _ perSecond: Int, _ digits: Int) {
        var random = SeededRandom(UInt64(digits))
        for _ in 0..<500 {
            let (day, second) = (random.below(200_000) - 100_000, random.below(86_400))
            let fraction = random.pick([0, 1, perSecond - 1, random.below(perSecond)])
            var time = Self.padded(second / 3600, 2) + ":" + Self.padded(second / 60 % 60, 2) + ":"
            time += Self.padded(second % 60, 2)
            if fraction != 0 { time += "." + Self.padded(fraction, digits) }
            let expected = text { $0.append(date: day) } + "T" + time
            let units = (day * 86_400 + second) * perSecond + fraction
            #expect(text { $0.append(timestamp: units, unit, isUTC: false) } == expected)
            #expect(text { $0.append(timestamp: units, unit, isUTC: true) } == expected + "Z")
            #expect(text { $0.append(time: second * perSecond + fraction, unit) } == time)
        }
    }

    @Test("twelve bytes of a day and its nanoseconds say what nanoseconds since 1970 say")
    func int96() {
        var random = SeededRandom(96)
        for _ in 0..<500 {
            let day = random.below(200_000) - 100_000
            let nanoseconds = random.below(86_400_000_000_000)
            let bytes: [UInt8] = Plain.int64s([nanoseconds]) + Plain.int32s([day + 2_440_588])
            let units = day * 86_400_000_000_000 + nanoseconds
            let found = bytes.withByteView { view in text { $0.append(int96: view) } }
            #expect(found == text { $0.append(timestamp: units, .nanoseconds, isUTC: false) })
        }
    }
}
