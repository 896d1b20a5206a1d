import EscalationCore
import Foundation
import RungTestSupport

/// A program with its standard streams on pipes.
actor ProgramRun {
    struct Ending: Sendable, Equatable {
        /// The exit code; 128 and the number of the signal that ended it.
        var status: Int32
        var output: String
        var errors: String
        var endedBySignal: Bool

        /// Each line of the output as JSON.
        var lines: [JSONValue] {
            get throws { try output.split(separator: "\n").map { try JSONValue(parsing: String($0)) } }
        }
    }

    nonisolated var processID: Int32 { process.processID }
    private let process: SpawnedProcess
    private let output: PipeReader
    private let errors: PipeReader
    private let end = EndWatch()

    init(_ path: String, _ arguments: [String], environment: [String: String], input: String?) throws {
        let (out, err) = (try PipeEnds(), try PipeEnds())
        let source = try input.map { _ in try PipeEnds() }
        process = try SpawnedProcess(
            path, arguments, environment: environment,
            input: source.map { .descriptor($0.reading.fileDescriptor) } ?? .null,
            output: .descriptor(out.writing.fileDescriptor), errors: .descriptor(err.writing.fileDescriptor))
        for end in [out.writing, err.writing, source?.reading] { try end?.close() }
        output = PipeReader(out.reading)
        errors = PipeReader(err.reading)
        end.start(process)
        if let input, let source {
            // On a thread of its own: a long input waits for the program to read it.
            Thread.detachNewThread {
                try? source.writing.write(contentsOf: Data(input.utf8))
                try? source.writing.close()
            }
        }
    }

    func signal(_ number: Int32) {
        // Once it was waited for, its number may be another's.
        if end.ending == nil { _ = Foundation.kill(processID, number) }
    }

    func kill() async {
        guard end.ending == nil else { return }
        signal(SIGKILL)
        _ = await ending()
    }

    /// Waits until the output so far satisfies the condition, or the program ends.
    func waitForOutput(_ condition: @escaping @Sendable (String) -> Bool) async { await output.wait(until: condition) }

    /// Waits until what it wrote to standard error satisfies the condition, or the program ends.
    func waitForErrors(_ condition: @escaping @Sendable (String) -> Bool) async { await errors.wait(until: condition) }

    var outputSoFar: String { output.text }

    /// Waits for its end, and for all that it wrote.
    func ending() async -> Ending {
        await output.wait { _ in false }
        await errors.wait { _ in false }
        let (status, endedBySignal) =
            switch await end.wait() {
            case .exited(let code): (code, false)
            case .signalled(let number): (128 + number, true)
            }
        return Ending(status: status, output: output.text, errors: errors.text, endedBySignal: endedBySignal)
    }
}

/// A pipe that no other program inherits.
private struct PipeEnds {
    let reading: FileHandle
    let writing: FileHandle

    init() throws {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw CocoaError(.fileReadTooLarge) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        reading = FileHandle(fileDescriptor: ends[0], closeOnDealloc: true)
        writing = FileHandle(fileDescriptor: ends[1], closeOnDealloc: true)
    }
}

/// Waits for a program's end on a thread of its own.
///
/// `@unchecked Sendable`: its variables are only touched with `lock` held.
private final class EndWatch: @unchecked Sendable {
    private let lock = NSLock()
    private var known: SpawnedProcess.Ending?
    private var waiters: [CheckedContinuation<SpawnedProcess.Ending, Never>] = []

    var ending: SpawnedProcess.Ending? { lock.withLock { known } }

    func start(_ process: SpawnedProcess) {
        Thread.detachNewThread { [self] in
            let ending = process.waitUntilEnd()
            let waiting = lock.withLock {
                known = ending
                defer { waiters = [] }
                return waiters
            }
            for waiter in waiting { waiter.resume(returning: ending) }
        }
    }

    func wait() async -> SpawnedProcess.Ending {
        await withCheckedContinuation { continuation in
            let ending = lock.withLock {
                if known == nil { waiters.append(continuation) }
                return known
            }
            if let ending { continuation.resume(returning: ending) }
        }
    }
}

/// Reads a pipe as it fills.
///
/// `@unchecked Sendable`: its variables are only touched with `lock` held.
private final class PipeReader: @unchecked Sendable {
    private let lock = NSLock()
    private var data = Data()
    private var isOver = false
    private var waiters: [(condition: @Sendable (String) -> Bool, wake: CheckedContinuation<Void, Never>)] = []

    var text: String { lock.withLock { String(decoding: data, as: UTF8.self) } }

    /// Reads until nobody can write any more, then closes.
    init(_ pipe: FileHandle) {
        Thread.detachNewThread { [self] in
            while true {
                let chunk = pipe.availableData
                take(chunk.isEmpty ? nil : chunk)
                if chunk.isEmpty {
                    try? pipe.close()
                    return
                }
            }
        }
    }

    private func take(_ chunk: Data?) {
        let ready = lock.withLock {
            if let chunk { data += chunk } else { isOver = true }
            let text = String(decoding: data, as: UTF8.self)
            let (over, all) = (isOver, waiters)
            waiters = all.filter { !over && !$0.condition(text) }
            return all.filter { over || $0.condition(text) }
        }
        for waiter in ready { waiter.wake.resume() }
    }

    /// Returns when the condition holds for what was read, or there is nothing more to read.
    func wait(until condition: @escaping @Sendable (String) -> Bool) async {
        await withCheckedContinuation { continuation in
            let isTrue = lock.withLock {
                if isOver || condition(String(decoding: data, as: UTF8.self)) { return true }
                waiters.append((condition, continuation))
                return false
            }
            if isTrue { continuation.resume() }
        }
    }
}
