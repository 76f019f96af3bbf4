import CZstd

/// Decompresses the frames of a Zstandard file (RFC 8878), one after the other; skippable ones give nothing.
final class ZstdDecoder: StepDecoder {
    /// The largest window that is kept; what `zstd` itself takes without being asked, too.
    static let largestWindow: Int32 = 27

    private let context: OpaquePointer
    private var isBetweenFrames = false
    /// The fault behind what the last call gave.
    private var failure: DecompressionError?

    var codec: BlockCodec { .zstd }
    var mayEnd: Bool { isBetweenFrames }
    var isAtEnd: Bool { false }

    init() throws(DecompressionError) {
        guard let context = ZSTD_createDCtx() else { throw DecompressionError(.zstd, .noMemory, at: 0) }
        self.context = context
        ZSTD_DCtx_setParameter(context, ZSTD_d_windowLogMax, Self.largestWindow)
    }

    deinit { ZSTD_freeDCtx(context) }

    func reset() {
        ZSTD_DCtx_reset(context, ZSTD_reset_session_only)
        (isBetweenFrames, failure) = (false, nil)
    }

    func step(
        _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) throws(DecompressionError) -> (read: Int, written: Int) {
        if let failure { throw failure }
        // At the end of a frame it would begin the next, which is not there.
        if isBetweenFrames, input.isEmpty { return (0, 0) }
        var from = ZSTD_inBuffer(src: input.baseAddress, size: input.count, pos: 0)
        var to = ZSTD_outBuffer(dst: output.baseAddress, size: output.count, pos: 0)
        let left = ZSTD_decompressStream(context, &to, &from)
        guard ZSTD_isError(left) == 0 else {
            // Blocks before the fault may have been written; its offset is then that of the next call's input.
            if to.pos == 0 { throw Self.error(left, at: from.pos) }
            failure = Self.error(left, at: 0)
            return (from.pos, to.pos)
        }
        if from.pos > 0 || to.pos > 0 { isBetweenFrames = left == 0 }
        return (from.pos, to.pos)
    }

    private static func error(_ result: Int, at offset: Int) -> DecompressionError {
        switch ZSTD_getErrorCode(result) {
        case ZSTD_error_frameParameter_windowTooLarge:
            DecompressionError(.zstd, .windowTooLarge(most: 1 << largestWindow), at: offset)
        case ZSTD_error_dictionary_wrong: DecompressionError(.zstd, .needsDictionary, at: offset)
        case ZSTD_error_memory_allocation: DecompressionError(.zstd, .noMemory, at: offset)
        default: DecompressionError(.zstd, .invalid(String(cString: ZSTD_getErrorName(result))), at: offset)
        }
    }
}
