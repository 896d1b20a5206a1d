import EscalationCore

extension ServerComplaint {
    /// The kind of failure it is.
    ///
    /// Servers agree on few statuses and no codes, so that some kinds are told by the words that they use; each list
    /// names whose they are.
    ///
    /// - Parameters:
    ///   - httpStatus: of the reply; nil for an error inside a stream.
    ///   - request: what was asked: only a request for a format can have it refused.
    func kind(httpStatus: Int?, request: Request) -> Failure.Kind {
        let status = httpStatus.flatMap { $0 >= 400 ? $0 : nil } ?? self.status
        let words = "\(label) \(message)".lowercased()
        func says(_ phrases: [String]) -> Bool { phrases.contains { words.contains($0) } }
        switch status {
        case 401, 403: return .refused
        // 529: Anthropic's API is overloaded. What is to be done is the same.
        case 429, 529: return .rateLimited
        case 413: return .contextTooLong
        case nil where label.contains("rate_limit") || label.contains("overloaded_error"): return .rateLimited
        default: break
        }
        if Self.refusals.contains(where: label.contains) { return .refused }
        let isServerFault = status.map { $0 >= 500 } ?? true
        if says(Self.tooLong) { return .contextTooLong }
        if isServerFault, says(Self.loadFailure) { return .loadFailed }
        if request.format != .text, status != 404, says(isServerFault ? Self.grammar : Self.format) {
            return .formatRefused
        }
        if status == nil, label.contains("not_found_error"), words.contains("model") { return .unknownModel }
        if status == 404, words.contains("model") || words.contains(request.model.lowercased()) { return .unknownModel }
        // The last is llama-server's router.
        if status == 400 || status == 404 || status == 422,
            says(Self.unknownModel + ["model '\(request.model.lowercased())' not found"])
        {
            return .unknownModel
        }
        return .server
    }

    /// Anthropic's words, which stand in its streams without a status.
    private static let refusals = ["authentication_error", "permission_error", "billing_error"]

    /// llama-server; OpenAI and those who copy it; vLLM; Anthropic, of the prompt alone and with `max_tokens`.
    private static let tooLong = [
        "exceed_context_size_error", "context_length_exceeded", "maximum context length", "prompt is too long",
        "exceed context limit", "request_too_large",
    ]

    /// llama-swap: the middle two v250 and v170-v217, `unable to swap` v217 with loading state, `health check` all of
    /// them, `model unloaded` v250 where somebody unloads a model that is being loaded.
    /// llama-server's router: `failed to load`.
    private static let loadFailure = [
        "failed to load", "exited prematurely", "failed to start command", "unable to start process",
        "unable to swap model", "health check timed out", "model unloaded",
    ]

    /// llama-server (`json_schema`, `grammar`), OpenAI (`response_format`), vLLM (`guided`, `structured`), Anthropic
    /// (`output_config`).
    private static let format = [
        "output_config", "output_format",
        "response_format", "json_schema", "json_object", "json schema", "structured output", "structured_outputs",
        "grammar", "guided",
    ]

    /// A server's fault must name the grammar: llama-server answers 500 to one that it can't compile.
    private static let grammar = ["grammar", "response_format", "json_schema"]

    /// llama-swap v250; v217; v170; OpenAI and LiteLLM; vLLM.
    private static let unknownModel = [
        "no router for requested model", "could not find suitable inference handler", "could not find real modelid",
        "model_not_found", "invalid model", "model not found", "unknown model",
    ]
}
