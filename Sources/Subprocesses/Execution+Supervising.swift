import Subprocess

extension Execution {
    /// Streams until the command has exited, ends its group when told to, and leaves none of the group behind.
    ///
    /// - Parameters:
    ///   - stops: ends when the command is to end.
    ///   - stop: ends `stops`; so does an error from `streaming`.
    ///   - streaming: passes the bytes; cancelled when the command is to end.
    /// - Returns: what streaming came to.
    func supervise<Result: Sendable>(
        stops: AsyncStream<Void>, stop: AsyncStream<Void>.Continuation, grace: Duration, clock: any Clock<Duration>,
        streaming: @escaping @Sendable () async throws -> Result
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
        await withTaskGroup(of: Bool.self) { group in
            group.addTask {
                await exit()
                return true
            }
            group.addTask {
                for await _ in stops {}
                // The exit ends the wait as well, by cancelling it.
                guard !Task.isCancelled else { return false }
                streaming.cancel()
                sendToGroup(.terminate)
                try? await clock.sleep(for: grace)
                guard !Task.isCancelled else { return false }
                sendToGroup(.kill)
                return false
            }
            for await hasExited in group where hasExited { group.cancelAll() }
        }
        // Whoever is left of the group. Its number can't have been given to others: the command is not reaped before
        // this returns.
        sendToGroup(.kill)
        return await streaming.result
    }

    /// Waits until the command has exited.
    private func exit() async {
        // The library waits for an exit only while it tears a process down; signal 0 does nothing to it. The duration
        // stands for "for ever": it is cut short by the exit.
        await teardown(
            using: [.send(signal: Signal(rawValue: 0), allowedDurationToNextStep: .seconds(100 * 365 * 24 * 3600))])
    }

    private func sendToGroup(_ signal: Signal) {
        // It fails only where nobody is left to get it.
        try? send(signal: signal, toProcessGroup: true)
    }
}
