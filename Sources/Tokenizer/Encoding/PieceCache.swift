import Bytes

/// A cache of the tokens of pieces of up to 15 bytes and up to 4 tokens.
///
/// Each piece has one slot, which holds the last piece that was stored there: 65,536 slots of 32 bytes, 2 MB in all,
/// whatever the length of the text. It is not thread-safe.
final class PieceCache {
    /// A piece of up to 15 bytes: its bytes padded with zeros, and its length in the last byte.
    struct Key: Equatable {
        let low: UInt64
        let high: UInt64

        /// Creates the key of a piece; `available` is the number of bytes from its start to the end of the text.
        @inline(__always)
        init(_ start: UnsafePointer<UInt8>, count: Int, available: Int) {
            precondition(count > 0 && count < 16 && count <= available)
            let raw = UnsafeRawPointer(start)
            var (low, high): (UInt64, UInt64)
            if available >= 16 {
                low = UInt64(littleEndian: raw.loadUnaligned(as: UInt64.self))
                high = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
                if count < 8 {
                    low &= ~0 >> UInt64(truncatingIfNeeded: 64 - 8 * count)
                    high = 0
                } else {
                    high &= ~(~0 << UInt64(truncatingIfNeeded: 8 * count - 64))
                }
            } else {
                (low, high) = (0, 0)
                for k in 0..<count {
                    if k < 8 {
                        low |= UInt64(start[k]) << UInt64(8 * k)
                    } else {
                        high |= UInt64(start[k]) << UInt64(8 * k - 64)
                    }
                }
            }
            self.low = low
            self.high = high | UInt64(truncatingIfNeeded: count) << 56
        }
    }

    /// Up to four tokens; the upper four bits of the first contain their number.
    struct Entry {
        fileprivate var low: UInt64 = 0
        fileprivate var high: UInt64 = 0
        fileprivate var tokens: (UInt32, UInt32, UInt32, UInt32) = (0, 0, 0, 0)

        /// The number of tokens.
        @inline(__always)
        var count: Int { Int(tokens.0 >> 28) }

        /// The token at an index below `count`.
        subscript(place: Int) -> UInt32 {
            switch place {
            case 0: tokens.0 & 0x0FFF_FFFF
            case 1: tokens.1
            case 2: tokens.2
            default: tokens.3
            }
        }
    }

    /// The maximum number of tokens of a cached piece.
    static let mostTokens = 4
    private static let bits: UInt64 = 16
    private let entries: UnsafeMutablePointer<Entry>

    init() {
        entries = .allocate(capacity: 1 << Int(Self.bits))
        entries.initialize(repeating: Entry(), count: 1 << Int(Self.bits))
    }

    deinit {
        entries.deallocate()
    }

    @inline(__always)
    private func place(of key: Key) -> Int {
        Int(truncatingIfNeeded: Mix.fold(key.low ^ 0xA076_1D64_78BD_642F, key.high ^ 0xE703_7ED1_A0B4_28DB))
            & (1 << Int(Self.bits) - 1)
    }

    /// Returns the cached tokens of a piece, or nil.
    @inline(__always)
    func entry(of key: Key) -> Entry? {
        let entry = entries[place(of: key)]
        return entry.low == key.low && entry.high == key.high ? entry : nil
    }

    /// Stores the tokens of a piece, replacing those of another.
    func keep(_ tokens: [UInt32], of key: Key) {
        guard !tokens.isEmpty, tokens.count <= Self.mostTokens else { return }
        func token(_ place: Int) -> UInt32 { place < tokens.count ? tokens[place] : 0 }
        let first = token(0) | UInt32(tokens.count) << 28
        entries[place(of: key)] = Entry(low: key.low, high: key.high, tokens: (first, token(1), token(2), token(3)))
    }
}
