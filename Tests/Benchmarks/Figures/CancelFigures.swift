import Backends
import EscalationCore
import Foundation
import Logging
import RungTestSupport

/// How long a cancelled attempt takes to be gone: its call has ended, and no connection and no process is left.
enum CancelFigures {
    private static let rounds = 20

    static func print() async throws {
        let logger = Logger(label: "figures", factory: { _ in SwiftLogNoOpLogHandler() })
        try await BackendClients.open(logger: logger) { clients in
            let server = try HangingServer()
            let endpoint = BackendEndpoint(name: "b", url: server.url)
            try await print("chat completion", of: clients.chatExecutor(for: endpoint)) { await server.waitUntilLeft() }
            try await print("message", of: clients.messagesExecutor(for: endpoint)) { await server.waitUntilLeft() }
            try await server.stop()
        }
        for (word, trap) in [("that tidies up", ""), ("that won't end", "trap '' TERM; ")] {
            let command: @Sendable (String) -> [String] = { output in
                [
                    "sh", "-c",
                    "exec 9>\"$FIFO\"; \(trap)sleep 1000 & printf '%s\\n' '\(output)'; while :; do sleep 1000; done",
                    "--",
                ]
            }
            let line =
                #"{"type":"stream_event","event":{"type":"content_block_delta","delta":{"type":"text_delta","text":"half"}}}"#
            try await print(
                "Claude CLI \(word)", watchedBy: { ClaudeExecutor(command: command(line), environment: $0) })
            try await print(
                "command \(word)", watchedBy: { CommandExecutor(command: command("half"), environment: $0) })
        }
    }

    private static func print(
        _ name: String, watchedBy make: ([String: String?]) -> any Executor
    ) async throws {
        var sample = Sample()
        for _ in 0..<rounds {
            let watch = try GroupWatch()
            sample.add(try await cancel(make(["FIFO": watch.path])) { _ = watch.waitUntilGone() })
        }
        print(name, sample)
    }

    private static func print(
        _ name: String, of executor: any Executor, isGone: @escaping @Sendable () async -> Void
    ) async throws {
        var sample = Sample()
        for _ in 0..<rounds { sample.add(try await cancel(executor, isGone: isGone)) }
        print(name, sample)
    }

    private static func print(_ name: String, _ sample: Sample) {
        report("cancel \(name) until gone, p50", sample.median.text)
        report("  longest of \(rounds)", sample.percentile(1).text, bar: "200 ms")
    }

    /// Cancels an attempt in the middle of its answer.
    private static func cancel(
        _ executor: any Executor, isGone: @escaping @Sendable () async -> Void
    ) async throws -> Duration {
        let reports = Collector<ExecutorReport>()
        let attempt = Task {
            try await executor.answer(to: Request(model: "m", taskPrompt: "t")) { reports.add($0) }
        }
        await reports.wait { reports in reports.contains { if case .output = $0 { true } else { false } } }
        return await ContinuousClock().measure {
            attempt.cancel()
            _ = await attempt.result
            await isGone()
        }
    }
}
