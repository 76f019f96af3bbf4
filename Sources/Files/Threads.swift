import Synchronization

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// Threads of the operating system.
package enum Threads {
    /// The number of processors.
    package static var available: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

    /// Runs `body` on several threads, including the calling one, and returns when all have finished.
    package static func run(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
        let others = (1..<max(count, 1)).compactMap { index in start { body(index) } }
        body(0)
        for thread in others { thread.join() }
    }

    /// A running thread.
    struct Handle {
        fileprivate let thread: pthread_t

        /// Waits until the thread ends.
        func join() { pthread_join(thread, nil) }
    }

    /// Starts a thread, which must be joined; returns nil if the system cannot start one.
    static func start(_ body: @escaping @Sendable () -> Void) -> Handle? {
        let task = Unmanaged.passRetained(Task(body)).toOpaque()
        #if canImport(Darwin)
        var thread: pthread_t?
        if pthread_create(&thread, nil, Self.entry, task) == 0, let thread { return Handle(thread: thread) }
        #else
        var thread = pthread_t()
        if pthread_create(&thread, nil, Self.entry, task) == 0 { return Handle(thread: thread) }
        #endif
        Unmanaged<Task>.fromOpaque(task).release()
        return nil
    }

    /// Starts a detached thread; returns false if the system cannot start one.
    @discardableResult
    package static func detach(_ body: @escaping @Sendable () -> Void) -> Bool {
        guard let handle = start(body) else { return false }
        pthread_detach(handle.thread)
        return true
    }

    private final class Task {
        let body: () -> Void
        init(_ body: @escaping () -> Void) { self.body = body }
    }

    #if canImport(Darwin)
    private static let entry: @convention(c) (UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? = { task in
        Unmanaged<Task>.fromOpaque(task).takeRetainedValue().body()
        return nil
    }
    #else
    private static let entry: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { task in
        if let task { Unmanaged<Task>.fromOpaque(task).takeRetainedValue().body() }
        return nil
    }
    #endif
}

/// A lock with a condition variable.
package final class Monitor: @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

    /// Creates an unlocked monitor.
    package init() {
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(condition, nil)
    }

    deinit {
        pthread_cond_destroy(condition)
        pthread_mutex_destroy(mutex)
        condition.deallocate()
        mutex.deallocate()
    }

    /// Calls `body` while holding the lock.
    package func withLock<Result>(_ body: () throws -> Result) rethrows -> Result {
        lock()
        defer { unlock() }
        return try body()
    }

    func lock() { pthread_mutex_lock(mutex) }
    func unlock() { pthread_mutex_unlock(mutex) }
    func wait() { pthread_cond_wait(condition, mutex) }
    func wakeAll() { pthread_cond_broadcast(condition) }
}

/// A value protected by a lock.
///
/// Like `Synchronization.Mutex`, but with a POSIX lock: the thread sanitizer recognizes those and reports false races
/// for values protected by a futex.
package final class Guarded<Value>: @unchecked Sendable {
    private let monitor = Monitor()
    private var value: Value

    /// Creates a protected value.
    package init(_ value: sending Value) { self.value = value }

    /// Calls `body` with the value while holding the lock.
    package func withLock<Result>(_ body: (inout Value) throws -> Result) rethrows -> Result {
        try monitor.withLock { try body(&value) }
    }
}
