import CTerminal
import Foundation

/// Runs jobs on a thread of its own, which waits in `poll(2)` for jobs and for descriptors to become readable: those of the
/// terminal's actor, and of tasks that prefer to run beside it.
// Unchecked: `state` is only touched with `lock` held; the rest never changes after `init`.
final class TerminalExecutor: SerialExecutor, @unchecked Sendable {
    /// Takes the jobs of the tasks. They are not the actor's, though on the same thread: taken for its own, each would be put
    /// off once more as it leaves the actor.
    let forTasks = TaskSide()

    private let lock = NSLock()
    private var state = State()
    private let wakePipe: (read: Int32, write: Int32)

    final class TaskSide: TaskExecutor {
        func enqueue(_ job: consuming ExecutorJob) { TerminalActor.executor.enqueue(UnownedJob(job), isActors: false) }
    }

    private struct State {
        var jobs: [(job: UnownedJob, isActors: Bool)] = []
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

    func enqueue(_ job: consuming ExecutorJob) { enqueue(UnownedJob(job), isActors: true) }

    private func enqueue(_ job: UnownedJob, isActors: Bool) {
        let isResting = lock.withLock {
            state.jobs.append((job, isActors))
            return endRest()
        }
        if isResting { wake() }
    }

    /// Resumes `continuation` with those of `descriptors` that can be read, or with none when time is up or the wait is
    /// interrupted. Called by the waiting task itself.
    func wait(
        for descriptors: [Int32], timeout: Duration?, as waiter: TerminalActor.Waiter,
        _ continuation: CheckedContinuation<[Int32], Never>
    ) {
        let (isInterrupted, isResting) = lock.withLock {
            // A cancelled task's handler may have run already, and found nobody waiting.
            if state.interrupted.remove(waiter) != nil || Task.isCancelled { return (true, false) }
            precondition(state.waits[waiter] == nil, "one task waits for \(waiter)")
            let deadline = timeout.map { ContinuousClock.now + $0 }
            state.waits[waiter] = Wait(descriptors: descriptors, deadline: deadline, continuation: continuation)
            return (false, endRest())
        }
        if isInterrupted { continuation.resume(returning: []) }
        if isResting { wake() }
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
            let jobs = lock.withLock {
                defer { state.jobs.removeAll(keepingCapacity: true) }
                return state.jobs
            }
            for (job, isActors) in jobs {
                if isActors {
                    job.runSynchronously(on: asUnownedSerialExecutor())
                } else {
                    job.runSynchronously(on: forTasks.asUnownedTaskExecutor())
                }
            }
            if jobs.isEmpty || .now - lastLook >= Self.longestWork {
                look()
                lastLook = .now
            }
        }
    }

    /// Waits until something can be read, a deadline passes or a job comes; where one has come, it only looks.
    private func look() {
        let (isResting, waits) = lock.withLock {
            state.isResting = state.jobs.isEmpty
            return (state.isResting, state.waits)
        }
        var polled = [pollfd(fd: wakePipe.read, events: Int16(POLLIN), revents: 0)]
        for descriptor in waits.values.flatMap(\.descriptors) {
            polled.append(pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0))
        }
        let deadline = waits.values.compactMap(\.deadline).min()
        let count = poll(&polled, nfds_t(polled.count), isResting ? deadline.map(milliseconds) ?? -1 : 0)
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

    /// Called with the lock held.
    /// - Returns: whether the thread is to be woken, by the caller alone and once it has let go of the lock, which the thread
    ///   asks for first.
    private func endRest() -> Bool {
        defer { state.isResting = false }
        return state.isResting
    }

    /// Gets the thread out of `poll`.
    private func wake() {
        var byte: UInt8 = 0
        // Can't fail for being full: at most one byte is written for each rest.
        _ = write(wakePipe.write, &byte, 1)
    }

    private func drainWakePipe() {
        // Room for the bytes of rests that ended by themselves meanwhile; any more would only end another rest.
        var bytes: (UInt64, UInt64) = (0, 0)
        _ = read(wakePipe.read, &bytes, MemoryLayout.size(ofValue: bytes))
    }
}
