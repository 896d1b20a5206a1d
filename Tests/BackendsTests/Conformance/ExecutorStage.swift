import EscalationCore
import RungTestSupport
import Subprocesses

@testable import Backends

/// What an executor speaks with.
enum Counterpart: String, Sendable, CaseIterable {
    case chat, messages, claude, command
}

/// How far an attempt has come, as its counterpart sees it.
enum Progress: String, Sendable, CaseIterable {
    /// The model is being loaded: what the counterpart says meanwhile is not the model's.
    case loading
    /// The request has arrived, and nothing has been said.
    case beforeTheFirstByte
    /// A part of the answer has come.
    case streaming
}

/// An executor whose counterpart takes every attempt as far as told, and then neither goes on nor ends by itself.
struct ExecutorStage: Sendable {
    var executor: any Executor
    /// Returns once an attempt has come that far.
    var hasBegun: @Sendable () async -> Void
    /// Lets the time pass that a process is given for tidying up.
    var passGrace: @Sendable () async -> Void
    /// Returns once no connection and no process is left.
    ///
    /// - Returns: how many attempts have reached the counterpart beside the first.
    var isGone: @Sendable () async -> Int

    static func with(
        _ counterpart: Counterpart, stoppedAt progress: Progress,
        _ body: @escaping @Sendable (ExecutorStage) async throws -> Void
    ) async throws {
        switch counterpart {
        case .chat, .messages: try await withServer(counterpart, stoppedAt: progress, body)
        case .claude, .command: try await body(program(counterpart, stoppedAt: progress))
        }
    }

    // MARK: Servers

    private static func withServer(
        _ counterpart: Counterpart, stoppedAt progress: Progress,
        _ body: @escaping @Sendable (ExecutorStage) async throws -> Void
    ) async throws {
        let log = Collector<String>()
        try await LoopbackServer.serving { exchange in
            if let text = stream(of: counterpart, until: progress) {
                try await exchange.startStream()
                try await exchange.chunk(text)
            }
            log.add("begun")
            await exchange.untilClientLeaves()
            log.add("gone")
            return .hangUp
        } during: { server in
            try await withClients { clients in
                let endpoint = BackendEndpoint(name: "local", url: server.url)
                try await body(
                    ExecutorStage(
                        executor: counterpart == .chat
                            ? clients.chatExecutor(for: endpoint) : clients.messagesExecutor(for: endpoint),
                        hasBegun: { await log.wait { $0.contains("begun") } },
                        passGrace: {},
                        isGone: {
                            await log.wait { words in
                                words.filter { $0 == "begun" }.count == words.filter { $0 == "gone" }.count
                            }
                            return log.all.filter { $0 == "begun" }.count - 1
                        }))
            }
        }
    }

    /// Nil where not even the reply's head is sent.
    private static func stream(of counterpart: Counterpart, until progress: Progress) -> String? {
        switch (counterpart, progress) {
        case (_, .beforeTheFirstByte): nil
        case (.messages, .loading): MessageStream.ping
        case (.messages, .streaming): MessageStream.start() + MessageStream.block("half")
        case (_, .loading): "data: {\"choices\":[{\"delta\":{\"reasoning_content\":\"loading\"}}]}\n\n"
        case (_, .streaming): event(#"{"content":"half"}"#)
        }
    }

    // MARK: Programs

    /// A program that ignores requests to end, as does a child of it.
    private static func program(_ counterpart: Counterpart, stoppedAt progress: Progress) throws -> ExecutorStage {
        let watch = try GroupWatch()
        let clock = ManualClock()
        let script = #"""
            exec 9>"$FIFO"; trap '' TERM; sleep 1000 & printf '%s' "$OUTPUT"; echo loading >&2; printf x >&9
            while :; do sleep 1000; done
            """#
        let command = ["sh", "-c", script, "--"]
        let environment: [String: String?] = [
            "FIFO": watch.path, "OUTPUT": output(of: counterpart, until: progress),
        ]
        return ExecutorStage(
            executor: counterpart == .claude
                ? ClaudeExecutor(command: command, environment: environment, clock: clock)
                : CommandExecutor(command: command, environment: environment, clock: clock),
            hasBegun: { await watch.waitForByte() },
            passGrace: {
                await clock.waitForSleepers()
                clock.advance(by: Command.grace)
            },
            isGone: { watch.waitUntilGone() })
    }

    private static func output(of counterpart: Counterpart, until progress: Progress) -> String {
        switch (counterpart, progress) {
        case (.claude, .loading): #"{"type":"system","subtype":"status","status":"requesting"}"# + "\n"
        case (.claude, .streaming):
            #"{"type":"stream_event","event":{"type":"content_block_delta","delta":{"type":"text_delta","text":"half"}}}"#
                + "\n"
        case (_, .streaming): "half"
        case (_, .beforeTheFirstByte), (_, .loading): ""
        }
    }
}
