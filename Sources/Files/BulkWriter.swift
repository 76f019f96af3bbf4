import Bytes
import CIntrinsics

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// Takes the bytes of one large file to the disk in large aligned pieces, on threads of its own.
///
/// Where the file system allows it, the pieces go past the system's page cache (`O_DIRECT`): copying half a gigabyte
/// into fresh pages of the cache costs several times what the disk takes for it, and drives out what is read again.
/// Room in the file is asked for ahead, since only then does the disk get more than one piece at a time. A file smaller
/// than one piece is written as any other.
///
/// The owner's thread fills one piece while others are on their way. All sides touch shared state only under the
/// monitor; pieces are handed over in turn, and belong to a writing thread from when it takes them until they are free.
final class BulkWriter: @unchecked Sendable {
    private static let pieceSize = 2 << 20
    private static let pieceCount = 8
    private static let threadCount = 2
    /// How many pieces the file is made longer at a time.
    private static let piecesAhead = 32
    /// What direct writing may demand of addresses, offsets and lengths: a page.
    private static let alignment = 4096

    private let descriptor: Int32
    private let path: String
    private let pieces: [UnsafeMutableRawBufferPointer]
    private var filled = 0
    /// Up to which piece there is room in the file.
    private var allocated = 0
    private var asksForRoom = true

    private let monitor = Monitor()
    private var threads: [Threads.Handle] = []
    /// How many pieces are handed over, and how many of those the threads have taken.
    private var handedOver = 0
    private var taken = 0
    /// Which of the pieces are handed over and not yet written.
    private var isWaiting = [Bool](repeating: false, count: pieceCount)
    private var isStopping = false
    private var isGivenUp = false
    private var failure: FileError?

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
            let piece = pieces[handedOver % Self.pieceCount]
            UnsafeMutableRawBufferPointer(rebasing: piece[filled..<filled + count]).copyMemory(from: rest[..<count].raw)
            filled += count
            rest = rest[count...]
            if filled == Self.pieceSize { try handOver() }
        }
    }

    /// Writes what is left, which need not be a whole piece, and ends the file there.
    ///
    /// Throws `FileError` when anything could not be written.
    func finish() throws(FileError) {
        stop()
        if let failure { throw failure }
        _ = set_direct_writing(descriptor, false)
        let size = handedOver * Self.pieceSize + filled
        guard bytes(of: handedOver, filled).write(to: descriptor, at: size - filled),
            allocated * Self.pieceSize <= size || ftruncate(descriptor, off_t(size)) == 0
        else { throw FileError("write", path) }
    }

    /// Ends the threads: after all that was handed over, or where the file is given up after what they have in hand.
    func stop(isGivenUp: Bool = false) {
        monitor.lock()
        isStopping = true
        self.isGivenUp = isGivenUp
        monitor.wakeAll()
        monitor.unlock()
        for thread in threads { thread.join() }
        threads = []
    }

    private func handOver() throws(FileError) {
        if handedOver == 0 {
            _ = set_direct_writing(descriptor, true)
            threads = (0..<Self.threadCount).compactMap { _ in Threads.start { self.work() } }
        }
        allocate()
        filled = 0
        guard !threads.isEmpty else {
            handedOver += 1
            guard writeOut(handedOver - 1) else { throw FileError("write", path) }
            return
        }
        monitor.lock()
        isWaiting[handedOver % Self.pieceCount] = true
        handedOver += 1
        monitor.wakeAll()
        while isWaiting[handedOver % Self.pieceCount], failure == nil { monitor.wait() }
        let failure = failure
        monitor.unlock()
        if let failure { throw failure }
    }

    /// Makes the file longer ahead of its pieces, where the file system can; what is too much is cut off at the end.
    private func allocate() {
        guard asksForRoom, handedOver == allocated else { return }
        asksForRoom = allocate_room(
            descriptor, off_t(allocated * Self.pieceSize), off_t(Self.piecesAhead * Self.pieceSize))
        if asksForRoom { allocated += Self.piecesAhead }
    }

    private func work() {
        monitor.lock()
        while failure == nil, !isGivenUp {
            if taken < handedOver {
                let number = taken
                taken += 1
                monitor.unlock()
                let error = writeOut(number) ? nil : FileError("write", path)
                monitor.lock()
                isWaiting[number % Self.pieceCount] = false
                failure = failure ?? error
                monitor.wakeAll()
            } else if isStopping {
                break
            } else {
                monitor.wait()
            }
        }
        monitor.unlock()
    }

    private func bytes(of number: Int, _ count: Int) -> ByteView {
        let piece = UnsafeRawBufferPointer(rebasing: pieces[number % Self.pieceCount][..<count])
        return ByteView(piece.assumingMemoryBound(to: UInt8.self))
    }

    private func writeOut(_ number: Int) -> Bool {
        let piece = bytes(of: number, Self.pieceSize)
        if piece.write(to: descriptor, at: number * Self.pieceSize) { return true }
        // Some file systems take the flag and refuse the writing.
        guard errno == EINVAL else { return false }
        _ = set_direct_writing(descriptor, false)
        return piece.write(to: descriptor, at: number * Self.pieceSize)
    }
}
