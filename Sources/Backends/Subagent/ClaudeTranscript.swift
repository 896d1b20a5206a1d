import EscalationCore
import Subprocesses

/// What one call of the Claude CLI has said so far, and what is to be told of it.
struct ClaudeTranscript: Equatable {
    /// Most bytes kept of output that isn't `stream-json`, to be quoted when there is no answer.
    private static let strayBytes = 4 * 1024

    private(set) var result: ClaudeResult?
    private(set) var servedModel: String?
    /// The API's word for what went wrong.
    private(set) var complaint: Complaint?
    /// Whether any line was understood.
    private(set) var hasSpoken = false
    /// Lines that are no JSON.
    private(set) var stray = OutputTail(limit: strayBytes)
    private var lines = LineSplitter()
    private var answer = ""
    private var phase: Phase?

    struct Complaint: Equatable {
        var status: Int?
        var word: String
    }

    /// Takes the next piece of standard output.
    /// - Returns: what is to be reported, in order.
    mutating func take(_ bytes: [UInt8]) -> [ExecutorReport] {
        lines.lines(adding: bytes).flatMap { line in
            guard let json = try? JSONValue(parsing: line) else {
                if !line.isEmpty { stray.append(line + [UInt8(ascii: "\n")]) }
                return [ExecutorReport]()
            }
            return take(json)
        }
    }

    /// Says that nothing follows.
    mutating func finish() -> [ExecutorReport] {
        // A last line without its end is a whole one, or one that was cut off.
        guard let line = lines.finish() else { return [] }
        if let json = try? JSONValue(parsing: line) { return take(json) }
        if line.first != UInt8(ascii: "{") { stray.append(line) }
        return []
    }

    private mutating func take(_ line: JSONValue) -> [ExecutorReport] {
        hasSpoken = hasSpoken || line["type"] != nil
        switch ClaudeEvent(line) {
        case .requesting:
            return entering(.prompt)
        case .message(let model):
            // The CLI writes messages of its own under such a name.
            if model != "<synthetic>" { servedModel = model }
            return []
        case .text(let text):
            answer += text
            return entering(.answer) + [.output(.answer, text)]
        case .thinking(let text):
            return entering(.answer) + [.output(.reasoning, text)]
        case .retrying(let reason, let seconds):
            phase = nil
            return [.waiting(reason: reason, seconds: seconds)]
        case .complaint(let status, let word):
            complaint = Complaint(status: status, word: word)
            return []
        case .result(let result):
            self.result = result
            return result.isError ? [] : rest(of: result.text)
        case nil:
            return []
        }
    }

    /// The end of an answer that wasn't streamed: all of it, where the CLI doesn't stream.
    private mutating func rest(of text: String) -> [ExecutorReport] {
        guard text.utf8.count > answer.utf8.count, text.utf8.starts(with: answer.utf8) else { return [] }
        let rest = String(decoding: text.utf8.dropFirst(answer.utf8.count), as: UTF8.self)
        answer = text
        return entering(.answer) + [.output(.answer, rest)]
    }

    private mutating func entering(_ next: Phase) -> [ExecutorReport] {
        guard phase != next else { return [] }
        phase = next
        return [.phase(next)]
    }
}
