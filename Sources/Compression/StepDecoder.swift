/// A decoder that takes as much input as there is and gives as much output as there is room for.
protocol StepDecoder: AnyObject {
    /// The format.
    var codec: BlockCodec { get }
    /// Whether the input may end here.
    var mayEnd: Bool { get }
    /// Whether nothing more comes, whatever input is left.
    var isAtEnd: Bool { get }

    /// Decodes a piece.
    ///
    /// It may leave input that it can only use together with what follows. Throws `DecompressionError` at an offset from
    /// the beginning of this input, after a call that gave what comes before the fault.
    ///
    /// - Returns: how many bytes it read and how many it wrote.
    func step(
        _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) throws(DecompressionError) -> (read: Int, written: Int)

    /// Begins anew.
    func reset()
}

extension StepDecoder {
    /// Decodes the whole of an input, which must fill an output exactly.
    func decode(
        _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) throws(DecompressionError) {
        reset()
        var (read, written) = (0, 0)
        while true {
            let room = UnsafeMutableRawBufferPointer(rebasing: output[written...])
            let step = try self.step(UnsafeRawBufferPointer(rebasing: input[read...]), into: room)
            read += step.read
            written += step.written
            if step.read == 0, step.written == 0 { break }
        }
        if written < output.count {
            throw DecompressionError(codec, mayEnd ? .shorter(than: output.count) : .truncated, at: read)
        }
        // With no room left, a decoder that has more to say does not come to its end.
        guard mayEnd, read == input.count || isAtEnd else {
            throw DecompressionError(codec, .longer(than: output.count), at: read)
        }
    }
}
