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
    let display = try await CursesDisplay.open(options)
    do {
        let result = try await body(display)
        await display.close()
        return result
    } catch {
        await display.close()
        throw error
    }
}

extension CursesDisplay {
    fileprivate static func open(_ options: Options) throws(CursesError) -> CursesDisplay {
        try CursesDisplay(options)
    }
}
