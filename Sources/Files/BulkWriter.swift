import Bytes
import CIntrinsics

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// Writes the bytes of one large file to disk in large aligned pieces, on a background thread.
///
/// Where the file system allows it, the pieces bypass the system's page cache (`O_DIRECT`): copying half a gigabyte
/// into fresh cache pages costs several times as much as the disk write and evicts data that is read again. A file
/// smaller than one piece is written in the ordinary way.
///
/// The owner's thread fills one piece while others are being written. Both threads access shared state only under the
/// monitor; pieces in `waiting` belong to the background thread.
final class BulkWriter: @unchecked Sendable {
    /// The size of a piece in bytes: one huge page, which the system pins for the disk in one step where it would
    /// otherwise pin 512 small ones.
    static let pieceSize = 2 << 20
    /// The maximum number of pieces; twelve times as many made no run faster.
    static let mostPieces = 8

    private typealias Piece = UnsafeMutableRawBufferPointer

    private let descriptor: Int32
    private let path: String
    private let mostPieces: Int
    /// The piece that is being filled, and the number of bytes in it.
    private var current: Piece?
    private var filled = 0

    private let monitor = Monitor()
    private var thread: Threads.Handle?
    /// The pieces waiting to be written, in order, and those that can be filled again.
    private var waiting: [Piece] = []
    private var free: [Piece] = []
    /// The number of pieces allocated.
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
    /// Throws `FileError` if these or earlier bytes cannot be written.
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

    /// Writes the remaining bytes, which may be less than a whole piece.
    ///
    /// Throws `FileError` if any of the bytes cannot be written.
    func finish() throws(FileError) {
        stop()
        if let failure { throw failure }
        setDirect(false)
        guard let current else { return }
        guard Self.bytes(of: current, filled).write(to: descriptor) else { throw FileError("write", path) }
        Self.giveBack(current)
        self.current = nil
    }

    /// Waits until all whole pieces are written, and returns the bytes behind them, which are not in the file yet.
    ///
    /// Throws `FileError` if any of them cannot be written.
    func drain() throws(FileError) -> [UInt8] {
        monitor.lock()
        while !waiting.isEmpty, failure == nil { monitor.wait() }
        let failure = failure
        monitor.unlock()
        if let failure { throw failure }
        return current.map { Array(Self.bytes(of: $0, filled).raw) } ?? []
    }

    /// Stops the thread after all queued pieces are written or, if the file is abandoned, after the current piece.
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

    /// Returns a piece to fill, waiting until one is available.
    private func take() throws(FileError) -> Piece {
        monitor.lock()
        defer { monitor.unlock() }
        while free.isEmpty, made == mostPieces, failure == nil { monitor.wait() }
        if let failure { throw failure }
        // The piece written last is still in the processor's cache.
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
        // Some file systems accept the flag and then reject the write, or the rest of it after a partial write.
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

    /// Allocates a piece, aligned to its size so that it can be one huge page.
    ///
    /// Returns nil, with `errno` set, if the system has no memory for it.
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
