import CTerminal
import Foundation

/// Runs jobs on a thread of its own, which waits in `poll(2)` for jobs and for descriptors to become readable: those of the
/// terminal's actor, and of tasks that prefer to run beside it.
// Unchecked: `state` is only touched with `lock` held; `wakePipe` never changes after `init`.
final class TerminalExecutor: SerialExecutor, TaskExecutor, @unchecked Sendable {
    private let lock = NSLock()
    private var state = State()
    private let wakePipe: (read: Int32, write: Int32)

    private struct State {
        var jobs: [UnownedJob] = []
        var waits: [TerminalActor.Waiter: Wait] = [:]
        /// Whether the thread is in `poll`, or about to be, and has not been woken yet.
        var isResting = false
        /// Those interrupted before they waited.
        var interrupted: Set<TerminalActor.Waiter> = []
    }

    private struct Wait {
        var descriptors: [Int32]
        var deadline: ContinuousClock.Instant?
        var continuation: CheckedContinuation<[Int32], Never>
    }

    init() {
        var ends: [Int32] = [-1, -1]
        // Without two descriptors there is no terminal to speak to either.
        precondition(pipe(&ends) == 0, "can't make a pipe: \(String(cString: strerror(errno)))")
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
        wakePipe = (ends[0], ends[1])
        let thread = Thread { [self] in run() }
        // As much as other threads that run tasks have.
        thread.stackSize = 8 << 20
        thread.start()
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        lock.withLock {
            state.jobs.append(job)
            wake()
        }
    }

    /// Resumes `continuation` with those of `descriptors` that can be read, or with none when time is up or the wait is
    /// interrupted. Called by the waiting task itself.
    func wait(
        for descriptors: [Int32], timeout: Duration?, as waiter: TerminalActor.Waiter,
        _ continuation: CheckedContinuation<[Int32], Never>
    ) {
        let isInterrupted = lock.withLock {
            // A cancelled task's handler may have run already, and found nobody waiting.
            if state.interrupted.remove(waiter) != nil || Task.isCancelled { return true }
            precondition(state.waits[waiter] == nil, "one task waits for \(waiter)")
            let deadline = timeout.map { ContinuousClock.now + $0 }
            state.waits[waiter] = Wait(descriptors: descriptors, deadline: deadline, continuation: continuation)
            wake()
            return false
        }
        if isInterrupted { continuation.resume(returning: []) }
    }

    /// Ends a wait, or the next one if none is under way.
    func interrupt(_ waiter: TerminalActor.Waiter) {
        let wait = lock.withLock { () -> Wait? in
            let wait = state.waits.removeValue(forKey: waiter)
            if wait == nil { state.interrupted.insert(waiter) }
            return wait
        }
        wait?.continuation.resume(returning: [])
    }

    // MARK: The thread

    /// Longest time for which jobs that follow one another keep the thread from looking for keys and signals.
    private static let longestWork: Duration = .milliseconds(2)

    private func run() {
        ct_prepare_thread("terminal")
        var lastLook = ContinuousClock.now
        while true {
            let (jobs, waits) = lock.withLock { () -> ([UnownedJob], [TerminalActor.Waiter: Wait]) in
                defer { state.jobs.removeAll(keepingCapacity: true) }
                state.isResting = state.jobs.isEmpty
                return (state.jobs, state.waits)
            }
            for job in jobs {
                job.runSynchronously(isolatedTo: asUnownedSerialExecutor(), taskExecutor: asUnownedTaskExecutor())
            }
            guard jobs.isEmpty || .now - lastLook >= Self.longestWork else { continue }
            look(at: waits, resting: jobs.isEmpty)
            lastLook = .now
        }
    }

    /// - Parameter resting: whether to wait until something can be read, a deadline passes or a job comes.
    private func look(at waits: [TerminalActor.Waiter: Wait], resting: Bool) {
        var polled = [pollfd(fd: wakePipe.read, events: Int16(POLLIN), revents: 0)]
        for descriptor in waits.values.flatMap(\.descriptors) {
            polled.append(pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0))
        }
        let deadline = waits.values.compactMap(\.deadline).min()
        let count = poll(&polled, nfds_t(polled.count), resting ? deadline.map(milliseconds) ?? -1 : 0)
        lock.withLock { state.isResting = false }
        if polled[0].revents != 0 { drainWakePipe() }
        let ready = count > 0 ? Set(polled.dropFirst().filter { $0.revents != 0 }.map(\.fd)) : []
        finish { wait in
            let readable = wait.descriptors.filter(ready.contains)
            let isLate = wait.deadline.map { $0 <= .now } ?? false
            return readable.isEmpty && !isLate ? nil : readable
        }
    }

    /// Ends the waits for which `result` has a result.
    private func finish(_ result: (Wait) -> [Int32]?) {
        let finished = lock.withLock { () -> [(Wait, [Int32])] in
            var finished: [(Wait, [Int32])] = []
            for (waiter, wait) in state.waits {
                guard let readable = result(wait) else { continue }
                state.waits[waiter] = nil
                finished.append((wait, readable))
            }
            return finished
        }
        for (wait, readable) in finished { wait.continuation.resume(returning: readable) }
    }

    /// Milliseconds until `deadline`, rounded up so that waking too early doesn't spin.
    private func milliseconds(until deadline: ContinuousClock.Instant) -> Int32 {
        let (seconds, attoseconds) = (deadline - .now).components
        return Int32(clamping: max(0, seconds * 1000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000))
    }

    /// Gets the thread out of `poll`. Called with the lock held.
    private func wake() {
        guard state.isResting else { return }
        state.isResting = false
        var byte: UInt8 = 0
        // Can't fail for being full: at most one byte is written for each rest.
        _ = write(wakePipe.write, &byte, 1)
    }

    private func drainWakePipe() {
        var bytes = [UInt8](repeating: 0, count: 64)
        while read(wakePipe.read, &bytes, bytes.count) > 0 {}
    }
}
