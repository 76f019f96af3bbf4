import Bytes

/// Formats numbers for people.
package enum Wording {
    /// Returns a count with thousands separators.
    package static func grouped(_ count: Int) -> String {
        var digits = String(count.magnitude)
        var groups: [String] = []
        while digits.count > 3 {
            groups.insert(String(digits.suffix(3)), at: 0)
            digits.removeLast(3)
        }
        return (count < 0 ? "-" : "") + ([digits] + groups).joined(separator: ",")
    }

    /// Returns a count with its noun: `1 question`, `1,234 questions`.
    package static func counted(_ count: Int, _ one: String) -> String {
        "\(grouped(count)) \(one)\(count == 1 ? "" : "s")"
    }

    /// Returns a number as people write it, rounded to some significant digits: 0.25 for 0.25000000000000006.
    ///
    /// Digits before the point are never rounded off. Very small and very large numbers have an exponent, as in
    /// `9.09495e-13`.
    package static func significant(_ value: Double, _ digits: Int = 6) -> String {
        guard value.isFinite, value != 0 else { return value == 0 ? "0" : "-" }
        let parts = abs(value).description.split(separator: "e")
        let mantissa = parts[0].split(separator: ".")
        let leading = mantissa[0].drop { $0 == "0" }
        var figures = mantissa.joined().drop { $0 == "0" }.compactMap(\.wholeNumberValue)
        // The place of the point, counted from the first digit.
        var point = (parts.count > 1 ? Int(parts[1]) ?? 0 : 0) + leading.count
        if leading.isEmpty { point -= mantissa.dropFirst().first?.prefix { $0 == "0" }.count ?? 0 }
        if round(&figures, to: max(digits, min(point, 15))) { point += 1 }
        while figures.last == 0 { figures.removeLast() }
        let text = figures.map(String.init).joined()
        let sign = value < 0 ? "-" : ""
        switch point {
        case -5...0: return sign + "0." + String(repeating: "0", count: -point) + text
        case 1...15:
            let whole = text.prefix(point) + String(repeating: "0", count: max(0, point - text.count))
            return sign + whole + (text.count > point ? "." + text.dropFirst(point) : "")
        default:
            return sign + text.prefix(1) + (text.count > 1 ? "." + text.dropFirst() : "") + "e\(point - 1)"
        }
    }

    /// Rounds digits to a number of them, half away from zero; returns whether there is one more before the point.
    private static func round(_ figures: inout [Int], to count: Int) -> Bool {
        guard figures.count > count else { return false }
        let isUp = figures[count] >= 5
        figures.removeLast(figures.count - count)
        guard isUp else { return false }
        for place in figures.indices.reversed() {
            guard figures[place] == 9 else {
                figures[place] += 1
                return false
            }
            figures[place] = 0
        }
        figures.insert(1, at: 0)
        return true
    }

    /// Returns a number with a fixed number of decimals, rounded half away from zero.
    package static func fixed(_ value: Double, _ decimals: Int) -> String {
        guard value.isFinite else { return "-" }
        var factor = 1.0
        for _ in 0..<decimals { factor *= 10 }
        let scaled = (abs(value) * factor).rounded()
        // Above this limit a double has no decimals.
        guard scaled < 9e15 else { return JSON(value).compactText }
        let whole = Int(scaled / factor)
        let fraction = Int(scaled) - whole * Int(factor)
        let digits = String(fraction)
        let sign = value < 0 && scaled > 0 ? "-" : ""
        guard decimals > 0 else { return sign + String(whole) }
        return sign + String(whole) + "." + String(repeating: "0", count: decimals - digits.count) + digits
    }
}
