import EscalationCore

/// Bodies that a real llama-swap v250 sent, and the llama-server behind one (llama.cpp b11434).
enum Recorded {
    static let models = #"""
        {"data":[{"id":"org/coder:7b","object":"model","created":1795335274,"owned_by":"llama-swap","meta":{"llamaswap":{"type":"model"}},"status":{"value":"unloaded"}},{"id":"qwen3-4b","object":"model","created":1795335274,"owned_by":"llama-swap","name":"Qwen3 4B","description":"small fake","meta":{"llamaswap":{"aliases":["fast","gpt-4o-mini"],"type":"model"}},"status":{"value":"unloaded"}},{"id":"qwen3-4b-instruct","object":"model","created":1795335274,"owned_by":"llama-swap","architecture":{"input_modalities":["text"],"modality":"text-\u003etext","output_modalities":["text"]},"capabilities":{"function_calling":true},"supported_parameters":["tools","tool_choice"],"context_length":32768,"meta":{"llamaswap":{"quant":"Q4_K_M","replaces":"qwen3-4b","type":"model"},"n_ctx":32768},"status":{"value":"unloaded"}}],"object":"list"}
        """#

    static let running = #"""
        {"running":[{"model":"qwen3-4b","state":"starting","cmd":"/usr/local/bin/fake-model -listen 127.0.0.1:18211 -load 4s -tokens 8 -tps 8","proxy":"http://localhost:18211","ttl":0,"name":"Qwen3 4B","description":"small fake"}]}
        """#

    static let statusEvent = #"""
        {"type":"modelStatus","data":"[{\"id\":\"org/coder:7b\",\"name\":\"\",\"description\":\"\",\"state\":\"stopped\",\"unlisted\":false,\"peerID\":\"\"},{\"id\":\"qwen3-4b\",\"name\":\"Qwen3 4B\",\"description\":\"small fake\",\"state\":\"stopped\",\"unlisted\":false,\"peerID\":\"\",\"aliases\":[\"fast\",\"gpt-4o-mini\"]}]"}
        """#

    static let firstChunk = #"""
        {"choices":[{"finish_reason":null,"index":0,"delta":{"role":"assistant","content":null}}],"created":1795335881,"id":"chatcmpl-4LqedXRnPFAkUJe6R1Al4f3UxRMVyWrJ","model":"smollm2","system_fingerprint":"b11434-unknown","object":"chat.completion.chunk"}
        """#

    static let contentChunk = #"""
        {"choices":[{"finish_reason":null,"index":0,"delta":{"content":"L"}}],"created":1795335881,"id":"chatcmpl-4LqedXRnPFAkUJe6R1Al4f3UxRMVyWrJ","model":"smollm2","system_fingerprint":"b11434-unknown","object":"chat.completion.chunk"}
        """#

    static let finishChunk = #"""
        {"choices":[{"finish_reason":"length","index":0,"delta":{}}],"created":1795335881,"id":"chatcmpl-4LqedXRnPFAkUJe6R1Al4f3UxRMVyWrJ","model":"smollm2","system_fingerprint":"b11434-unknown","object":"chat.completion.chunk"}
        """#

    static let usageChunk = #"""
        {"choices":[],"created":1795335881,"id":"chatcmpl-4LqedXRnPFAkUJe6R1Al4f3UxRMVyWrJ","model":"smollm2","system_fingerprint":"b11434-unknown","object":"chat.completion.chunk","usage":{"completion_tokens":8,"prompt_tokens":37,"total_tokens":45,"prompt_tokens_details":{"cached_tokens":0}},"timings":{"cache_n":0,"prompt_n":37,"prompt_ms":576.752,"prompt_per_token_ms":15.587891891891891,"prompt_per_second":64.15235664549061,"predicted_n":8,"predicted_ms":124.732,"predicted_per_token_ms":17.818857142857144,"predicted_per_second":56.12032197030433}}
        """#

    static let whole = #"""
        {"choices":[{"finish_reason":"length","index":0,"message":{"role":"assistant","content":"L'Étoile, la Mar"}}],"created":1795335882,"model":"smollm2","system_fingerprint":"b11434-unknown","object":"chat.completion","usage":{"completion_tokens":8,"prompt_tokens":37,"total_tokens":45,"prompt_tokens_details":{"cached_tokens":24}},"id":"chatcmpl-faJuGOlm4rXEgqmFozvawLmfPNYZnAmc","timings":{"cache_n":24,"prompt_n":13,"prompt_ms":200.056,"prompt_per_token_ms":15.388923076923078,"prompt_per_second":64.98180509457352,"predicted_n":8,"predicted_ms":250.401,"predicted_per_token_ms":35.77157142857143,"predicted_per_second":27.955159923482732}}
        """#

    static let unknownModel = #"""
        {"src":"llama-swap","error":{"message":"no router for requested model","type":"invalid_request_error","param":null,"code":"not_found"}}
        """#

    static let noModel = #"""
        {"src":"llama-swap","error":{"message":"no model id could be identified","type":"invalid_request_error","param":null,"code":"not_found"}}
        """#

    static let nothingToUnload = #"""
        {"src":"llama-swap","error":{"message":"model not found","type":"invalid_request_error","param":null,"code":"not_found"}}
        """#

    static let loadFailed = #"""
        {"src":"llama-swap","error":{"message":"unspecific error: upstream command exited prematurely","type":"server_error","param":null,"code":"internal_error"}}
        """#

    static let unloadedWhileLoading = #"""
        {"src":"llama-swap","error":{"message":"unspecific error: group: model unloaded","type":"server_error","param":null,"code":"internal_error"}}
        """#

    /// Paths of all members with the kind of their value, items of a list taken together: `data[].id string`.
    static func shape(_ text: String) throws -> Set<String> { try shape(JSONValue(parsing: text)) }

    static func shape(_ value: JSONValue, at path: String = "") -> Set<String> {
        switch value {
        case .null: ["\(path) null"]
        case .bool: ["\(path) bool"]
        case .int, .double: ["\(path) number"]
        case .string: ["\(path) string"]
        case .array(let items): items.reduce(into: ["\(path) list"]) { $0.formUnion(shape($1, at: path + "[]")) }
        case .object(let members):
            members.reduce(into: []) {
                $0.formUnion(shape($1.value, at: path.isEmpty ? $1.name : "\(path).\($1.name)"))
            }
        }
    }
}
