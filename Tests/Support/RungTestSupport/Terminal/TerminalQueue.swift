import Dispatch

/// A thread on which waiting is allowed: `poll(2)` on a shared one would hold up every other test.
// Unchecked: holds nothing but a dispatch queue, which is safe to use from anywhere.
final class TerminalQueue: SerialExecutor, @unchecked Sendable {
    private let queue = DispatchQueue(label: "pseudo terminal")

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }
}
