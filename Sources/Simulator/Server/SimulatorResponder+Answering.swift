import EscalationCore
import Hummingbird
import NIOCore

extension SimulatorResponder {
    /// Waits for the model, and then does what the scenario has it do.
    func answer(_ query: ChatQuery, by model: Scenario.Model) async throws -> Response {
        let action = scenario.action(for: query, by: model)
        var loadFailure: String?
        if case .loadFailure(let text) = action { loadFailure = text }
        let lease: ModelLoader.Lease
        do {
            lease = try await loader.acquire(model, loadFailure: loadFailure)
        } catch let error as ModelUnavailable {
            let body = Wire.error("unspecific error: \(error.text)", type: "server_error", code: "internal_error")
            return .json(body, status: .internalServerError)
        }
        switch action {
        case .answer(let text, let reasoning, let cutAfter):
            if let context = model.context, query.promptTokens > context {
                return .json(overflow(query, context), status: .badRequest)
            }
            let completion = Completion(
                id: "chatcmpl-simulated", created: created, model: model, query: query, text: text,
                reasoning: reasoning, cutAfter: cutAfter)
            return query.isStreamed ? streamed(completion, lease) : try await whole(completion, lease)
        case .refusal(let status, let text):
            let type = status < 500 ? "invalid_request_error" : "server_error"
            return .json(
                Wire.upstreamError(text, status: status, type: type), status: HTTPResponse.Status(code: status))
        case .loadFailure(let text):
            // Such a load was refused above, whatever state the model was in.
            preconditionFailure("granted a model whose load was to fail with '\(text)'")
        }
    }

    private func overflow(_ query: ChatQuery, _ context: Int) -> JSONValue {
        Wire.upstreamError(
            "the request exceeds the available context size", status: 400, type: "exceed_context_size_error",
            more: [.init("n_prompt_tokens", .int(query.promptTokens)), .init("n_ctx", .int(context))])
    }

    private func whole(_ completion: Completion, _ lease: ModelLoader.Lease) async throws -> Response {
        try await clock.sleep(for: completion.due(completion.pieces.count))
        return withExtendedLifetime(lease) { .json(completion.whole) }
    }

    private func streamed(_ completion: Completion, _ lease: ModelLoader.Lease) -> Response {
        Response(
            status: .ok, headers: .eventStream,
            body: ResponseBody { writer in
                try await write(completion, to: &writer)
                withExtendedLifetime(lease) {}
                try await writer.finish(nil)
            })
    }

    private func write(_ completion: Completion, to writer: inout any ResponseBodyWriter) async throws {
        func send(_ text: String) async throws { try await writer.write(ByteBuffer(string: "data: \(text)\n\n")) }
        let start = stopwatch.now()
        for (index, piece) in completion.pieces.enumerated() {
            if index == completion.cutAfter { throw ConnectionCut() }
            let wait = start + completion.due(index) - stopwatch.now()
            if wait > .zero { try await clock.sleep(for: wait) }
            if index == 0 { try await send(completion.opening.text) }
            try await send(completion.chunk(piece).text)
        }
        if completion.cutAfter != nil { throw ConnectionCut() }
        for chunk in completion.closing { try await send(chunk.text) }
        try await send("[DONE]")
    }
}

/// Ends a connection in the middle of a reply, as the scenario wants it.
struct ConnectionCut: Error {}
