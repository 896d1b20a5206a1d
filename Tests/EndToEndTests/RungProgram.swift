import EscalationCore
import Foundation
import RungTestSupport
import Testing

/// The built `rung`, with a home of its own that is removed afterwards.
struct RungProgram: Sendable {
    let home: URL

    private static let turnstile = Turnstile(places: 4 * ProcessInfo.processInfo.activeProcessorCount)

    /// Runs the body with a fresh home, once there is a place for it among the others'.
    static func withHome<Value: Sendable>(_ body: @Sendable (RungProgram) async throws -> Value) async throws -> Value {
        try await turnstile.pass {
            let home = FileManager.default.temporaryDirectory.appending(path: "rung-home-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: home) }
            return try await body(RungProgram(home: home))
        }
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
