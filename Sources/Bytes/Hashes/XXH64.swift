/// XXH64 with seed 0, the fast hash for bulk files, as defined by the xxHash specification (version 0.1.1); `xxhsum
/// -H64` gives the same value.
package struct XXH64 {
    private static let prime1: UInt64 = 0x9E37_79B1_85EB_CA87
    private static let prime2: UInt64 = 0xC2B2_AE3D_27D4_EB4F
    private static let prime3: UInt64 = 0x1656_67B1_9E37_79F9
    private static let prime4: UInt64 = 0x85EB_CA77_C2B2_AE63
    private static let prime5: UInt64 = 0x27D4_EB2F_1656_67C5

    private var lane1 = prime1 &+ prime2
    private var lane2 = prime2
    private var lane3: UInt64 = 0
    private var lane4 = 0 &- prime1
    private var total: UInt64 = 0
    private var rest: [UInt8] = []

    /// Creates a hash of no bytes.
    package init() {
        rest.reserveCapacity(32)
    }

    /// Returns the hash of bytes in one step.
    package static func hash(_ bytes: ByteView) -> UInt64 {
        var hash = XXH64()
        hash.update(bytes)
        return hash.value
    }

    /// Adds the next bytes.
    package mutating func update(_ bytes: ByteView) {
        total &+= UInt64(bytes.count)
        var offset = 0
        if !rest.isEmpty {
            let taken = min(32 - rest.count, bytes.count)
            rest.append(bytes[..<taken])
            offset = taken
            guard rest.count == 32 else { return }
            rest.withByteView { stripes($0) }
            rest.removeAll(keepingCapacity: true)
        }
        let whole = (bytes.count - offset) & ~31
        stripes(bytes[offset..<offset + whole])
        rest.append(bytes[(offset + whole)...])
    }

    /// The hash of the bytes added so far.
    package var value: UInt64 {
        var hash: UInt64
        if total >= 32 {
            hash =
                Self.rotate(lane1, 1) &+ Self.rotate(lane2, 7) &+ Self.rotate(lane3, 12) &+ Self.rotate(lane4, 18)
            for lane in [lane1, lane2, lane3, lane4] {
                hash = (hash ^ Self.round(0, lane)) &* Self.prime1 &+ Self.prime4
            }
        } else {
            hash = Self.prime5
        }
        hash &+= total
        rest.withByteView { rest in
            var offset = 0
            while offset + 8 <= rest.count {
                hash ^= Self.round(0, rest.word(at: offset))
                hash = Self.rotate(hash, 27) &* Self.prime1 &+ Self.prime4
                offset += 8
            }
            if offset + 4 <= rest.count {
                hash ^= UInt64(rest.halfWord(at: offset)) &* Self.prime1
                hash = Self.rotate(hash, 23) &* Self.prime2 &+ Self.prime3
                offset += 4
            }
            while offset < rest.count {
                hash ^= UInt64(rest[offset]) &* Self.prime5
                hash = Self.rotate(hash, 11) &* Self.prime1
                offset += 1
            }
        }
        hash ^= hash >> 33
        hash = hash &* Self.prime2
        hash ^= hash >> 29
        hash = hash &* Self.prime3
        hash ^= hash >> 32
        return hash
    }

    private mutating func stripes(_ bytes: ByteView) {
        precondition(bytes.count % 32 == 0)
        var (a, b, c, d) = (lane1, lane2, lane3, lane4)
        // The count was checked above, once for all words.
        let start = UnsafeRawPointer(bytes.start)
        func word(_ offset: Int) -> UInt64 {
            UInt64(littleEndian: start.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
        }
        for offset in stride(from: 0, to: bytes.count, by: 32) {
            a = Self.round(a, word(offset))
            b = Self.round(b, word(offset + 8))
            c = Self.round(c, word(offset + 16))
            d = Self.round(d, word(offset + 24))
        }
        (lane1, lane2, lane3, lane4) = (a, b, c, d)
    }

    @inline(__always)
    private static func rotate(_ x: UInt64, _ n: UInt64) -> UInt64 { x << n | x >> (64 - n) }

    @inline(__always)
    private static func round(_ lane: UInt64, _ input: UInt64) -> UInt64 {
        rotate(lane &+ input &* prime2, 31) &* prime1
    }
}
