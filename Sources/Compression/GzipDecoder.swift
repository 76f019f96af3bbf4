import CZlib

/// Inflates the members of a gzip file (RFC 1952), one after the other, and checks the checksum of each.
///
/// As gzip does, it takes zeros behind a member for padding, and what else is no member for garbage that is left alone.
///
/// What holds: the stream's pointers are set from the buffers of a call at its beginning, and no call of zlib happens
/// outside of `step`.
final class GzipDecoder: StepDecoder {
    private enum Place {
        case beforeMembers, inMember, betweenMembers, garbage
    }

    private let stream: UnsafeMutablePointer<z_stream>
    private var place = Place.beforeMembers
    /// The fault behind what the last call gave.
    private var failure: DecompressionError.Code?

    var codec: BlockCodec { .gzip }
    var mayEnd: Bool { place == .betweenMembers || place == .garbage }
    var isAtEnd: Bool { place == .garbage }

    init() throws(DecompressionError) {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        guard zlib_begin_gzip(stream) == Z_OK else {
            stream.deallocate()
            throw DecompressionError(.gzip, .noMemory, at: 0)
        }
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    func reset() {
        inflateReset(stream)
        (place, failure) = (.beforeMembers, nil)
    }

    func step(
        _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) throws(DecompressionError) -> (read: Int, written: Int) {
        if let failure { throw DecompressionError(.gzip, failure, at: 0) }
        var read = 0
        if place == .betweenMembers {
            read = beginMember(input)
            if place != .inMember { return (read, 0) }
        }
        let (more, written) = try inflate(UnsafeRawBufferPointer(rebasing: input[read...]), into: output, at: read)
        return (read + more, written)
    }

    /// Skips padding, and finds out whether another member follows; returns how many bytes it skipped.
    private func beginMember(_ input: UnsafeRawBufferPointer) -> Int {
        let start = input.firstIndex { $0 != 0 } ?? input.count
        // The second byte of the mark may be yet to come.
        guard start + 2 <= input.count else {
            if start < input.count, input[start] != 0x1F { place = .garbage }
            return start
        }
        place = input[start] == 0x1F && input[start + 1] == 0x8B ? .inMember : .garbage
        if place == .inMember { inflateReset(stream) }
        return start
    }

    private func inflate(
        _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer, at offset: Int
    ) throws(DecompressionError) -> (read: Int, written: Int) {
        // zlib wants a place to write to even where nothing comes.
        var nowhere: UInt8 = 0
        let status = withUnsafeMutablePointer(to: &nowhere) { nowhere in
            stream.pointee.next_in = UnsafeMutablePointer(
                mutating: input.baseAddress?.assumingMemoryBound(to: UInt8.self))
            stream.pointee.avail_in = UInt32(clamping: input.count)
            stream.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self) ?? nowhere
            stream.pointee.avail_out = UInt32(clamping: output.count)
            return CZlib.inflate(stream, Z_NO_FLUSH)
        }
        let read = min(input.count, Int(UInt32.max)) - Int(stream.pointee.avail_in)
        let written = min(output.count, Int(UInt32.max)) - Int(stream.pointee.avail_out)
        switch status {
        case Z_STREAM_END: place = .betweenMembers
        case Z_OK: place = .inMember
        case Z_BUF_ERROR: break
        case Z_NEED_DICT: failure = .needsDictionary
        case Z_MEM_ERROR: failure = .noMemory
        default: failure = .invalid(stream.pointee.msg.map { String(cString: $0) } ?? "status \(status)")
        }
        if let failure, written == 0 { throw DecompressionError(.gzip, failure, at: offset + read) }
        return (read, written)
    }
}
