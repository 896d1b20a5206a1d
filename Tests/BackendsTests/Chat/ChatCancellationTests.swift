import EscalationCore
import RungTestSupport
import Testing

@testable import Backends

/// Cancelling ends the request, and the server sees its connection close, whatever it was doing.
@Suite(.timeLimit(.minutes(10)))
struct ChatCancellationTests {
    enum Moment: String, Sendable, CaseIterable {
        case beforeTheHead, afterTheHead, amidTheAnswer, amidAnErrorMessage, amidOneObject
    }

    @Test(arguments: Moment.allCases)
    func `closes the connection when cancelled`(_ moment: Moment) async throws {
        let progress = Collector<String>()
        try await LoopbackServer.serving { exchange in
            switch moment {
            case .beforeTheHead: break
            case .afterTheHead: try await exchange.startStream()
            case .amidTheAnswer:
                try await exchange.startStream()
                try await exchange.chunk(event(#"{"content":"half"}"#))
            case .amidAnErrorMessage:
                try await exchange.send("HTTP/1.1 500 Said\r\nContent-Length: 100\r\n\r\nhalf a mess")
            case .amidOneObject:
                try await exchange.send(
                    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"choi")
            }
            progress.add("served")
            await exchange.untilClientLeaves()
            progress.add("left")
            return .hangUp
        } during: { server in
            try await withClients { clients in
                let executor = clients.chatExecutor(for: BackendEndpoint(name: "local", url: server.url))
                let request = Task {
                    try await executor.answer(to: Request(model: "m", taskPrompt: "t")) { report in
                        if case .output = report { progress.add("shown") }
                    }
                }
                await progress.wait { $0.contains("served") && (moment != .amidTheAnswer || $0.contains("shown")) }
                request.cancel()
                await #expect(throws: CancellationError.self) { try await request.value }
                await progress.wait { $0.contains("left") }
            }
        }
    }

    @Test func `sends nothing when cancelled before it begins`() async throws {
        let requests = Collector<String>()
        try await LoopbackServer.serving { exchange in
            requests.add(exchange.path)
            return .hangUp
        } during: { server in
            try await withClients { clients in
                let executor = clients.chatExecutor(for: BackendEndpoint(name: "local", url: server.url))
                let request = Task {
                    withUnsafeCurrentTask { $0?.cancel() }
                    return try await executor.answer(to: Request(model: "m", taskPrompt: "t"))
                }
                await #expect(throws: CancellationError.self) { try await request.value }
            }
        }
        #expect(requests.all == [])
    }

    @Test func `answers many at once while others wait for their models`() async throws {
        try await LoopbackServer.serving { exchange in
            if exchange.json["model"] == "cold" {
                await exchange.untilClientLeaves()
                return .hangUp
            }
            try await exchange.stream(event(#"{"content":"warm"}"#, finish: "stop") + done)
            return .keepOpen
        } during: { server in
            try await withClients { clients in
                let executor = clients.chatExecutor(for: BackendEndpoint(name: "local", url: server.url))
                try await withThrowingTaskGroup(of: Answer.self) { group in
                    for _ in 0..<20 {
                        group.addTask { try await executor.answer(to: Request(model: "cold", taskPrompt: "t")) }
                    }
                    let answer = try await executor.answer(to: Request(model: "warm", taskPrompt: "t"))
                    #expect(answer.text == "warm")
                    group.cancelAll()
                }
            }
        }
    }
}
