import Terminal

/// Takes the terminal, runs `body` with it, and gives it back: whether `body` returns, throws or is cancelled.
///
/// Meanwhile `TerminationSignals` has the signals that end a process, and somebody should wait for them there: unless they
/// were taken over before, they are put back with the terminal. Those of a crash restore the terminal by themselves.
/// - Throws: `CursesError` if there is no terminal to take; what `body` throws.
public func withCursesDisplay<Result: Sendable>(
    _ options: CursesDisplay.Options = CursesDisplay.Options(),
    _ body: @Sendable (CursesDisplay) async throws -> Result
) async throws -> Result {
    try await withTaken({ try await CursesDisplay(options) }, body)
}

/// Something that has the terminal until it is closed, but for the times that it lends it.
@TerminalActor
protocol TakenTerminal: Sendable {
    /// Whether another program has the terminal, and will give it back.
    var isSuspended: Bool { get }
    var isClosed: Bool { get }

    func close()
}

extension TakenTerminal {
    /// Whether the terminal is somebody else's now: then nothing may be written to it.
    var isAway: Bool { isSuspended || isClosed }
}

/// Takes the terminal by `take`, and gives it back however `body` ends.
func withTaken<Taken: TakenTerminal, Result: Sendable>(
    _ take: @Sendable () async throws -> Taken, _ body: @Sendable (Taken) async throws -> Result
) async throws -> Result {
    let taken = try await take()
    do {
        let result = try await body(taken)
        await taken.close()
        return result
    } catch {
        await taken.close()
        throw error
    }
}
