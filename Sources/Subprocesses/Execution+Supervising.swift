import Subprocess

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The processes that end together: a guard that leads them, the command, and its descendants.
struct CommandGroup: Sendable {
    /// Its number, which is the guard's.
    var id: pid_t
    /// By which descendants are known that left the group; nil where they are let go.
    var mark: StrayMark?
    var send: @Sendable (Signal) -> Void
}

extension Execution {
    /// Streams until the command has exited, ends its group when told to, and leaves none of the group behind.
    ///
    /// - Parameters:
    ///   - group: the one the command was started in.
    ///   - stops: ends when the command is to end.
    ///   - stop: ends `stops`; so does an error from `streaming`.
    ///   - streaming: passes the bytes; cancelled when the command is to end.
    /// - Returns: what streaming came to.
    func supervise<Result: Sendable>(
        _ group: CommandGroup, stops: AsyncStream<Void>, stop: AsyncStream<Void>.Continuation, grace: Duration,
        clock: any Clock<Duration>, streaming: @escaping @Sendable () async throws -> Result
    ) async -> Swift.Result<Result, any Swift.Error> {
        // A handle, for it is to be cancelled while the process is still waited for; awaited below.
        let streaming = Task {
            do {
                return try await streaming()
            } catch {
                stop.finish()
                throw error
            }
        }
        await withTaskGroup(of: Bool.self) { tasks in
            tasks.addTask {
                await exit()
                return true
            }
            tasks.addTask {
                for await _ in stops {}
                // The exit ends the wait as well, by cancelling it.
                guard !Task.isCancelled else { return false }
                streaming.cancel()
                group.send(.terminate)
                try? await clock.sleep(for: grace)
                guard !Task.isCancelled else { return false }
                group.send(.kill)
                return false
            }
            for await hasExited in tasks where hasExited { tasks.cancelAll() }
        }
        // Whoever is left holds the outputs open.
        group.send(.kill)
        group.mark?.killStrays()
        return await streaming.result
    }

    /// Waits until the command has exited.
    private func exit() async {
        // The library waits for an exit only while it tears a process down; signal 0 does nothing to it. The duration
        // stands for "for ever": it is cut short by the exit.
        await teardown(
            using: [.send(signal: Signal(rawValue: 0), allowedDurationToNextStep: .seconds(100 * 365 * 24 * 3600))])
    }
}
