import EscalationCore
import Hummingbird
import NIOCore

extension SimulatorResponder {
    /// Waits for the model, and then does what the scenario has it do.
    func answer(_ query: ChatQuery, by model: Scenario.Model, to request: Request) async throws -> Response {
        let action = await script.action(for: query, by: model)
        var loadFailure: String?
        if case .loadFailure(let text) = action { loadFailure = text }
        if query.isStreamed, scenario.tellsLoading, generation.canTellLoading,
            await loader.state(of: model) != .ready
        {
            return tellingOfLoad(query, action, by: model, loadFailure: loadFailure)
        }
        let lease: ModelLoader.Lease
        do {
            lease = try await loader.acquire(model, loadFailure: loadFailure)
        } catch let error as ModelUnavailable {
            return unavailable(model, error)
        }
        switch action {
        case .answer, .crash:
            if let context = model.context, query.promptTokens > context {
                return .json(overflow(query, context), status: .badRequest)
            }
            let completion = completion(of: query, action, by: model)
            return query.isStreamed ? streamed(completion, lease) : try await whole(completion, lease)
        case .refusal(let status, let text, let retryAfter):
            let type =
                status == 429 ? "rate_limit_error" : status < 500 ? "invalid_request_error" : "server_error"
            var response = Response.json(
                Wire.upstreamError(text, status: status, type: type), status: HTTPResponse.Status(code: status))
            // The header has whole seconds: never sooner than told.
            if let retryAfter { response.headers[.retryAfter] = String(Int(retryAfter.seconds.rounded(.up))) }
            return response
        case .loadFailure(let text):
            // Such a load was refused above, whatever state the model was in.
            preconditionFailure("granted a model whose load was to fail with '\(text)'")
        }
    }

    func completion(of query: ChatQuery, _ action: Scenario.Entry.Action, by model: Scenario.Model) -> Completion {
        var text = ""
        var (reasoning, cutAfter, crashes) = ("", Int?.none, false)
        switch action {
        case .answer(let answer, let thoughts, let cut): (text, reasoning, cutAfter) = (answer, thoughts, cut)
        case .crash(let after):
            text = SeededAnswer(seed: scenario.seed, model: model.id, prompt: query.user).text
            (cutAfter, crashes) = (after, true)
        case .refusal, .loadFailure: break
        }
        var completion = Completion(
            id: "chatcmpl-simulated", created: created, model: model, query: query, text: text, reasoning: reasoning,
            cutAfter: cutAfter)
        completion.crashes = crashes
        return completion
    }

    private func unavailable(_ model: Scenario.Model, _ error: ModelUnavailable) -> Response {
        switch generation {
        case .llamaSwapV170, .llamaSwapV217:
            return .text("unable to start process: \(error.text)", status: .badGateway)
        case .llamaSwapV250: return .json(Wire.loadFailure(error.text), status: .internalServerError)
        case .llamaServer:
            let message = "model name=\(model.id) failed to load"
            return .json(
                Wire.upstreamError(message, status: 500, type: "server_error"), status: .internalServerError)
        }
    }

    private func overflow(_ query: ChatQuery, _ context: Int) -> JSONValue {
        Wire.upstreamError(
            "the request exceeds the available context size", status: 400, type: "exceed_context_size_error",
            more: [.init("n_prompt_tokens", .int(query.promptTokens)), .init("n_ctx", .int(context))])
    }

    private func whole(_ completion: Completion, _ lease: ModelLoader.Lease) async throws -> Response {
        try await clock.sleep(for: completion.due(completion.cutAfter ?? completion.pieces.count))
        if completion.crashes {
            await loader.crash(completion.model)
            // The process behind is gone: an empty body is all there is to pass on.
            return .text("", status: .badGateway)
        }
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

    func write(_ completion: Completion, to writer: inout any ResponseBodyWriter) async throws {
        func send(_ text: String) async throws { try await writer.write(ByteBuffer(string: "data: \(text)\n\n")) }
        let start = stopwatch.now()
        for (index, piece) in completion.pieces.enumerated() {
            if index == completion.cutAfter { try await cut(completion) }
            let wait = start + completion.due(index) - stopwatch.now()
            if wait > .zero { try await clock.sleep(for: wait) }
            if index == 0 { try await send(completion.opening.text) }
            try await send(completion.chunk(piece).text)
        }
        if completion.cutAfter != nil { try await cut(completion) }
        for chunk in completion.closing { try await send(chunk.text) }
        try await send("[DONE]")
    }

    private func cut(_ completion: Completion) async throws -> Never {
        if completion.crashes { await loader.crash(completion.model) }
        throw ConnectionCut()
    }
}

/// Ends a connection in the middle of a reply, as the scenario wants it.
struct ConnectionCut: Error {}
