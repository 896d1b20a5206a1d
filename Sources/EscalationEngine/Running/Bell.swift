import Foundation

/// Wakes one waiter; a ring that nobody waits for is kept for the next one, once.
///
/// An `AsyncStream` won't do: cancelling one wait on it ends the whole stream.
///
/// `@unchecked Sendable`: both variables are only touched with `lock` held, and no continuation is resumed inside it.
final class Bell: @unchecked Sendable {
    private let lock = NSLock()
    private var hasRung = false
    private var waiter: CheckedContinuation<Void, Never>?

    func ring() {
        let waiter = lock.withLock {
            hasRung = self.waiter == nil
            defer { self.waiter = nil }
            return self.waiter
        }
        waiter?.resume()
    }

    /// Returns when the bell rings, has rung since the last wait, or the task is cancelled.
    func wait() async {
        await withTaskCancellationHandler {
            // Whether it is cancelled is asked with the lock held: whoever cancels later finds the waiter in its place.
            await waitForRing { Task.isCancelled }
        } onCancel: {
            let waiter = lock.withLock {
                defer { self.waiter = nil }
                return self.waiter
            }
            waiter?.resume()
        }
    }

    /// Returns only when the bell rings or has rung since the last wait: for a ring that is sure to come.
    func waitThroughCancellation() async {
        await waitForRing { false }
    }

    private func waitForRing(unless goesOn: () -> Bool) async {
        await withCheckedContinuation { continuation in
            let isDone = lock.withLock {
                if hasRung || goesOn() {
                    hasRung = false
                    return true
                }
                precondition(waiter == nil, "a bell has one waiter at a time")
                waiter = continuation
                return false
            }
            if isDone { continuation.resume() }
        }
    }
}
