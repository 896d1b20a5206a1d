import Foundation
import RungTestSupport

/// What the dashboard costs to start, and while nothing happens.
enum ScreenFigures {
    private static let rounds = 20

    /// From the start of the process to the first frame that says what it is.
    static func printFirstFrame() async throws {
        for place in DashboardRun.Place.available {
            try await printFirstFrame("of the demo \(place.rawValue)") {
                try await DashboardRun.in(place, ["demo"], untilFirstFrame)
            }
        }
        guard DashboardRun.Place.available.contains(.tmux) else { return }
        // What tmux itself takes to start.
        try await printFirstFrame("of printf in tmux", bar: nil) {
            try await DashboardRun.in(
                .tmux, program: "/bin/sh", ["-c", "printf 'rung ·'; exec sleep 60"], untilFirstFrame)
        }
    }

    /// The same for the dashboard with a journal that holds sessions already.
    static func printFirstFrame(journal path: String) async throws {
        try await SimulatedServer.serving { url in
            for place in DashboardRun.Place.available {
                try await printFirstFrame("with that journal \(place.rawValue)") {
                    try await DashboardRun.in(
                        place, ["--journal", path], configuration: configuration(url), untilFirstFrame)
                }
            }
        }
    }

    private static func printFirstFrame(
        _ what: String, bar: String? = "60 ms", _ measured: () async throws -> Duration
    ) async throws {
        var sample = Sample()
        for _ in 0..<rounds { sample.add(try await measured()) }
        report("first frame \(what), p50", sample.median.text, bar: bar)
        report("first frame \(what), p95", sample.percentile(0.95).text)
    }

    @Sendable private static func untilFirstFrame(_ run: DashboardRun) async throws -> Duration {
        try await run.terminal.waitUntil { $0.contains("rung ·") }
        return ContinuousClock.now - run.started
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
        for place in DashboardRun.Place.available {
            let alone = try await SimulatedServer.serving { url in
                try await DashboardRun.in(place, configuration: configuration(url)) { run in
                    try await run.terminal.waitUntil { $0.contains("READY") }
                    return try await idle(run)
                }
            }
            report(
                "idle dashboard \(place.rawValue), share of a core", String(format: "%.2f %%", alone.load * 100),
                bar: "0.2 %")
            report(
                "idle dashboard \(place.rawValue), bytes a second",
                String(format: "%.1f", Double(alone.bytes) / Double(idleSeconds)), bar: "0")
        }
        let demo = try await DashboardRun.in(.pty, ["demo"]) { run in
            try await run.terminal.waitUntil { $0.contains("simulator") }
            return try await idle(run)
        }
        report("idle demo, server included, share of a core", String(format: "%.2f %%", demo.load * 100))
    }

    private static let idleSeconds = 20

    private static func idle(_ run: DashboardRun) async throws -> (load: Double, bytes: Int) {
        // Settled: the first polls have been answered and drawn, and the clock's minute doesn't turn meanwhile.
        try await Task.sleep(for: .seconds(3))
        let second = Int(Date().timeIntervalSince1970) % 60
        if second + idleSeconds >= 59 { try await Task.sleep(for: .seconds(61 - second)) }
        let process = try run.process
        let before = (try ProcessTime.seconds(of: process), await run.terminal.drained())
        try await Task.sleep(for: .seconds(idleSeconds))
        let after = (try ProcessTime.seconds(of: process), await run.terminal.drained())
        return ((after.0 - before.0) / Double(idleSeconds), after.1 - before.1)
    }
}

extension PseudoTerminal {
    /// Bytes written so far, what waits to be read included.
    fileprivate func drained() -> Int {
        (try? waitForSilence(.milliseconds(1))) ?? output.count
    }
}
