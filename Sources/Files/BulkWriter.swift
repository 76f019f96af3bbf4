import Bytes
import CIntrinsics

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// Takes the bytes of one large file to the disk in large aligned pieces, on a thread of its own.
///
/// Where the file system allows it, the pieces go past the system's page cache (`O_DIRECT`): copying half a gigabyte
/// into fresh pages of the cache costs several times what the disk takes for it, and drives out what is read again. A
/// file smaller than one piece is written as any other.
///
/// The owner's thread fills one piece while others are on their way. Both sides touch shared state only under the
/// monitor; pieces belong to the thread while they are among the `waiting` ones.
final class BulkWriter: @unchecked Sendable {
    /// How many bytes a piece has: as many as one large page of memory, which the system pins at once for the disk where
    /// it would pin 512 small ones.
    static let pieceSize = 2 << 20
    /// How many pieces there may be; with twelve times as many no run was quicker.
    static let mostPieces = 8

    private typealias Piece = UnsafeMutableRawBufferPointer

    private let descriptor: Int32
    private let path: String
    private let mostPieces: Int
    /// The piece that is being filled, and how far it is.
    private var current: Piece?
    private var filled = 0

    private let monitor = Monitor()
    private var thread: Threads.Handle?
    /// The pieces that are handed over and not yet written, in order, and those that may be filled anew.
    private var waiting: [Piece] = []
    private var free: [Piece] = []
    /// How many pieces were made.
    private var made = 0
    private var isStopping = false
    private var isGivenUp = false
    private var failure: FileError?
    private var isDirect = false

    init(_ descriptor: Int32, _ path: String, mostPieces: Int = mostPieces) {
        self.descriptor = descriptor
        self.path = path
        self.mostPieces = mostPieces
    }

    deinit {
        for piece in free + waiting { Self.giveBack(piece) }
        current.map(Self.giveBack)
    }

    /// Appends bytes.
    ///
    /// Throws `FileError` when these or earlier ones could not be written.
    func write(_ bytes: ByteView) throws(FileError) {
        var rest = bytes
        while !rest.isEmpty {
            let piece = if let current { current } else { try take() }
            current = piece
            let count = min(rest.count, Self.pieceSize - filled)
            Piece(rebasing: piece[filled..<filled + count]).copyMemory(from: rest[..<count].raw)
            filled += count
            rest = rest[count...]
            if filled == Self.pieceSize { try handOver(piece) }
        }
    }

    /// Writes what is left, which need not be a whole piece.
    ///
    /// Throws `FileError` when anything could not be written.
    func finish() throws(FileError) {
        stop()
        if let failure { throw failure }
        setDirect(false)
        guard let current else { return }
        guard Self.bytes(of: current, filled).write(to: descriptor) else { throw FileError("write", path) }
        Self.giveBack(current)
        self.current = nil
    }

    /// Ends the thread: after all that was handed over, or where the file is given up after what it has in hand.
    func stop(isGivenUp: Bool = false) {
        monitor.lock()
        isStopping = true
        self.isGivenUp = isGivenUp
        monitor.wakeAll()
        monitor.unlock()
        thread?.join()
        thread = nil
        for piece in free { Self.giveBack(piece) }
        free = []
    }

    /// A piece to be filled, as soon as there is one.
    private func take() throws(FileError) -> Piece {
        monitor.lock()
        defer { monitor.unlock() }
        while free.isEmpty, made == mostPieces, failure == nil { monitor.wait() }
        if let failure { throw failure }
        // The one that was written last is still in the processor's cache.
        if let piece = free.popLast() { return piece }
        guard let piece = Self.make() else { throw FileError("write", path) }
        made += 1
        return piece
    }

    private func handOver(_ piece: Piece) throws(FileError) {
        if thread == nil {
            setDirect(true)
            thread = Threads.start { self.work() }
        }
        filled = 0
        guard thread != nil else {
            guard writeOut(piece) else { throw FileError("write", path) }
            return
        }
        current = nil
        monitor.lock()
        waiting.append(piece)
        monitor.wakeAll()
        let failure = failure
        monitor.unlock()
        if let failure { throw failure }
    }

    private func work() {
        monitor.lock()
        while failure == nil, !isGivenUp {
            if let piece = waiting.first {
                monitor.unlock()
                let error = writeOut(piece) ? nil : FileError("write", path)
                monitor.lock()
                waiting.removeFirst()
                failure = error
                if isStopping { Self.giveBack(piece) } else { free.append(piece) }
                monitor.wakeAll()
            } else if isStopping {
                break
            } else {
                monitor.wait()
            }
        }
        monitor.unlock()
    }

    private func writeOut(_ piece: Piece) -> Bool {
        let bytes = Self.bytes(of: piece, Self.pieceSize)
        let start = lseek(descriptor, 0, SEEK_CUR)
        if bytes.write(to: descriptor) { return true }
        // Some file systems take the flag and refuse the writing, or what is left of it after a part.
        guard isDirect, errno == EINVAL, lseek(descriptor, start, SEEK_SET) == start else { return false }
        setDirect(false)
        return bytes.write(to: descriptor)
    }

    private func setDirect(_ isWanted: Bool) {
        isDirect = set_direct_writing(descriptor, isWanted) && isWanted
    }

    // MARK: - Memory

    private static func bytes(of piece: Piece, _ count: Int) -> ByteView {
        ByteView(UnsafeRawBufferPointer(rebasing: piece[..<count]).assumingMemoryBound(to: UInt8.self))
    }

    /// Memory that may be one large page, for which it must begin at a multiple of its size; nil, with `errno` set, when
    /// the system has none.
    private static func make() -> Piece? {
        let memory = mmap(nil, 2 * pieceSize, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON, -1, 0)
        guard let memory, memory != MAP_FAILED else { return nil }
        let start = memory.alignedUp(toMultipleOf: pieceSize)
        let before = start - memory
        if before > 0 { munmap(memory, before) }
        munmap(start + pieceSize, pieceSize - before)
        let piece = Piece(start: start, count: pieceSize)
        piece.askForHugePages()
        return piece
    }

    private static func giveBack(_ piece: Piece) { munmap(piece.baseAddress, piece.count) }
}
