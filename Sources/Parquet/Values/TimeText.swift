import Bytes

/// Dates and times as ISO 8601 has them, in the Gregorian calendar, also before there was one.
extension ByteWriter {
    private static var secondsOfDay: Int { 86_400 }

    /// Appends a date that is so many days after 1970-01-01.
    ///
    /// Years outside of 0 to 9999 have a sign.
    mutating func append(date days: Int) {
        let (year, month, day) = Self.civil(days)
        if year < 0 { append(UInt8(ascii: "-")) }
        if year > 9999 { append(UInt8(ascii: "+")) }
        let magnitude = UInt64(year.magnitude)
        if magnitude > 9999 { append(decimal: magnitude) } else { append(magnitude, digits: 4) }
        append(UInt8(ascii: "-"))
        append(UInt64(month), digits: 2)
        append(UInt8(ascii: "-"))
        append(UInt64(day), digits: 2)
    }

    /// Appends a time of the day, which has so many units passed since midnight.
    mutating func append(time units: Int, _ unit: Annotation.Unit) {
        if units < 0 { append(UInt8(ascii: "-")) }
        let magnitude = Int(clamping: units.magnitude)
        let (seconds, fraction) = magnitude.quotientAndRemainder(dividingBy: unit.perSecond)
        append(seconds: seconds, fraction: fraction, digits: unit.digits)
    }

    /// Appends a point in time that is so many units after the beginning of 1970.
    mutating func append(timestamp units: Int, _ unit: Annotation.Unit, isUTC: Bool) {
        let (seconds, fraction) = Self.floor(units, by: unit.perSecond)
        let (days, second) = Self.floor(seconds, by: Self.secondsOfDay)
        append(date: days)
        append(UInt8(ascii: "T"))
        append(seconds: second, fraction: fraction, digits: unit.digits)
        if isUTC { append(UInt8(ascii: "Z")) }
    }

    /// Appends a point in time of twelve bytes: nanoseconds of the day, and the day since noon of 24 November 4714 before
    /// Christ.
    ///
    /// Spark counts in microseconds of 64 bits, and what overflows there when it is written does so again when it is read.
    mutating func append(int96 bytes: ByteView) {
        let nanoseconds = Int(Int64(bitPattern: bytes.word(at: 0)))
        let julianDay = Int(Int32(bitPattern: bytes.halfWord(at: 8)))
        let (microseconds, rest) = Self.floor(nanoseconds, by: 1000)
        let sum = (julianDay - 2_440_588) &* (Self.secondsOfDay * 1_000_000) &+ microseconds
        let (seconds, fraction) = Self.floor(sum, by: 1_000_000)
        let (days, second) = Self.floor(seconds, by: Self.secondsOfDay)
        append(date: days)
        append(UInt8(ascii: "T"))
        append(seconds: second, fraction: 1000 * fraction + rest, digits: 9)
    }

    private mutating func append(seconds: Int, fraction: Int, digits: Int) {
        let hours = UInt64(seconds / 3600)
        if hours > 99 { append(decimal: hours) } else { append(hours, digits: 2) }
        append(UInt8(ascii: ":"))
        append(UInt64(seconds / 60 % 60), digits: 2)
        append(UInt8(ascii: ":"))
        append(UInt64(seconds % 60), digits: 2)
        if fraction != 0 {
            append(UInt8(ascii: "."))
            append(UInt64(fraction), digits: digits)
        }
    }

    /// The quotient towards minus infinity, and what is left, which is not negative.
    private static func floor(_ value: Int, by divisor: Int) -> (quotient: Int, rest: Int) {
        let (quotient, rest) = value.quotientAndRemainder(dividingBy: divisor)
        return rest < 0 ? (quotient - 1, rest + divisor) : (quotient, rest)
    }

    /// Year, month and day of the date that is so many days after 1970-01-01.
    ///
    /// Years begin in March here, so that a leap day is the last; 400 of them are an era of 146,097 days.
    private static func civil(_ days: Int) -> (year: Int, month: Int, day: Int) {
        let (era, dayOfEra) = floor(days + 719_468, by: 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let month = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * month + 2) / 5 + 1
        return (era * 400 + yearOfEra + (month < 10 ? 0 : 1), month < 10 ? month + 3 : month - 9, day)
    }
}

extension Annotation.Unit {
    var perSecond: Int {
        switch self {
        case .milliseconds: 1000
        case .microseconds: 1_000_000
        case .nanoseconds: 1_000_000_000
        }
    }

    /// How many digits behind the point a second has.
    var digits: Int {
        switch self {
        case .milliseconds: 3
        case .microseconds: 6
        case .nanoseconds: 9
        }
    }
}
