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
/// monitor; pieces are handed over in turn, and belong to the thread while they are among the `waiting` ones.
final class BulkWriter: @unchecked Sendable {
    private static let pieceSize = 2 << 20
    private static let pieceCount = 8
    /// What direct writing may demand of addresses, offsets and lengths: a page.
    private static let alignment = 4096

    private let descriptor: Int32
    private let path: String
    private let pieces: [UnsafeMutableRawBufferPointer]
    private var current = 0
    private var filled = 0

    private let monitor = Monitor()
    private var thread: Threads.Handle?
    /// How many pieces, the ones before the current one, are handed over and not yet written.
    private var waiting = 0
    private var isStopping = false
    private var isGivenUp = false
    private var failure: FileError?
    private var isDirect = false

    init(_ descriptor: Int32, _ path: String) {
        self.descriptor = descriptor
        self.path = path
        pieces = (0..<Self.pieceCount).map { _ in .allocate(byteCount: Self.pieceSize, alignment: Self.alignment) }
    }

    deinit {
        for piece in pieces { piece.deallocate() }
    }

    /// Appends bytes.
    ///
    /// Throws `FileError` when these or earlier ones could not be written.
    func write(_ bytes: ByteView) throws(FileError) {
        var rest = bytes
        while !rest.isEmpty {
            let count = min(rest.count, Self.pieceSize - filled)
            UnsafeMutableRawBufferPointer(rebasing: pieces[current][filled..<filled + count])
                .copyMemory(from: rest[..<count].raw)
            filled += count
            rest = rest[count...]
            if filled == Self.pieceSize { try handOver() }
        }
    }

    /// Writes what is left, which need not be a whole piece.
    ///
    /// Throws `FileError` when anything could not be written.
    func finish() throws(FileError) {
        stop()
        if let failure { throw failure }
        setDirect(false)
        guard piece(current, filled).write(to: descriptor) else {
            throw FileError("write", path)
        }
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
    }

    private func handOver() throws(FileError) {
        if thread == nil {
            setDirect(true)
            thread = Threads.start { self.work() }
        }
        guard thread != nil else {
            guard writeOut(piece(current, Self.pieceSize)) else { throw FileError("write", path) }
            filled = 0
            return
        }
        monitor.lock()
        waiting += 1
        monitor.wakeAll()
        while waiting == Self.pieceCount, failure == nil { monitor.wait() }
        let failure = failure
        monitor.unlock()
        if let failure { throw failure }
        current = (current + 1) % Self.pieceCount
        filled = 0
    }

    private func work() {
        var next = 0
        monitor.lock()
        while failure == nil, !isGivenUp {
            if waiting > 0 {
                monitor.unlock()
                let isWritten = writeOut(piece(next, Self.pieceSize))
                let error = isWritten ? nil : FileError("write", path)
                monitor.lock()
                next = (next + 1) % Self.pieceCount
                waiting -= 1
                failure = error
                monitor.wakeAll()
            } else if isStopping {
                break
            } else {
                monitor.wait()
            }
        }
        monitor.unlock()
    }

    private func piece(_ number: Int, _ count: Int) -> ByteView {
        let bytes = UnsafeRawBufferPointer(rebasing: pieces[number][..<count]).assumingMemoryBound(to: UInt8.self)
        return ByteView(bytes)
    }

    private func writeOut(_ piece: ByteView) -> Bool {
        if piece.write(to: descriptor) { return true }
        // Some file systems take the flag and refuse the writing; nothing of the piece is then on the disk.
        guard isDirect, errno == EINVAL else { return false }
        setDirect(false)
        return piece.write(to: descriptor)
    }

    private func setDirect(_ isWanted: Bool) {
        isDirect = set_direct_writing(descriptor, isWanted) && isWanted
    }
}
