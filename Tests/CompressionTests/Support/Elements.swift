import Bytes

@testable import Compression

/// What snappy and LZ4 are made of, and what it stands for by a plain loop.
enum Element {
    case literal([UInt8])
    case copy(offset: Int, length: Int)

    /// Some elements that fit one after the other.
    static func some(_ count: Int, _ random: inout Random, shortest: Int, longest: Int) -> [Element] {
        var elements: [Element] = [.literal(bytes(Int.random(in: 1...9, using: &random), &random))]
        var size = self.bytes(of: elements)?.count ?? 0
        for _ in 1..<count {
            if Bool.random(using: &random) {
                let bytes = bytes(lengths.randomElement(using: &random) ?? 1, &random)
                elements.append(.literal(bytes))
                size += bytes.count
            } else {
                let offset = min(size, offsets.randomElement(using: &random) ?? 1)
                let length = Int.random(in: shortest...longest, using: &random)
                elements.append(.copy(offset: offset, length: length))
                size += length
            }
        }
        return elements
    }

    private static let lengths = [1, 2, 3, 4, 5, 8, 14, 15, 16, 17, 59, 60, 61, 64, 65, 257]

    private static let offsets = [1, 2, 3, 7, 15, 16, 17, 63, 64, 65, 2047, 2048, 60_000]

    private static func bytes(_ count: Int, _ random: inout Random) -> [UInt8] {
        (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
    }

    /// What the elements stand for; nil where a copy comes from before the beginning.
    static func bytes(of elements: [Element]) -> [UInt8]? {
        var bytes: [UInt8] = []
        for element in elements {
            switch element {
            case .literal(let literal): bytes += literal
            case .copy(let offset, let length):
                guard offset > 0, offset <= bytes.count else { return nil }
                for _ in 0..<length { bytes.append(bytes[bytes.count - offset]) }
            }
        }
        return bytes
    }

    // MARK: - As snappy

    static func snappy(_ elements: [Element], size: Int? = nil) -> [UInt8] {
        var out: [UInt8] = []
        var left = size ?? bytes(of: elements)?.count ?? 0
        while left >= 0x80 {
            out.append(UInt8(left & 0x7F | 0x80))
            left >>= 7
        }
        out.append(UInt8(left))
        for element in elements { out += element.snappy }
        return out
    }

    private var snappy: [UInt8] {
        switch self {
        case .literal(let bytes):
            let n = bytes.count - 1
            if n < 60 { return [UInt8(n << 2)] + bytes }
            let extra = n < 1 << 8 ? 1 : n < 1 << 16 ? 2 : 3
            return [UInt8((59 + extra) << 2)] + (0..<extra).map { UInt8(n >> (8 * $0) & 0xFF) } + bytes
        case .copy(let offset, let length):
            if length >= 4, length <= 11, offset < 2048 {
                return [UInt8(1 | (length - 4) << 2 | (offset >> 8) << 5), UInt8(offset & 0xFF)]
            }
            if offset < 1 << 16 {
                return [UInt8(2 | (length - 1) << 2), UInt8(offset & 0xFF), UInt8(offset >> 8)]
            }
            return [UInt8(3 | (length - 1) << 2)] + (0..<4).map { UInt8(offset >> (8 * $0) & 0xFF) }
        }
    }

    // MARK: - As LZ4

    /// Sequences of a literal and a copy each; the last is a literal alone.
    static func lz4(_ elements: [Element]) -> [UInt8] {
        var out: [UInt8] = []
        var literal: [UInt8] = []
        for element in elements {
            switch element {
            case .literal(let bytes): literal += bytes
            case .copy(let offset, let length):
                sequence(literal, (offset, length), &out)
                literal = []
            }
        }
        sequence(literal, nil, &out)
        return out
    }

    private static func sequence(_ literal: [UInt8], _ copy: (offset: Int, length: Int)?, _ out: inout [UInt8]) {
        let length = (copy?.length ?? 4) - 4
        out.append(UInt8(min(literal.count, 15) << 4 | min(length, 15)))
        append(rest: literal.count - 15, &out)
        out += literal
        guard let copy else { return }
        out += [UInt8(copy.offset & 0xFF), UInt8(copy.offset >> 8)]
        append(rest: length - 15, &out)
    }

    private static func append(rest: Int, _ out: inout [UInt8]) {
        guard rest >= 0 else { return }
        out += Array(repeating: 255, count: rest / 255) + [UInt8(rest % 255)]
    }
}

/// Bytes that are given in pieces of one size.
final class Pieces: ByteStream {
    private let bytes: [UInt8]
    private let size: Int
    private var offset = 0

    init(_ bytes: [UInt8], of size: Int) {
        self.bytes = bytes
        self.size = size
    }

    func read(into memory: UnsafeMutableRawBufferPointer) -> Int {
        let count = min(size, memory.count, bytes.count - offset)
        memory.copyBytes(from: bytes[offset..<offset + count])
        offset += count
        return count
    }
}

/// All bytes of a stream, asked for in pieces of one size.
func all(_ stream: DecompressedStream, by size: Int) throws -> [UInt8] {
    var bytes: [UInt8] = []
    let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 1)
    defer { piece.deallocate() }
    while true {
        let count = try stream.read(into: piece)
        bytes += piece[..<count]
        if count == 0 { return bytes }
    }
}

/// A whole block, decompressed; no byte behind its end is written.
func block(_ bytes: [UInt8], _ codec: BlockCodec, size: Int) throws -> [UInt8] {
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: size + 64, alignment: 1)
    defer { memory.deallocate() }
    memory.initializeMemory(as: UInt8.self, repeating: 0xA5)
    defer { precondition(memory[size...].allSatisfy { $0 == 0xA5 }, "written behind the end") }
    // A copy of its own, so that an address sanitizer sees what is read behind the end.
    let input = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: bytes.count)
    defer { input.deallocate() }
    _ = input.initialize(from: bytes)
    try BlockDecompressor().decompress(
        ByteView(UnsafeBufferPointer(input)), codec, into: UnsafeMutableRawBufferPointer(rebasing: memory[..<size]))
    return Array(memory[..<size])
}

/// The code of what a body throws.
func code(_ body: () throws -> Void) -> DecompressionError.Code? {
    do {
        try body()
        return nil
    } catch {
        return (error as? DecompressionError)?.code
    }
}
