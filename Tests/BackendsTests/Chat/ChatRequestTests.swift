import EscalationCore
import Testing

@testable import Backends

struct ChatRequestTests {
    @Test func `sends both prompts verbatim, asks for a stream with usage, and merges the parameters in`() {
        let request = Request(
            model: "org/coder:7b", skillPrompt: "Be \"brief\".\n", taskPrompt: "\u{1b}[31m sort 漢字\n",
            parameters: [.init("temperature", 0.2), .init("stop", ["\n"])])
        #expect(
            ChatRequest(request).json == [
                "model": "org/coder:7b",
                "messages": [
                    ["role": "system", "content": "Be \"brief\".\n"],
                    ["role": "user", "content": "\u{1b}[31m sort 漢字\n"],
                ],
                "stream": true, "stream_options": ["include_usage": true], "temperature": 0.2, "stop": ["\n"],
            ])
    }

    @Test func `leaves the system message out when there is no skill prompt`() {
        #expect(
            ChatRequest(Request(model: "m", taskPrompt: "t")).json["messages"] == [["role": "user", "content": "t"]])
    }

    @Test func `lets no parameter change model, messages or stream`() {
        let plain = Request(model: "m", taskPrompt: "t")
        var meddled = plain
        meddled.parameters = [.init("model", "x"), .init("messages", []), .init("stream", false)]
        #expect(ChatRequest(meddled).json == ChatRequest(plain).json)
    }

    @Test func `lets parameters replace its other members, and a null leave them out`() {
        var request = Request(
            model: "m", taskPrompt: "t",
            parameters: [
                .init("response_format", ["type": "text"]), .init("stream_options", .null), .init("seed", .null),
            ],
            format: .jsonObject)
        #expect(
            ChatRequest(request).json == [
                "model": "m", "messages": [["role": "user", "content": "t"]], "stream": true,
                "response_format": ["type": "text"], "seed": .null,
            ])
        request.parameters = []
        #expect(ChatRequest(request).json["response_format"] == ["type": "json_object"])
    }

    @Test func `asks for a schema strictly`() {
        let request = Request(
            model: "m", taskPrompt: "t", format: .jsonSchema(name: "verdict", schema: ["type": "object"]))
        #expect(
            ChatRequest(request).json["response_format"] == [
                "type": "json_schema",
                "json_schema": ["name": "verdict", "strict": true, "schema": ["type": "object"]],
            ])
    }
}
