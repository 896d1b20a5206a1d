import Foundation
import RungTestSupport

/// What the dashboard of the demo costs on a pseudo-terminal of 120x40.
enum ScreenFigures {
    private static let size = (width: 120, height: 40)
    private static let rounds = 20

    /// From the start of the process to the first frame that says what it is.
    static func printFirstFrame() async throws {
        try await printFirstFrame("of the demo") { try await onDemo(untilFirstFrame) }
    }

    /// The same for the dashboard with a journal that holds sessions already.
    static func printFirstFrame(journal path: String) async throws {
        try await SimulatedServer.serving { url in
            try await printFirstFrame("with that journal") {
                try await onTerminal("--journal", path, configuration: configuration(url), untilFirstFrame)
            }
        }
    }

    private static func printFirstFrame(_ what: String, _ measured: () async throws -> Duration) async throws {
        var sample = Sample()
        for _ in 0..<rounds { sample.add(try await measured()) }
        report("first frame \(what), p50", sample.median.text, bar: "60 ms")
        report("first frame \(what), p95", sample.percentile(0.95).text)
    }

    @Sendable private static func untilFirstFrame(
        _ terminal: PseudoTerminal, _ started: ContinuousClock.Instant
    ) async throws -> Duration {
        try await terminal.waitUntil { $0.contains("rung ·") }
        return ContinuousClock.now - started
    }

    private static func configuration(_ url: String) -> String {
        """
        backends: { simulator: { kind: openai, url: "\(url)" } }
        chains: { default: { tiers: [qwen3-1.7b], verify: none } }
        """
    }

    /// Processor time and bytes while nothing happens but polling once a second: the dashboard on a server of its own
    /// process, and the demo, which is both in one.
    static func printIdle() async throws {
        let alone = try await SimulatedServer.serving { url in
            try await onTerminal(configuration: configuration(url)) { terminal, _ in
                try await terminal.waitUntil { $0.contains("READY") }
                return try await idle(terminal)
            }
        }
        report("idle dashboard, share of a core", String(format: "%.2f %%", alone.load * 100), bar: "0.2 %")
        report("idle dashboard, bytes to the terminal in \(idleSeconds) s", "\(alone.bytes)", bar: "0")
        let demo = try await onDemo { terminal, _ in
            try await terminal.waitUntil { $0.contains("simulator") }
            return try await idle(terminal)
        }
        report("idle demo, server included, share of a core", String(format: "%.2f %%", demo.load * 100))
    }

    private static let idleSeconds = 20

    private static func idle(_ terminal: PseudoTerminal) async throws -> (load: Double, bytes: Int) {
        // Settled: the first polls have been answered and drawn, and the clock's minute doesn't turn meanwhile.
        try await Task.sleep(for: .seconds(3))
        let second = Int(Date().timeIntervalSince1970) % 60
        if second + idleSeconds >= 59 { try await Task.sleep(for: .seconds(61 - second)) }
        let before = (try ProcessTime.seconds(of: terminal.processID), await terminal.drained())
        try await Task.sleep(for: .seconds(idleSeconds))
        let after = (try ProcessTime.seconds(of: terminal.processID), await terminal.drained())
        return ((after.0 - before.0) / Double(idleSeconds), after.1 - before.1)
    }

    private static func onDemo<Value: Sendable>(
        _ body: @Sendable (PseudoTerminal, ContinuousClock.Instant) async throws -> Value
    ) async throws -> Value {
        try await onTerminal("demo", configuration: nil, body)
    }

    private static func onTerminal<Value: Sendable>(
        _ arguments: String..., configuration: String?,
        _ body: @Sendable (PseudoTerminal, ContinuousClock.Instant) async throws -> Value
    ) async throws -> Value {
        let home = FileManager.default.temporaryDirectory.appending(path: "rung-figures-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: home) }
        let file = home.appending(path: "config.yaml").path
        try configuration?.write(toFile: file, atomically: true, encoding: .utf8)
        let arguments = arguments + (configuration == nil ? [] : ["--config", file])
        let started = ContinuousClock.now
        return try await withPseudoTerminal(
            SimulatedServer.rung, arguments, environment: ["HOME": home.path],
            size: .init(width: size.width, height: size.height)
        ) { try await body($0, started) }
    }
}

extension PseudoTerminal {
    /// Bytes written so far, what waits to be read included.
    fileprivate func drained() -> Int {
        (try? waitForSilence(.milliseconds(1))) ?? output.count
    }
}
