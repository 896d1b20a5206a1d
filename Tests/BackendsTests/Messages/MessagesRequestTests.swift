import EscalationCore
import Testing

@testable import Backends

struct MessagesRequestTests {
    @Test func `sends both prompts verbatim, asks for a stream with room for an answer, and merges the parameters in`()
    {
        let request = Request(
            model: "claude-opus-4-6", skillPrompt: "Be \"brief\".\n", taskPrompt: "\u{1b}[31m sort 漢字\n",
            parameters: [.init("temperature", 0.2)])
        #expect(
            MessagesRequest(request).json == [
                "model": "claude-opus-4-6", "system": "Be \"brief\".\n",
                "messages": [["role": "user", "content": "\u{1b}[31m sort 漢字\n"]], "stream": true,
                "max_tokens": 32_000, "temperature": 0.2,
            ])
    }

    @Test func `leaves the system prompt out when there is no skill prompt, and lets a parameter set the room`() {
        let request = Request(model: "m", taskPrompt: "t", parameters: [.init("max_tokens", 8)])
        #expect(
            MessagesRequest(request).json == [
                "model": "m", "messages": [["role": "user", "content": "t"]], "stream": true, "max_tokens": 8,
            ])
    }

    @Test func `lets no parameter change model, prompts or stream`() {
        let plain = Request(model: "m", taskPrompt: "t")
        var meddled = plain
        meddled.parameters = [
            .init("model", "x"), .init("system", "x"), .init("messages", []), .init("stream", false),
        ]
        #expect(MessagesRequest(meddled).json == MessagesRequest(plain).json)
    }

    @Test func `asks for a schema as the API takes it, and for any object by the prompt alone`() {
        var request = Request(
            model: "m", taskPrompt: "t", format: .jsonSchema(name: "verdict", schema: ["type": "object"]))
        #expect(
            MessagesRequest(request).json["output_config"]
                == ["format": ["type": "json_schema", "schema": ["type": "object"]]])
        request.format = .jsonObject
        #expect(MessagesRequest(request).json["output_config"] == nil)
    }
}
