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
