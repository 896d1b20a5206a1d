import EscalationCore
import Terminal

/// Prints a replay as lines: what happened in words, and between them what the models wrote, set in and as it came.
///
/// Nothing but text is printed, whatever a model wrote: control characters are shown as glyphs also into a pipe.
actor PlainReplayPrinter: EventPrinter {
    private let stream: StandardStream
    private var state: SessionState?
    /// What the open line belongs to; nil at the start of a line.
    private var open: Open?

    private struct Open: Hashable {
        var attempt: Int
        var channel: OutputChannel
    }

    init(to stream: StandardStream = .output) { self.stream = stream }

    func print(_ event: SessionEvent) {
        var state = state ?? SessionState(id: event.session)
        self.state = nil
        state.apply(event)
        if case .outputReceived(let attempt, let channel, let pieces) = event.kind {
            write(pieces.map(\.text).joined(), Open(attempt: attempt, channel: channel))
        } else if let line = ProgressLine.text(for: event, in: state) {
            endLine()
            stream.writeLine(line)
        }
        self.state = state
    }

    private func write(_ text: String, _ part: Open) {
        guard part.channel != .progress, !text.isEmpty else { return }
        if open != nil, open != part { endLine() }
        var output = ""
        let lines = VisibleText.escape(text, keepingNewlinesAndTabs: true)
            .split(separator: "\n", omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            if index > 0 {
                output += "\n"
                open = nil
            }
            guard !line.isEmpty else { continue }
            if open == nil { output += part.channel == .reasoning ? "    ~ " : "    " }
            output += line
            open = part
        }
        stream.write(output)
    }

    private func endLine() {
        guard open != nil else { return }
        stream.write("\n")
        open = nil
    }
}
