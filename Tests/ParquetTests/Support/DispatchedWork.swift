import Foundation

/// A body that a thread of its own calls.
final class DispatchedWork: Sendable {
    private let done = DispatchSemaphore(value: 0)

    init(_ body: @escaping @Sendable () -> Void) {
        let done = done
        DispatchQueue.global().async {
            body()
            done.signal()
        }
    }

    /// Returns after the body has returned; once.
    func wait() { done.wait() }
}
