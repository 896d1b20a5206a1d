import Subprocess

#if canImport(System)
    import System
#else
    import SystemPackage
#endif

extension Command {
    /// Runs the command on this process' own terminal, in its process group, and waits until it has exited.
    ///
    /// The terminal must have been given back before. Cancelling the task ends the command: SIGTERM, and SIGKILL after
    /// half a second.
    ///
    /// - Throws: `CommandError` where it can't be started, `CancellationError`.
    public func runOnTerminal() async throws -> CommandEnding.Status {
        try Task.checkCancellation()
        guard let executable = words.first, !executable.isEmpty else { throw CommandError(.empty, executable: "") }
        var options = PlatformOptions()
        options.teardownSequence = [.gracefulShutDown(allowedDurationToNextStep: .milliseconds(500))]
        do {
            let result = try await Subprocess.run(
                configuration(of: executable, options), input: .currentStandardInput, output: .currentStandardOutput,
                error: .currentStandardError)
            try Task.checkCancellation()
            return CommandEnding.Status(result.terminationStatus)
        } catch let error as SubprocessError {
            try Task.checkCancellation()
            throw CommandError(error, executable: executable, directory: workingDirectory)
        }
    }
}
