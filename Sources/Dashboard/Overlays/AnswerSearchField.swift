import Terminal

/// The line in which a text to look for in the answer is typed; what it finds so far is marked behind it.
struct AnswerSearchField: Overlay {
    private var field = FilterField()
    /// Where the reader stood, to come back to.
    private let place: AnswerView.Place

    init(_ program: DashboardProgram) {
        place = program.answer.place
        field.isTyping = true
    }

    var isTyping: Bool { true }

    mutating func type(_ key: Key, in program: inout DashboardProgram) -> OverlayReply {
        switch key {
        case .enter: return .close()
        case .escape, .control("c"):
            program.answer.find("", from: place)
            return .close()
        default:
            if field.edit(key) { program.answer.find(field.text, from: place) }
            return .stay()
        }
    }

    func hints(in program: DashboardProgram) -> [DashboardProgram.Hint] { [] }

    func draw(on canvas: inout Canvas, in rect: Rect, _ program: DashboardProgram) {
        let answer = ScreenLayout(program).answer
        let pane = answer.isEmpty ? rect : answer
        let row = pane.row(pane.height - 1)
        canvas.fill(row)
        field.draw(on: &canvas, in: row)
    }
}
