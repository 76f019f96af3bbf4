import Bytes

@testable import Parquet

/// Bytes in memory as a file to read, which remembers what was read of it.
struct MemorySource: ByteSource {
    let bytes: [UInt8]

    var size: Int { bytes.count }

    func read(at offset: Int, into memory: UnsafeMutableRawBufferPointer) throws -> Int {
        let count = max(0, min(memory.count, bytes.count - offset))
        bytes.withUnsafeBytes { memory.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[offset..<offset + count])) }
        return count
    }
}

/// What reading a file gave.
struct ReadRows {
    /// The rows as compact JSON, or `fault: ` and what is wrong.
    var lines: [String] = []
    /// What the file as a whole was refused for.
    var refusal: ParquetError?
    /// What is wrong with the rest of the file.
    var rest: ParquetError?
    var rowCount = 0
    var spanCount = 0

    /// Reads the fields of these names, or all.
    init(
        _ bytes: [UInt8], fields names: [String]? = nil, longestRow: Int = 1 << 24, spanBytes: Int = 1 << 22,
        keepsLines: Bool = true
    ) {
        do throws(ParquetError) {
            let file = try ParquetFile(MemorySource(bytes: bytes))
            let selection =
                if let names { try file.selection(of: names.map { Array($0.utf8) }) } else { try file.selection() }
            do throws(ParquetError) {
                let spans = file.spans(selection, ofBytes: spanBytes)
                spanCount = spans.count
                for span in spans {
                    let reader = try ParquetReader(file, selection, span, longestRow: longestRow)
                    while let batch = try reader.next() { take(batch, keepsLines: keepsLines) }
                }
            } catch {
                rest = error
            }
        } catch {
            refusal = error
        }
    }

    private mutating func take(_ batch: ParquetBatch, keepsLines: Bool) {
        if keepsLines {
            var line: [UInt8] = []
            batch.forEachRow { _, row in
                line.removeAll(keepingCapacity: true)
                switch row {
                case .success(let fields): line.append(row: fields)
                case .failure(let fault): line.append(utf8Of: "fault: \(fault)")
                }
                lines.append(String(decoding: line, as: UTF8.self))
            }
        }
        rowCount += batch.count
    }
}

extension [UInt8] {
    /// Appends a row as a compact JSON object.
    mutating func append(row fields: [Field]) {
        append(UInt8(ascii: "{"))
        for (k, field) in fields.enumerated() {
            if k > 0 { append(UInt8(ascii: ",")) }
            append(quoted: field.name)
            append(UInt8(ascii: ":"))
            append(json: field.value)
        }
        append(UInt8(ascii: "}"))
    }
}
