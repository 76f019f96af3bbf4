/// Has other threads fetch and decompress pages before they are asked for.
package protocol ReadAhead: Sendable {
    /// Has a body called once, by any thread, or by the one that needs what it makes.
    func start(_ body: @escaping @Sendable () -> Void) -> any StartedWork
}

/// Work that was started.
package protocol StartedWork: AnyObject, Sendable {
    /// Returns after the body has returned; calls it where no other thread has begun to.
    func finish()
}
