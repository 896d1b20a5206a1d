import Dispatch
import Foundation

/// Runs a body that an interrupt, a hang-up or a request to end cancels.
///
/// The first signal cancels the body, which still has its say; a second one ends the process at once.
///
/// - Returns: what the body returns, and the signal that came while it ran.
/// - Throws: what the body throws; where that is a `CancellationError` after a signal, the exit code of that signal.
func withCancellingSignals<Value: Sendable>(
    _ body: @escaping @Sendable () async throws -> Value
) async throws -> (Value, signal: Int32?) {
    let signals = [SIGINT, SIGTERM, SIGHUP].filter { !isIgnored($0) }
    let (stream, continuation) = AsyncStream.makeStream(of: Int32.self, bufferingPolicy: .bufferingOldest(1))
    let sources = signals.map { number in
        let source = DispatchSource.makeSignalSource(signal: number)
        source.setEventHandler {
            for number in signals { Foundation.signal(number, SIG_DFL) }
            continuation.yield(number)
        }
        Foundation.signal(number, SIG_IGN)
        source.resume()
        return source
    }
    defer {
        continuation.finish()
        for source in sources { source.cancel() }
        for number in signals { Foundation.signal(number, SIG_DFL) }
    }
    return try await withThrowingTaskGroup(of: (result: Result<Value, any Error>?, signal: Int32?).self) { group in
        group.addTask {
            do { return (.success(try await body()), nil) } catch { return (.failure(error), nil) }
        }
        group.addTask {
            for await number in stream { return (nil, number) }
            return (nil, nil)
        }
        var caught: Int32?
        var outcome: Result<Value, any Error>?
        for try await (result, number) in group {
            caught = caught ?? number
            outcome = outcome ?? result
            group.cancelAll()
        }
        do {
            return (try outcome!.get(), caught)
        } catch is CancellationError where caught != nil {
            throw CommandFailure(.signal(caught!))
        }
    }
}

/// Whether our parent asked that the signal be ignored, as `nohup` does; that stays so.
private func isIgnored(_ number: Int32) -> Bool {
    let previous = signal(number, SIG_IGN)
    defer { _ = signal(number, previous) }
    return unsafeBitCast(previous, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
}
