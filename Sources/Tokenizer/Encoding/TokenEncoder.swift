import Bytes

/// Counts and encodes texts on one thread.
///
/// It normalizes a text, splits it into pieces and merges each; the tokens of recent pieces are cached. Nothing is
/// allocated per piece.
package final class TokenEncoder {
    private let tokenizer: Tokenizer
    private let table = CharacterTable.shared
    private let cache = PieceCache()
    private var normalizer = Normalizer()
    private var merger: PieceMerger
    /// The maximum length of a text in bytes: normalization may triple it, and indices in a piece have 32 bits.
    package static let longestText = 1 << 30

    /// Creates an encoder for a tokenizer.
    package init(_ tokenizer: Tokenizer) {
        self.tokenizer = tokenizer
        merger = PieceMerger(tokenizer.merges, byteTokens: tokenizer.byteTokens)
    }

    /// Returns the number of tokens in a text.
    ///
    /// - Parameters:
    ///   - text: Well-formed UTF-8.
    ///   - special: Whether text that is spelled like a control token, such as `<|im_end|>`, is encoded as that token.
    package func count(_ text: ByteView, special: Bool = false) -> Int {
        var count = 0
        encode(text, special: special, token: { _ in count += 1 }) { count += $0.count }
        return count
    }

    /// Appends the tokens of a text.
    ///
    /// - Parameters:
    ///   - text: Well-formed UTF-8.
    ///   - special: Whether text that is spelled like a control token, such as `<|im_end|>`, is encoded as that token.
    package func encode(_ text: ByteView, special: Bool = false, into tokens: inout [UInt32]) {
        encode(text, special: special, token: { tokens.append($0) }) { entry in
            for place in 0..<entry.count { tokens.append(entry[place]) }
        }
    }

    // MARK: - Texts

    @inline(__always)
    private func encode(
        _ text: ByteView, special: Bool, token: (UInt32) -> Void, entry: (PieceCache.Entry) -> Void
    ) {
        guard special else { return encodeNormalized(text, token: token, entry: entry) }
        var start = 0
        while let found = tokenizer.control.first(in: text, from: start) {
            encodeNormalized(text[start..<found.range.lowerBound], token: token, entry: entry)
            token(found.token)
            start = found.range.upperBound
        }
        encodeNormalized(text[start...], token: token, entry: entry)
    }

    @inline(__always)
    private func encodeNormalized(_ text: ByteView, token: (UInt32) -> Void, entry: (PieceCache.Entry) -> Void) {
        normalizer.withNormalized(text) { encodePieces(of: $0, token: token, entry: entry) }
    }

    @inline(__always)
    private func encodePieces(of text: ByteView, token: (UInt32) -> Void, entry: (PieceCache.Entry) -> Void) {
        guard !text.isEmpty, let base = text.buffer.baseAddress else { return }
        let splitter = PieceSplitter(text.buffer, table)
        let count = text.count
        var start = 0
        while start < count {
            let end = splitter.endOfPiece(at: start)
            precondition(end > start && end <= count)
            let length = end - start
            if length == 1 {
                token(tokenizer.byteTokens[Int(base[start])])
            } else if length < 16 {
                let key = PieceCache.Key(base + start, count: length, available: count - start)
                if let found = cache.entry(of: key) {
                    entry(found)
                } else {
                    merge(text[start..<end])
                    cache.keep(merger.tokens, of: key)
                    for value in merger.tokens { token(value) }
                }
            } else {
                merge(text[start..<end])
                for value in merger.tokens { token(value) }
            }
            start = end
        }
    }

    /// Encodes a piece; the merger then holds its tokens.
    private func merge(_ piece: ByteView) {
        if tokenizer.takesWholePieces, let whole = tokenizer.vocabulary.token(of: piece) {
            merger.set(whole)
        } else {
            merger.merge(piece)
        }
    }
}
