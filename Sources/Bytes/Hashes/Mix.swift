/// Multiply and fold, the cheapest good way to mix 64 bits (from wyhash).
///
/// Used only for tables in memory, never for anything that is stored.
@usableFromInline
package enum Mix {
    /// Returns the exclusive or of the two halves of the 128-bit product.
    @inlinable
    @inline(__always)
    package static func fold(_ a: UInt64, _ b: UInt64) -> UInt64 {
        let product = a.multipliedFullWidth(by: b)
        return product.high ^ product.low
    }
}
