import Terminal

/// The line in which a command is typed that gets the answer on its standard input.
struct PipeField: Overlay {
    private var field = FilterField()
    private let text: String

    init(_ text: String) {
        self.text = text
        field.isTyping = true
    }

    var isTyping: Bool { true }

    mutating func type(_ key: Key, in program: inout DashboardProgram) -> OverlayReply {
        switch key {
        case .enter:
            let command = field.text
            return .close(command.allSatisfy(\.isWhitespace) ? [] : [.pipe(text, command: command)])
        case .escape, .control("c"): return .close()
        default:
            _ = field.edit(key)
            return .stay()
        }
    }

    func hints(in program: DashboardProgram) -> [DashboardProgram.Hint] { [] }

    func draw(on canvas: inout Canvas, in rect: Rect, _ program: DashboardProgram) {
        let row = rect.row(rect.height - 1)
        canvas.fill(row)
        field.draw(on: &canvas, in: row, mark: " | ", note: "Enter runs it · Esc doesn't ")
    }
}
