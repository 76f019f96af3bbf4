import CIntrinsics

/// XXH64 with seed 0, the fast hash of bulk files: as the xxHash specification (version 0.1.1) defines it, so that
/// `xxhsum -H64` gives the same figure.
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

    /// A hash of nothing yet.
    package init() {
        rest.reserveCapacity(32)
    }

    /// The hash of all the bytes at once.
    package static func hash(_ bytes: ByteView) -> UInt64 {
        var hash = XXH64()
        hash.update(bytes)
        return hash.value
    }

    /// Takes in the next bytes of the text.
    package mutating func update(_ bytes: ByteView) {
        let whole = takeHead(of: bytes)
        stripes(bytes[whole]) { _, _, _, _, _ in }
        rest.append(bytes[whole.upperBound...])
    }

    /// Takes in the next bytes of the text and copies them in passing.
    ///
    /// The hash waits for its own multiplications, so that the copy takes no time of its own. It goes past the processor's
    /// caches: it is for memory that nobody reads soon.
    ///
    /// - Parameter copy: room for as many bytes, at an address that is a multiple of 8 where the text's next stripe of 32
    ///   bytes begins.
    package mutating func update(_ bytes: ByteView, copyingTo copy: UnsafeMutableRawPointer) {
        let whole = takeHead(of: bytes)
        let out = UnsafeMutableRawBufferPointer(start: copy, count: bytes.count)
        out.copyMemory(from: bytes[..<whole.lowerBound].raw)
        stripes(bytes[whole]) { offset, a, b, c, d in
            store_past_caches(
                copy + whole.lowerBound + offset, a.littleEndian, b.littleEndian, c.littleEndian, d.littleEndian)
        }
        finish_stores_past_caches()
        UnsafeMutableRawBufferPointer(rebasing: out[whole.upperBound...])
            .copyMemory(from: bytes[whole.upperBound...].raw)
        rest.append(bytes[whole.upperBound...])
    }

    /// Takes in what completes a stripe that was begun; returns where the whole stripes behind it stand.
    private mutating func takeHead(of bytes: ByteView) -> Range<Int> {
        total &+= UInt64(bytes.count)
        var offset = 0
        if !rest.isEmpty {
            offset = min(32 - rest.count, bytes.count)
            rest.append(bytes[..<offset])
            if rest.count == 32 {
                rest.withByteView { stripes($0) { _, _, _, _, _ in } }
                rest.removeAll(keepingCapacity: true)
            }
        }
        return offset..<offset + ((bytes.count - offset) & ~31)
    }

    /// The hash of what was taken in so far.
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

    /// Takes in whole stripes, and calls with the offset and the words of each.
    @inline(__always)
    private mutating func stripes(_ bytes: ByteView, _ body: (Int, UInt64, UInt64, UInt64, UInt64) -> Void) {
        precondition(bytes.count % 32 == 0)
        var (a, b, c, d) = (lane1, lane2, lane3, lane4)
        // The count was checked above, once for all words.
        let start = UnsafeRawPointer(bytes.start)
        func word(_ offset: Int) -> UInt64 {
            UInt64(littleEndian: start.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
        }
        for offset in stride(from: 0, to: bytes.count, by: 32) {
            let (first, second) = (word(offset), word(offset + 8))
            let (third, fourth) = (word(offset + 16), word(offset + 24))
            a = Self.round(a, first)
            b = Self.round(b, second)
            c = Self.round(c, third)
            d = Self.round(d, fourth)
            body(offset, first, second, third, fourth)
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
