import Subprocess

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

extension Command {
    /// Between asking a process group to end and killing it. It must be gone 200 ms after a cancellation, so half of
    /// that is for tidying up.
    public static let grace: Duration = .milliseconds(100)

    /// Runs the command in a process group of its own, and waits until the whole group is gone.
    ///
    /// Input is written while output is read, so that neither can block the other; a command that doesn't read its
    /// input is none the worse for it. When the command exits, descendants it left in its group are killed; one that
    /// moved to a group or session of its own is killed where `killsStrays` says so.
    ///
    /// Cancelling the task, or an error from `onOutput`, ends the group: SIGTERM, and SIGKILL after `grace`. Should this
    /// process be killed, be it by the command, the same processes are killed.
    ///
    /// - Parameters:
    ///   - input: what the command reads from standard input, which then ends.
    ///   - outputLimit: most bytes of standard output. Default 64 MiB.
    ///   - mergesErrorOutput: whether standard error goes the way of standard output, in the order written; it then counts
    ///     towards the limit, and the ending has none.
    ///   - clock: measures the grace.
    ///   - onOutput: gets standard output piece by piece, in order, as the pipe gives it; a character or line may be
    ///     cut anywhere. While it suspends no more is read, and in time the command's own writing blocks.
    /// - Throws: `CommandError`, `CancellationError`, or what `onOutput` throws.
    public func run(
        input: [UInt8] = [], outputLimit: Int = 64 * 1024 * 1024, mergesErrorOutput: Bool = false,
        clock: any Clock<Duration> = ContinuousClock(),
        onOutput: @escaping @Sendable ([UInt8]) async throws -> Void = { _ in }
    ) async throws -> CommandEnding {
        try Task.checkCancellation()
        guard let executable = words.first, !executable.isEmpty else { throw CommandError(.empty, executable: "") }
        BrokenPipes.ignore()
        let streams = CommandStreams(
            input: input, outputLimit: outputLimit,
            outputTooLong: CommandError(.outputTooLong, executable: executable, detail: "\(outputLimit)"),
            onOutput: onOutput)
        let (stops, stop) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let ending = try await withTaskCancellationHandler {
            // A task of its own, awaited on the spot: cancelling must not reach what sees the group out.
            try await Task {
                try await supervised(
                    executable, streams: streams, mergesErrorOutput: mergesErrorOutput, stops: stops, stop: stop,
                    clock: clock)
            }.value
        } onCancel: {
            stop.finish()
        }
        try Task.checkCancellation()
        return ending
    }

    private func supervised(
        _ executable: String, streams: CommandStreams, mergesErrorOutput: Bool, stops: AsyncStream<Void>,
        stop: AsyncStream<Void>.Continuation, clock: any Clock<Duration>
    ) async throws -> CommandEnding {
        let mark = killsStrays ? StrayMark() : nil
        let result: Result<CommandEnding, any Error>
        do {
            result = try await Subprocess.run(
                GroupGuard.configuration(for: mark), input: .inputWriter, output: .discarded, error: .discarded
            ) { leader in
                let group = CommandGroup(id: leader.processIdentifier.value, mark: mark) { signal in
                    // It fails only where nobody is left to get it.
                    try? leader.send(signal: signal, toProcessGroup: true)
                }
                // Whoever is left of it, its leader included. Its number can't have been given to others: the leader is
                // not reaped before this returns.
                defer { group.send(.kill) }
                do {
                    return .success(
                        try await run(
                            executable, in: group, streams: streams, mergesErrorOutput: mergesErrorOutput, stops: stops,
                            stop: stop, clock: clock))
                } catch {
                    return .failure(error)
                }
            }.closureResult
        } catch let error as SubprocessError {
            throw CommandError(error, executable: GroupGuard.shell, directory: nil)
        }
        return try result.get()
    }

    private func run(
        _ executable: String, in group: CommandGroup, streams: CommandStreams, mergesErrorOutput: Bool,
        stops: AsyncStream<Void>, stop: AsyncStream<Void>.Continuation, clock: any Clock<Duration>
    ) async throws -> CommandEnding {
        var options = PlatformOptions()
        options.processGroupID = group.id
        let configuration = configuration(of: executable, options, mark: group.mark)
        do {
            if mergesErrorOutput {
                let result = try await Subprocess.run(
                    configuration, input: .inputWriter, output: .sequence, error: .combinedWithOutput
                ) { execution in
                    await execution.supervise(group, stops: stops, stop: stop, grace: Self.grace, clock: clock) {
                        try await streams.pass(to: execution.standardInputWriter, from: execution.standardOutput)
                    }
                }
                return try CommandEnding(result.terminationStatus, result.closureResult)
            }
            let result = try await Subprocess.run(
                configuration, input: .inputWriter, output: .sequence, error: .sequence
            ) { execution in
                await execution.supervise(group, stops: stops, stop: stop, grace: Self.grace, clock: clock) {
                    try await streams.pass(
                        to: execution.standardInputWriter, from: execution.standardOutput,
                        errors: execution.standardError)
                }
            }
            return try CommandEnding(result.terminationStatus, result.closureResult)
        } catch let error as SubprocessError {
            throw CommandError(error, executable: executable, directory: workingDirectory)
        }
    }

    func configuration(of executable: String, _ options: PlatformOptions, mark: StrayMark? = nil) -> Configuration {
        var changes = environment
        if let mark { changes[StrayMark.variable] = mark.value }
        let values = changes.map { (Environment.Key(stringLiteral: $0.key), $0.value) }
        return Configuration(
            executable: executable.contains("/") ? .path(FilePath(executable)) : .name(executable),
            arguments: Arguments(Array(words.dropFirst())),
            environment: .inherit.updating(Dictionary(uniqueKeysWithValues: values)),
            workingDirectory: workingDirectory.map { FilePath($0) },
            platformOptions: options)
    }
}

extension CommandEnding {
    /// - Parameter streamed: what streaming came to.
    fileprivate init(_ status: TerminationStatus, _ streamed: Result<OutputTail, any Error>) throws {
        self.init(status: Status(status), errorOutput: try streamed.get())
    }
}

extension CommandEnding.Status {
    init(_ status: TerminationStatus) {
        switch status {
        case .exited(let code): self = .exited(Int(code))
        case .signaled(let signal): self = .signalled(Int(signal))
        }
    }
}

extension CommandError {
    init(_ error: SubprocessError, executable: String, directory: String?) {
        switch error.code {
        case .executableNotFound:
            self.init(.notFound, executable: executable)
        case .failedToChangeWorkingDirectory:
            self.init(.noDirectory, executable: executable, detail: directory ?? "")
        default:
            self.init(
                .notStarted, executable: executable,
                detail: error.underlyingError.map { String(describing: $0) } ?? String(describing: error))
        }
    }
}
