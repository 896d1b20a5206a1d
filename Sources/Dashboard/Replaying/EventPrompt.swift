import Terminal

/// Asks for the event that a replay goes to: `until verdict=escalate tier>=2`, or `since` for the last one before.
struct EventPrompt: Overlay {
    private var field: FilterField

    init() {
        field = FilterField()
        field.setText("until ")
        field.isTyping = true
    }

    var isTyping: Bool { true }

    mutating func type(_ key: Key, in program: inout DashboardProgram) -> OverlayReply {
        switch key {
        case .escape, .control("c"): return .close()
        case .enter:
            let words = field.text.split(maxSplits: 1, whereSeparator: \.isWhitespace).map(String.init)
            switch words.first {
            case "until": return .close([.replayControl(.find(words.dropFirst().first ?? "", forward: true))])
            case "since": return .close([.replayControl(.find(words.dropFirst().first ?? "", forward: false))])
            case nil: return .close()
            // A condition by itself looks ahead.
            case _?: return .close([.replayControl(.find(field.text, forward: true))])
            }
        default:
            _ = field.edit(key)
            return .stay()
        }
    }

    func hints(in program: DashboardProgram) -> [DashboardProgram.Hint] { [] }

    func draw(on canvas: inout Canvas, in rect: Rect, _ program: DashboardProgram) {
        guard !rect.isEmpty else { return }
        let row = rect.row(rect.height - 1)
        canvas.fill(row)
        let example = "such as verdict=escalate tier>=2 · since looks back "
        field.draw(on: &canvas, in: row, mark: " : ", note: example)
    }
}
