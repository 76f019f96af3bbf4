import Bytes
import Files

@testable import Parquet
@testable import Rows

/// Parquet files, as a whole and cut into spans of rows.
struct ParquetSubject: Subject {
    private let file = ScratchFile()

    func read(_ bytes: [UInt8]) {
        file.write(bytes)
        do {
            let whole = try rows(of: file, ["format": "parquet"])
            demand(whole.count(where: \.isFault) <= whole.count, "rows can be counted")
            let (one, other) = (read(ahead: nil), read(ahead: EarlyWork()))
            demand(one == other, "pages that are fetched ahead are those that are read when they are asked for")
            demand(try cut() <= bytes.count * 4096 + (1 << 24), "spans end")
        } catch is FileError {
            // There is no memory for what the file says it has.
        } catch {
            fatalError("\(error)")
        }
    }

    /// Reads rows of whole row groups; returns their JSON, and what is wrong with the rest.
    private func read(ahead: (any ReadAhead)?) -> [[UInt8]] {
        var found: [[UInt8]] = []
        do throws(ParquetError) {
            let parquet = try ParquetFile(try source())
            let selection = try parquet.selection(
                ofFields: parquet.fields.indices.filter { parquet.refusal(ofField: $0) == nil })
            for span in parquet.spans(selection, ofBytes: .max / 4).prefix(8) {
                let reader = try ParquetReader(parquet, selection, span, longestRow: 1 << 16, ahead: ahead)
                while found.count < 4096, let batch = try reader.next() {
                    batch.forEachRow { _, row in
                        var line: [UInt8] = []
                        for field in (try? row.get()) ?? [] { line.append(json: field.value) }
                        found.append(line)
                    }
                }
            }
        } catch {
            found.append(Array(error.description.utf8))
        }
        return found
    }

    /// Reads the rows of many small spans; returns their number.
    private func cut() throws -> Int {
        var count = 0
        do throws(ParquetError) {
            let parquet = try ParquetFile(try source())
            let readable = parquet.fields.indices.filter { parquet.fields[$0].refusal == nil }
            let selection = try parquet.selection(ofFields: readable)
            for span in parquet.spans(selection, ofBytes: 64).prefix(64) {
                let reader = try ParquetReader(parquet, selection, span, longestRow: 1 << 16)
                while count < 1 << 20, let batch = try reader.next() {
                    demand(batch.count > 0, "a batch has rows")
                    batch.forEachRow { _, _ in count += 1 }
                }
            }
        } catch {
            demand(!error.description.isEmpty, "a fault is told")
        }
        return count
    }

    private func source() throws(ParquetError) -> InputFile {
        do {
            return try InputFile(file.path)
        } catch {
            fatalError("\(error)")
        }
    }
}

/// Work that is done when it is started.
private struct EarlyWork: ReadAhead {
    private final class Done: StartedWork {
        func finish() {}
    }

    func start(_ body: @escaping @Sendable () -> Void) -> any StartedWork {
        body()
        return Done()
    }
}

extension ReadRow {
    /// Whether it is the fault of a row.
    fileprivate var isFault: Bool { if case .fault = self { true } else { false } }
}

/// The values of a page in each encoding and type, and levels; the first bytes choose among them.
struct PageSubject: Subject {
    private static let types: [LeafType] = [
        LeafType(physical: .boolean, width: 0), LeafType(physical: .int32, width: 4),
        LeafType(physical: .int64, width: 8), LeafType(physical: .int96, width: 12),
        LeafType(physical: .float, width: 4), LeafType(physical: .double, width: 8),
        LeafType(physical: .bytes, width: 0), LeafType(physical: .fixed, width: 3),
    ]

    func read(_ bytes: [UInt8]) {
        guard bytes.count >= 3 else { return }
        readLevels(Array(bytes[2...]), width: Int(bytes[0] % 33))
        guard let encoding = try? Encoding(number: Int(bytes[0] % 10)), encoding != .dictionary,
            encoding != .plainDictionary
        else { return }
        let type = Self.types[Int(bytes[1]) % Self.types.count]
        let (one, other) = (values(bytes, encoding, type, by: 3), values(bytes, encoding, type, by: 1000))
        let shared = min(one.count, other.count)
        demand(one[..<shared] == other[..<shared], "any number of values at a time gives the same values")
    }

    /// The values of a page, of which `step` at most are taken at a time, up to a fault.
    private func values(_ bytes: [UInt8], _ encoding: Encoding, _ type: LeafType, by step: Int) -> [[UInt8]] {
        var found: [[UInt8]] = []
        do throws(ParquetError) {
            let memory = try PageMemory(bytes.count - 2)
            memory.buffer.copyBytes(from: bytes[2...])
            let decoder = try encoding.decoder(
                of: PageBytes(memory, count: bytes.count - 2), type, dictionary: nil, longest: 1 << 16)
            var values = Values()
            while found.count < 5000 {
                values.clear()
                try decoder.decode(step, into: &values)
                demand(values.count > 0 && values.count <= step, "there is a value, and not more than were asked for")
                for k in 0..<values.words.count { found.append(withUnsafeBytes(of: values.words[k]) { Array($0) }) }
                for k in 0..<values.slices.count { found.append(values.slices[k].array) }
            }
        } catch {
            demand(!error.description.isEmpty, "a fault is told")
        }
        return found
    }

    private func readLevels(_ bytes: [UInt8], width: Int) {
        bytes.withByteView { view in
            var decoder = RunLengthDecoder(view, width: width)
            var numbers = GrowingBuffer<UInt32>(capacity: 64)
            for _ in 0..<200 {
                numbers.truncate(to: 0)
                guard decoder.decode(50, into: &numbers) else { return }
                demand(numbers.count == 50, "as many levels come as were asked for")
            }
        }
    }
}
