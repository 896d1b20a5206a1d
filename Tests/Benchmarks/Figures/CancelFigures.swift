import Backends
import EscalationCore
import EscalationEngine
import Foundation
import Logging
import RungTestSupport

/// How long a cancelled attempt takes to be gone, for every executor and however far the attempt has come: its call has
/// ended, and no connection and no process is left.
enum CancelFigures {
    static let rounds = 20
    static let bar = "200 ms, 0 left"

    /// How far an attempt has come.
    enum Phase: String, CaseIterable {
        case queued, loading
        case beforeTheFirstByte = "before first byte"
        case streaming
    }

    static func print() async throws {
        let logger = Logger(label: "figures", factory: { _ in SwiftLogNoOpLogHandler() })
        try await BackendClients.open(logger: logger) { clients in
            let server = try HangingServer()
            let endpoint = BackendEndpoint(name: "b", url: server.url)
            let executors: [(String, any Executor)] = [
                ("chat", clients.chatExecutor(for: endpoint)), ("messages", clients.messagesExecutor(for: endpoint)),
            ]
            for (name, executor) in executors {
                for phase in Phase.allCases { try await print(name, executor, phase, at: server) }
            }
            try await server.stop()
        }
        for (manner, isStubborn) in [("", false), ("stubborn ", true)] {
            for phase in Phase.allCases {
                try await print("\(manner)claude-cli", phase, isStubborn) {
                    ClaudeExecutor(command: $0, environment: $1)
                }
            }
            for phase in Phase.allCases {
                try await print("\(manner)command", phase, isStubborn) { CommandExecutor(command: $0, environment: $1) }
            }
        }
    }

    private static func print(_ name: String, _ phase: Phase, _ sample: Sample, left: Int) {
        report("cancel \(name), \(phase.rawValue)", "p50 \(sample.median.text), \(left) left")
        report("  longest of \(rounds)", sample.percentile(1).text, bar: bar)
    }

    // MARK: Servers

    private static func print(
        _ name: String, _ executor: any Executor, _ phase: Phase, at server: HangingServer
    ) async throws {
        var (sample, left) = (Sample(), 0)
        for _ in 0..<rounds {
            let next = server.answered + 1
            let round = Round(executor, phase) { await server.waitUntilAsked(times: next) }
            sample.add(await round.run(isGone: { await server.waitUntilLeft(but: phase == .queued ? 1 : 0) }))
            await round.end()
            await server.waitUntilLeft(but: 0)
            left += server.open
        }
        print(name, phase, sample, left: left)
    }

    // MARK: Programs

    private static func print(
        _ name: String, _ phase: Phase, _ isStubborn: Bool, _ make: ([String], [String: String?]) -> any Executor
    ) async throws {
        var (sample, left) = (Sample(), 0)
        for _ in 0..<rounds {
            let watch = try GroupWatch()
            let executor = make(
                ["sh", "-c", script(isStubborn), "--"],
                ["FIFO": watch.path, "OUTPUT": name.hasSuffix("claude-cli") ? claudeOutput(phase) : plainOutput(phase)])
            let round = Round(executor, phase) { await watch.waitForByte() }
            if phase == .queued {
                sample.add(await round.run(isGone: {}))
                await round.end()
                // The one before it is all that ever began.
                left += watch.waitUntilGone()
            } else {
                sample.add(await round.run(isGone: { _ = watch.waitUntilGone() }))
            }
        }
        print(name, phase, sample, left: left)
    }

    /// A program with a child; it says how far it has come by a byte, once its output is written.
    private static func script(_ isStubborn: Bool) -> String {
        #"""
        exec 9>"$FIFO"; \#(isStubborn ? "trap '' TERM; " : "")sleep 1000 & printf '%s' "$OUTPUT"; printf x >&9
        while :; do sleep 1000; done
        """#
    }

    private static func claudeOutput(_ phase: Phase) -> String {
        switch phase {
        case .loading: #"{"type":"system","subtype":"status","status":"requesting"}"# + "\n"
        case .queued, .beforeTheFirstByte: ""
        case .streaming:
            #"{"type":"stream_event","event":{"type":"content_block_delta","delta":{"type":"text_delta","text":"half"}}}"#
                + "\n"
        }
    }

    /// A plain program tells nothing of what it does before it answers.
    private static func plainOutput(_ phase: Phase) -> String { phase == .streaming ? "half" : "" }
}

/// An attempt that is brought as far as told, and then cancelled.
private struct Round {
    private let executor: any Executor
    private let phase: CancelFigures.Phase
    private let hasBegun: @Sendable () async -> Void
    /// The attempt in whose place another waits; nil where none does.
    private let before: Task<Answer, any Error>?

    init(_ executor: any Executor, _ phase: CancelFigures.Phase, hasBegun: @escaping @Sendable () async -> Void) {
        let clock = ContinuousClock()
        self.phase = phase
        self.hasBegun = hasBegun
        let request = Request(model: phase.rawValue, taskPrompt: "t")
        guard phase == .queued else {
            (self.executor, before) = (executor, nil)
            return
        }
        let queue = Backend(name: "b", executor: executor, parallel: 1)
            .limited(by: Limits(), clock: clock, stopwatch: .on(clock))
        self.executor = queue
        before = Task { try await queue.answer(to: request) }
    }

    /// - Returns: from the cancellation to the end of the call, and until nothing is left.
    func run(isGone: @escaping @Sendable () async -> Void) async -> Duration {
        if before != nil { await hasBegun() }
        let reports = Collector<ExecutorReport>()
        let attempt = Task {
            try await executor.answer(to: Request(model: phase.rawValue, taskPrompt: "t")) { reports.add($0) }
        }
        if before == nil { await hasBegun() }
        switch phase {
        case .queued: await reports.wait { $0.contains(.queued(place: 1)) }
        case .streaming: await reports.wait { $0.contains { if case .output(.answer, _) = $0 { true } else { false } } }
        case .loading, .beforeTheFirstByte: break
        }
        return await ContinuousClock().measure {
            attempt.cancel()
            _ = await attempt.result
            await isGone()
        }
    }

    /// Ends the attempt in whose place the other waited.
    func end() async {
        before?.cancel()
        _ = await before?.result
    }
}
