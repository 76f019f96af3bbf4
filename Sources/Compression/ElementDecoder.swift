import Bytes
import CIntrinsics

/// The formats that are elements of literals and copies: snappy and LZ4.
///
/// What holds: a state's pointers are set from buffers that outlive the call of a step, which stays within them.
enum ElementDecoder {
    /// Goes on as far as the state's input and room reach.
    static func step(_ codec: BlockCodec, _ state: inout decompress_state) -> decompress_status {
        codec == .snappy ? snappy_step(&state) : lz4_step(&state)
    }

    /// Decodes a whole block, which must fill an output exactly.
    static func decode(
        _ codec: BlockCodec, _ input: ByteView, into output: UnsafeMutableRawBufferPointer
    ) throws(DecompressionError) {
        guard !input.isEmpty else { throw DecompressionError(codec, .truncated, at: 0) }
        let body = codec == .snappy ? try snappyBody(of: input, size: output.count) : input
        guard let room = output.baseAddress?.assumingMemoryBound(to: UInt8.self),
            let start = body.buffer.baseAddress
        else {
            // Of LZ4, a zero is the block of no bytes.
            if body.isEmpty || body == "\0" { return }
            throw DecompressionError(codec, .longer(than: 0), at: 0)
        }
        var state = decompress_state()
        (state.in, state.in_end) = (start, start + body.count)
        (state.history, state.out, state.out_end) = (UnsafePointer(room), room, room + output.count)
        let status = step(codec, &state)
        let offset = input.count - (state.in_end - state.in)
        switch status {
        case decompress_done: break
        case decompress_needs_room: throw DecompressionError(codec, .longer(than: output.count), at: offset)
        case decompress_needs_input: throw DecompressionError(codec, .truncated, at: offset)
        default: throw DecompressionError(codec, .badOffset, at: offset)
        }
        if state.out != state.out_end { throw DecompressionError(codec, .shorter(than: output.count), at: offset) }
    }

    /// What stands behind the size at the beginning of snappy data, which must be the one that is expected.
    private static func snappyBody(of input: ByteView, size: Int) throws(DecompressionError) -> ByteView {
        guard let (value, length) = snappySize(of: input) else {
            throw DecompressionError(.snappy, input.count < 5 ? .truncated : .invalid("no size"), at: 0)
        }
        if value > size { throw DecompressionError(.snappy, .longer(than: size), at: 0) }
        if value < size { throw DecompressionError(.snappy, .shorter(than: size), at: 0) }
        return input[length...]
    }

    /// The size at the beginning of snappy data and how many bytes say it; nil when they do not end.
    static func snappySize(of input: ByteView) -> (value: Int, length: Int)? {
        var value = 0
        for k in 0..<min(5, input.count) {
            value |= Int(input[k] & 0x7F) << (7 * k)
            if input[k] < 0x80 { return (value, k + 1) }
        }
        return nil
    }
}
