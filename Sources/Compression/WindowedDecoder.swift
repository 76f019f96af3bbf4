import Bytes
import CIntrinsics

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// Decodes snappy or LZ4 in pieces: it keeps what copies may come from, which are the last 64 KiB.
///
/// LZ4 cannot reach farther back. Snappy could, and no writer does; where one did, the error is `badOffset`.
///
/// What holds: `window` has room for the history and a piece; `given <= written <= window.count`, and what stands before
/// `written` was written by the decoder.
final class WindowedDecoder: StepDecoder {
    private static let history = 1 << 16
    private static let piece = 1 << 18
    /// How many bytes are decoded though fewer are wanted.
    private static let least = 1 << 12

    let codec: BlockCodec
    private let window: UnsafeMutableBufferPointer<UInt8>
    private var state = decompress_state()
    private var written = 0
    private var given = 0
    /// How many bytes are still to come by snappy's own account; nil before it is read, and of LZ4.
    private var left: Int?
    /// How many bytes come by snappy's own account.
    private var size = 0
    private var hasBegun = false

    var mayEnd: Bool { hasBegun && given == written && state.literal == 0 && state.copy == 0 && left ?? 0 == 0 }
    var isAtEnd: Bool { false }

    init(_ codec: BlockCodec) {
        self.codec = codec
        window = .allocate(capacity: Self.history + Self.piece)
    }

    deinit { window.deallocate() }

    func reset() {
        state = decompress_state()
        (written, given, left, hasBegun) = (0, 0, nil, false)
    }

    func step(
        _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) throws(DecompressionError) -> (read: Int, written: Int) {
        if given < written { return (0, give(to: output)) }
        let bytes = ByteView(input.assumingMemoryBound(to: UInt8.self))
        var read = 0
        if codec == .snappy, left == nil {
            guard let size = ElementDecoder.snappySize(of: bytes) else {
                if bytes.count < 5 { return (0, 0) }
                throw DecompressionError(codec, .invalid("no size"), at: 0)
            }
            (left, self.size, read) = (size.value, size.value, size.length)
        }
        read += try decode(bytes[read...], at: read, atMost: output.count)
        return (read, give(to: output))
    }

    /// Decodes as much as is wanted into the window; returns how many bytes it read.
    private func decode(_ input: ByteView, at offset: Int, atMost wanted: Int) throws(DecompressionError) -> Int {
        guard let base = window.baseAddress, let start = input.buffer.baseAddress else { return 0 }
        if written > Self.history {
            let kept = Self.history
            memmove(base, base + written - kept, kept)
            (written, given) = (kept, kept)
        }
        (state.in, state.in_end) = (start, start + input.count)
        let room = min(window.count - written, max(wanted, Self.least))
        (state.history, state.out, state.out_end) = (UnsafePointer(base), base + written, base + written + room)
        let status = ElementDecoder.step(codec, &state)
        let read = input.count - (state.in_end - state.in)
        let count = state.out - base - written
        written += count
        if read > 0 { hasBegun = true }
        if status == decompress_bad_offset || status == decompress_bad_element {
            throw DecompressionError(codec, .badOffset, at: offset + read)
        }
        if let left {
            guard count <= left else { throw DecompressionError(codec, .longer(than: size), at: offset + read) }
            self.left = left - count
        }
        return read
    }

    private func give(to output: UnsafeMutableRawBufferPointer) -> Int {
        let count = min(output.count, written - given)
        if count > 0, let base = window.baseAddress {
            output.baseAddress?.copyMemory(from: base + given, byteCount: count)
        }
        given += count
        return count
    }
}
