import EscalationCore
import Logging
import RungTestSupport
import Testing

@testable import Backends

/// What came of one request.
struct Asked: Equatable {
    var answer: Answer?
    var error: BackendError?
    var reports: [ExecutorReport]

    var phases: [Phase] { reports.compactMap { if case .phase(let phase) = $0 { phase } else { nil } } }

    func text(on channel: OutputChannel) -> String {
        reports.map { if case .output(channel, let text) = $0 { text } else { "" } }.joined()
    }
}

/// Asks an executor, and holds it to the contract of `Executor` on the way: the pieces of the answer channel joined are
/// the answer's text, and no piece is empty.
func ask(
    _ request: Request, of executor: any Executor, sourceLocation: SourceLocation = #_sourceLocation
) async throws -> Asked {
    let reports = Collector<ExecutorReport>()
    var asked = Asked(reports: [])
    do {
        asked.answer = try await executor.answer(to: request) { reports.add($0) }
    } catch let error as BackendError {
        asked.error = error
    }
    asked.reports = reports.all
    if let answer = asked.answer {
        #expect(asked.text(on: .answer) == answer.text, sourceLocation: sourceLocation)
    }
    for case .output(_, let text) in asked.reports { #expect(text != "", sourceLocation: sourceLocation) }
    return asked
}

/// Asks a server that handles every request as told.
func ask(
    _ request: Request = Request(model: "qwen3-4b", taskPrompt: "hi"),
    by executor: @escaping @Sendable (BackendClients, BackendEndpoint) -> any Executor = { $0.chatExecutor(for: $1) },
    apiKey: String? = nil, headers: [String: String] = [:], sourceLocation: SourceLocation = #_sourceLocation,
    served handler: @escaping LoopbackServer.Handler
) async throws -> Asked {
    try await LoopbackServer.serving(
        handler,
        during: { server in
            try await withClients { clients in
                let backend = BackendEndpoint(name: "local", url: server.url, apiKey: apiKey, headers: headers)
                return try await ask(request, of: executor(clients, backend), sourceLocation: sourceLocation)
            }
        })
}

/// Clients that log nothing.
func withClients<Result: Sendable>(_ body: (BackendClients) async throws -> Result) async throws -> Result {
    try await BackendClients.open(logger: Logger(label: "tests", factory: { _ in SwiftLogNoOpLogHandler() }), body)
}

/// A chunk of a stream, as one event.
func event(_ delta: String, finish: String? = nil, more: String = "") -> String {
    let reason = finish.map { "\"\($0)\"" } ?? "null"
    return """
        data: {"id":"c","object":"chat.completion.chunk","model":"m","choices":[{"index":0,"delta":\(delta),\
        "finish_reason":\(reason)}]\(more)}\n\n
        """
}

let done = "data: [DONE]\n\n"
