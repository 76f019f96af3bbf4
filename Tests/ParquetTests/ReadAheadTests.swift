import Bytes
import Compression
import Synchronization
import TestSupport
import Testing

@testable import Parquet

/// Work that is done when it is started, or when it is finished, or by a thread of its own.
private final class TestAhead: ReadAhead {
    enum Way: CaseIterable {
        case early, late, thread
    }

    private final class Work: StartedWork {
        private let body: Mutex<(@Sendable () -> Void)?>
        private let thread: DispatchedWork?

        init(_ body: @escaping @Sendable () -> Void, _ way: Way) {
            self.body = Mutex(way == .late ? body : nil)
            thread = way == .thread ? DispatchedWork(body) : nil
            if way == .early { body() }
        }

        func finish() {
            thread?.wait()
            body.withLock { $0.take() }?()
        }
    }

    private let way: Way
    private let started = Mutex(0)

    init(_ way: Way) { self.way = way }

    var count: Int { started.withLock { $0 } }

    func start(_ body: @escaping @Sendable () -> Void) -> any StartedWork {
        started.withLock { $0 += 1 }
        return Work(body, way)
    }
}

@Suite("Parquet: pages that are fetched before they are asked for")
struct ReadAheadTests {
    private typealias Page = RawFile.Page

    /// What reading all rows gave: each row, and what is wrong with the rest.
    private static func read(_ bytes: [UInt8], _ ahead: TestAhead?) throws -> (rows: [String], rest: ParquetError?) {
        let file = try ParquetFile(MemorySource(bytes: bytes))
        let selection = try file.selection()
        var rows: [String] = []
        do throws(ParquetError) {
            for span in file.spans(selection, ofBytes: .max / 4) {
                let reader = try ParquetReader(file, selection, span, longestRow: 1 << 24, ahead: ahead)
                while let batch = try reader.next() {
                    batch.forEachRow { number, row in
                        var line: [UInt8] = []
                        if case .success(let fields) = row { line.append(row: fields) }
                        rows.append("\(number): \(String(decoding: line, as: UTF8.self))")
                    }
                }
            }
        } catch {
            return (rows, error)
        }
        return (rows, nil)
    }

    /// Pages of 50 KB of text, as the file has them without a codec or with snappy's.
    private static func pages(_ count: Int, codec: Int, version: Int) -> [Page] {
        (0..<count).map { number in
            let texts = (0..<5).map { String(repeating: "\(number)\($0)", count: 5000) }
            let body = Plain.texts(texts)
            let stored = codec == 0 ? body : snappy(body)
            let checksum = stored.withByteView { CRC32.of($0) }
            return Page(
                kind: version == 2 ? 3 : 0, values: 5, body: stored, size: body.count,
                checksum: number % 2 == 0 ? checksum : nil, rows: 5)
        }
    }

    private static func snappy(_ bytes: [UInt8]) -> [UInt8] {
        var writer = ByteWriter(capacity: bytes.count)
        bytes.withByteView { SnappyCompressor.compress($0, to: &writer) }
        return writer.bytes.array
    }

    private static func file(_ pages: [Page], codec: Int, rows: Int) -> [UInt8] {
        let numbers = Page(values: rows, body: Plain.int32s(Array(0..<rows)))
        return RawFile(
            [.text("t"), .int32("n")], rows: rows,
            [RawFile.Chunk(type: 6, pages: pages, codec: codec), RawFile.Chunk(type: 1, pages: [numbers])]
        ).bytes
    }

    @Test("give the rows that pages give that are read when they are asked for", arguments: [0, 1], [1, 2])
    func rows(_ codec: Int, _ version: Int) throws {
        let bytes = Self.file(Self.pages(7, codec: codec, version: version), codec: codec, rows: 35)
        let expected = try Self.read(bytes, nil)
        #expect(expected.rows.count == 35 && expected.rest == nil, "\(String(describing: expected.rest))")
        for way in TestAhead.Way.allCases {
            let ahead = TestAhead(way)
            let found = try Self.read(bytes, ahead)
            #expect(found.rows == expected.rows && found.rest == nil)
            #expect(ahead.count == 6, "all but the first, which is asked for at once")
        }
    }

    /// What is done to the third page.
    private static let changes: [@Sendable (inout RawFile.Page) -> Void] = [
        { $0.checksum = 7 }, { $0.body.removeLast(2000) }, { $0.body[0] ^= 1 }, { $0.size = 100_000_000 },
        { $0.size = -1 }, { $0.values = 6 }, { $0.values = 4 }, { $0.encoding = 4 }, { $0.kind = 9 }, { $0.body = [] },
    ]

    @Test("are the fault that they are when they are asked for, behind the same rows", arguments: 0..<10, [0, 1])
    func faults(_ change: Int, _ codec: Int) throws {
        var pages = Self.pages(5, codec: codec, version: 1)
        Self.changes[change](&pages[2])
        let bytes = Self.file(pages, codec: codec, rows: 25)
        let expected = try Self.read(bytes, nil)
        #expect(expected.rest != nil)
        for way in TestAhead.Way.allCases {
            let found = try Self.read(bytes, TestAhead(way))
            #expect(found.rows == expected.rows)
            #expect(found.rest?.description == expected.rest?.description)
        }
    }

    @Test("are not fetched where they are small, or so large that they are read piece by piece")
    func sizes() throws {
        for count in [100, 9 << 20] {
            let body = Plain.texts([String(repeating: "x", count: count)])
            let bytes = Self.file((0..<3).map { _ in Page(values: 1, body: body) }, codec: 0, rows: 3)
            let ahead = TestAhead(.late)
            #expect(try Self.read(bytes, ahead).rows.count == 3)
            #expect(ahead.count == 0)
        }
    }
}
