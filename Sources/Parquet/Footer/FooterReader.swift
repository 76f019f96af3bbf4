import Bytes

/// Finds a file's footer, and says of what is no Parquet file what it may be instead.
enum FooterReader {
    /// The most bytes that a footer may have; of two thousand columns and a thousand row groups it has 300 MB.
    private static let longest = 1 << 29
    private static let tailSize = 8

    /// Reads the footer.
    ///
    /// Throws `ParquetError` for a file that is none, is cut or encrypted, and for a footer that cannot be read.
    static func read(_ source: any ByteSource) throws(ParquetError) -> FileMetadata {
        let size = source.size
        guard size >= 12 else { throw try noParquet(source) }
        let tail = try source.bytes(size - tailSize..<size).withBytes(tailSize) { $0.array }
        let head = try source.bytes(0..<4).withBytes(4) { $0.array }
        let mark = Array(tail[4...])
        if mark == Array("PARE".utf8) {
            throw ParquetError(
                .encrypted, "the footer is encrypted; write the file again without encryption, which needs its keys")
        }
        guard mark == Array("PAR1".utf8), head == mark else { throw try noParquet(source) }
        let count = tail[..<4].withUnsafeBytes { Int(UInt32(littleEndian: $0.loadUnaligned(as: UInt32.self))) }
        guard count <= size - tailSize - 4, count <= longest else {
            throw ParquetError(.footer, "the footer is said to have \(count) bytes", offset: size - tailSize)
        }
        return try metadata(source, size - tailSize - count..<size - tailSize)
    }

    private static func metadata(_ source: any ByteSource, _ range: Range<Int>) throws(ParquetError) -> FileMetadata {
        let memory = try source.bytes(range)
        do throws(ThriftFault) {
            return try memory.withBytes(range.count) { (bytes) throws(ThriftFault) in
                var reader = ThriftReader(bytes)
                return try FileMetadata(&reader, size: range.count)
            }
        } catch {
            throw ParquetError(.footer, "the footer cannot be read", offset: range.lowerBound + error.offset)
        }
    }

    /// What is wrong with a file that does not begin or end as a Parquet file does.
    private static func noParquet(_ source: any ByteSource) throws(ParquetError) -> ParquetError {
        let count = min(source.size, 512)
        if count == 0 { return ParquetError(.noParquet, "no Parquet file: it is empty; download it again") }
        return try source.bytes(0..<count).withBytes(count) { noParquet(beginning: $0, size: source.size) }
    }

    /// What kind of page something is that a server answered instead of the file; nil of what is none.
    private static func page(beginning start: ByteView) -> String? {
        let mark = ByteView("\u{FEFF}")
        let text = (start.starts(with: mark) ? start[mark.count...] : start).trimmed
        guard text.first == UInt8(ascii: "<") else { return nil }
        let lower = String(decoding: text.buffer, as: UTF8.self).lowercased()
        let isPage = ["<!doctype html", "<html", "<head", "<body", "<title"].contains { lower.contains($0) }
        if isPage || lower.hasPrefix("<!") { return "an HTML page" }
        return lower.hasPrefix("<?xml") || lower.hasPrefix("<error") ? "an XML page" : nil
    }

    private static func noParquet(beginning start: ByteView, size: Int) -> ParquetError {
        if start.starts(with: ByteView("version https://git-lfs")) {
            return ParquetError(
                .pointer, "a Git LFS pointer and not the file itself; fetch the file with `git lfs pull`")
        }
        if let page = page(beginning: start) {
            return ParquetError(
                .noParquet, "no Parquet file: it is \(page), perhaps one that asks to log in; download it again")
        }
        if start.starts(with: ByteView("PAR1")) {
            return ParquetError(
                .noParquet, "no Parquet file: its end is missing, as of a download that broke off; download it again",
                offset: size)
        }
        return ParquetError(.noParquet, "no Parquet file: it does not begin and end with PAR1", offset: 0)
    }
}
