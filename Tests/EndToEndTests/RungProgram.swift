import EscalationCore
import Foundation
import RungTestSupport
import Testing

/// The built `rung`, with a home of its own that is removed afterwards.
struct RungProgram: Sendable {
    let home: URL

    /// Runs the body with a fresh home.
    static func withHome<Value: Sendable>(_ body: @Sendable (RungProgram) async throws -> Value) async throws -> Value {
        let home = FileManager.default.temporaryDirectory.appending(path: "rung-home-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: home) }
        return try await body(RungProgram(home: home))
    }

    static var path: String { BuiltProduct.path("rung") }

    var environment: [String: String] {
        ["HOME": home.path, "PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8"]
    }

    /// Writes a file into the home.
    ///
    /// - Returns: its path.
    @discardableResult
    func write(_ text: String, to name: String) throws -> String {
        let file = home.appending(path: name)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        // Closed on exec: a program that another test starts meanwhile would keep a script open for writing, and the kernel
        // refuses to run such a one ("Text file busy").
        let descriptor = open(file.path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw CocoaError(.fileWriteUnknown) }
        try FileHandle(fileDescriptor: descriptor, closeOnDealloc: true).write(contentsOf: Data(text.utf8))
        return file.path
    }

    /// Writes the configuration to where `rung` looks for it.
    func configure(_ yaml: String) throws { try write(yaml, to: ".config/rung/config.yaml") }

    /// A configuration for a server with the simulator's models.
    func configure(port: Int) throws {
        try configure(
            """
            backends:
              simulator: { kind: openai, url: "http://127.0.0.1:\(port)" }
            chains:
              default: { tiers: [small, large], verify: [{ kind: judge, model: judge }] }
              slow: { tiers: [snail], verify: none }
            """)
    }

    /// A configuration whose chain `hang` never answers; `default` gives the task back.
    func configureHanging() throws {
        try configure(
            """
            backends:
              echo: { kind: command, command: [cat] }
              hang: { kind: command, command: [sleep, "3600"] }
            chains:
              default: { tiers: [{ model: m, backend: echo }], verify: none }
              hang: { tiers: [{ model: m, backend: hang }], verify: none }
            """)
    }

    /// Runs it to its end.
    func run(
        _ arguments: String..., input: String? = nil, environment: [String: String] = [:]
    ) async throws -> ProgramRun.Ending {
        try await run(arguments, input: input, environment: environment)
    }

    /// Runs it to its end.
    func run(
        _ arguments: [String], input: String? = nil, environment: [String: String] = [:]
    ) async throws -> ProgramRun.Ending {
        let run = try ProgramRun(
            Self.path, arguments, environment: self.environment.merging(environment) { $1 }, input: input)
        return await run.ending()
    }

    /// Starts it, and gives it to the body; it is killed afterwards if it still runs.
    func start<Value: Sendable>(
        _ arguments: String..., body: @Sendable (ProgramRun) async throws -> Value
    ) async throws -> Value {
        let run = try ProgramRun(Self.path, arguments, environment: environment, input: nil)
        do {
            let value = try await body(run)
            await run.kill()
            return value
        } catch {
            await run.kill()
            throw error
        }
    }

    /// Runs it on a terminal.
    func onTerminal<Value: Sendable>(
        _ arguments: String..., size: (width: Int, height: Int) = (80, 24), environment: [String: String] = [:],
        body: @Sendable (PseudoTerminal) async throws -> Value
    ) async throws -> Value {
        try await withPseudoTerminal(
            Self.path, arguments, environment: ["HOME": home.path].merging(environment) { $1 },
            size: .init(width: size.width, height: size.height), body)
    }
}

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

    nonisolated let processID: Int32
    private let process = Process()
    private let output = PipeReader()
    private let errors = PipeReader()

    init(_ path: String, _ arguments: [String], environment: [String: String], input: String?) throws {
        process.executableURL = URL(filePath: path)
        process.arguments = arguments
        process.environment = environment
        process.standardOutput = output.pipe
        process.standardError = errors.pipe
        let source = Pipe()
        process.standardInput = input == nil ? FileHandle.nullDevice : source
        try process.run()
        processID = process.processIdentifier
        output.start()
        errors.start()
        if let input {
            // On a thread of its own: a long input waits for the program to read it.
            Thread.detachNewThread {
                try? source.fileHandleForWriting.write(contentsOf: Data(input.utf8))
                try? source.fileHandleForWriting.close()
            }
        }
    }

    func signal(_ number: Int32) { _ = Foundation.kill(processID, number) }

    func kill() async {
        guard process.isRunning else { return }
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
        process.waitUntilExit()
        let status = process.terminationStatus
        let endedBySignal = process.terminationReason == .uncaughtSignal
        return Ending(
            status: endedBySignal ? 128 + status : status, output: output.text, errors: errors.text,
            endedBySignal: endedBySignal)
    }
}

/// Reads a pipe as it fills.
///
/// `@unchecked Sendable`: its variables are only touched with `lock` held.
private final class PipeReader: @unchecked Sendable {
    let pipe = Pipe()
    private let lock = NSLock()
    private var data = Data()
    private var isOver = false
    private var waiters: [(condition: @Sendable (String) -> Bool, wake: CheckedContinuation<Void, Never>)] = []

    var text: String { lock.withLock { String(decoding: data, as: UTF8.self) } }

    func start() {
        try? pipe.fileHandleForWriting.close()
        Thread.detachNewThread { [self] in
            while true {
                let chunk = pipe.fileHandleForReading.availableData
                take(chunk.isEmpty ? nil : chunk)
                if chunk.isEmpty { return }
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
