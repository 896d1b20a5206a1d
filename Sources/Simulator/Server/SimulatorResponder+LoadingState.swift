import EscalationCore
import Hummingbird
import NIOCore

/// What llama-swap streams while a model loads, where `sendLoadingState` is on.
extension SimulatorResponder {
    /// Answers at once, tells in chunks of reasoning that the model loads, and ends that with "Done!", also where the
    /// load failed. Then v250 sends the error as a bare line, and v217 told it among the rest; neither sends `[DONE]`.
    func tellingOfLoad(
        _ query: ChatQuery, _ action: Scenario.Entry.Action, by model: Scenario.Model, loadFailure: String?
    ) -> Response {
        Response(
            status: .ok, headers: .eventStream,
            body: ResponseBody { writer in
                func tell(_ text: String) async throws {
                    for piece in generation == .llamaSwapV250 ? Self.pieces(of: text) : [text] {
                        let chunk: JSONValue = ["choices": [["delta": ["reasoning_content": .string(piece)]]]]
                        try await writer.write(ByteBuffer(string: "data: \(chunk.text)\n\n"))
                    }
                }
                let start = stopwatch.now()
                try await tell("━━━━━\n")
                try await tell("llama-swap loading model: \(model.id)\n")
                let loaded: Result<ModelLoader.Lease, ModelUnavailable>
                do {
                    loaded = .success(try await loader.acquire(model, loadFailure: loadFailure))
                } catch let error as ModelUnavailable {
                    loaded = .failure(error)
                }
                if case .failure(let error) = loaded, generation == .llamaSwapV217 {
                    try await tell("Unable to swap model err: unable to start process: \(error.text)\n")
                }
                let seconds = Double((stopwatch.now() - start).milliseconds / 10) / 100
                try await tell("\nDone! (\(seconds)s)\n")
                try await tell("━━━━━\n")
                try await tell(" \n")
                switch loaded {
                case .success(let lease):
                    try await write(completion(of: query, action, by: model), to: &writer)
                    withExtendedLifetime(lease) {}
                case .failure(let error) where generation == .llamaSwapV250:
                    try await writer.write(ByteBuffer(string: Wire.loadFailure(error.text).text))
                case .failure: break
                }
                try await writer.finish(nil)
            })
    }

    /// v250 types its words, five characters at a time; a new line stands alone.
    private static func pieces(of text: String) -> [String] {
        var pieces: [String] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if !pieces.isEmpty || line.isEmpty { pieces.append("\n") }
            var rest = line
            while !rest.isEmpty {
                pieces.append(String(rest.prefix(5)))
                rest = rest.dropFirst(5)
            }
        }
        return pieces
    }
}
