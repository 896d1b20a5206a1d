import CTerminal
import Foundation
import Terminal

/// SIGINT, SIGTERM and SIGHUP as something to wait for.
///
/// The first of them is reported, so that a program can end what it runs. A second one gives the terminal back and ends the
/// process at once. Once the program is done, `raiseAgain` ends the process as the signal would have, which tells the shell.
@TerminalActor
public enum TerminationSignals {
    private static var descriptor: Int32?

    /// Takes over the signals: from now on somebody has to wait for `next`, or the first signal does nothing. Calling it
    /// again changes nothing.
    ///
    /// - Returns: whether this call took them over.
    /// - Throws: `CursesError` if no pipe can be made.
    @discardableResult
    public static func install() throws(CursesError) -> Bool {
        guard descriptor == nil else { return false }
        var read: Int32 = -1
        guard ct_install_termination_signals(&read) else { throw .noSignals(String(cString: strerror(errno))) }
        descriptor = read
        return true
    }

    /// Puts back what the signals did before.
    public static func remove() {
        ct_remove_termination_signals()
        descriptor = nil
        TerminalActor.shared.interrupt(.termination)
    }

    /// The number of the first signal, once it has come.
    ///
    /// - Returns: nil if the waiting task is cancelled, or the signals were never taken over.
    public static func next() async -> Int32? {
        while let descriptor {
            var signal: UInt8 = 0
            // Read first: one that came with the cancellation is told too.
            if read(descriptor, &signal, 1) == 1 { return Int32(signal) }
            if Task.isCancelled { return nil }
            _ = await TerminalActor.readable([descriptor], for: .termination)
        }
        return nil
    }

    /// Ends the process by `signal`, after giving the terminal back should somebody still have it.
    public nonisolated static func raiseAgain(_ signal: Int32) {
        ct_raise_again(signal)
    }
}

/// Takes over the signals that end a process, runs `body`, and puts back what they did before: for a program that takes no
/// screen.
///
/// - Throws: `CursesError` if no pipe can be made; what `body` throws.
public func withTerminationSignals<Result: Sendable>(_ body: () async throws -> Result) async throws -> Result {
    try await TerminationSignals.install()
    do {
        let result = try await body()
        await TerminationSignals.remove()
        return result
    } catch {
        await TerminationSignals.remove()
        throw error
    }
}
