import Synchronization

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// Threads of the system, and a lock with a condition to wait for.
package enum Threads {
    /// How many processors there are.
    package static var available: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

    /// Runs a body on several threads at once, the caller's among them, and returns when all have ended.
    package static func run(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
        let others = (1..<max(count, 1)).compactMap { index in start { body(index) } }
        body(0)
        for thread in others { thread.join() }
    }

    /// A thread that was started.
    struct Handle {
        fileprivate let thread: pthread_t

        /// Waits for its end.
        func join() { pthread_join(thread, nil) }
    }

    /// Starts a thread, which must be joined; nil when the system has none to give.
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

    /// Starts a thread that nobody waits for; false when the system gives none.
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

/// A lock on which threads can wait for one another.
package final class Monitor: @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

    /// A lock that nobody has.
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

    /// Runs a body as the only thread that has the lock.
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

/// A value that one thread at a time may look at or change.
///
/// As `Synchronization.Mutex`, over a lock of POSIX: the thread sanitizer sees those, and takes what is guarded by a futex
/// for unguarded.
package final class Guarded<Value>: @unchecked Sendable {
    private let monitor = Monitor()
    private var value: Value

    /// Takes the value that is guarded from now on.
    package init(_ value: sending Value) { self.value = value }

    /// Calls a body with the value, as the only thread that has it.
    package func withLock<Result>(_ body: (inout Value) throws -> Result) rethrows -> Result {
        try monitor.withLock { try body(&value) }
    }
}
