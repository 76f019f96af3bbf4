/// Multiplying and folding, the cheapest good way to mix 64 bits (wyhash's).
///
/// Only for tables in memory, never for anything that is written.
@usableFromInline
package enum Mix {
    /// The two halves of the 128-bit product, one folded on the other.
    @inlinable
    @inline(__always)
    package static func fold(_ a: UInt64, _ b: UInt64) -> UInt64 {
        let product = a.multipliedFullWidth(by: b)
        return product.high ^ product.low
    }
}
