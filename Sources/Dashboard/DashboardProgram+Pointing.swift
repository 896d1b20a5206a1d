import Terminal

extension DashboardProgram {
    /// Lines that a turn of the wheel moves.
    private static let wheelStep = 3

    /// The mouse: a press goes to what is under it, the wheel moves what is under it and leaves the focus where it is.
    mutating func point(_ pointer: Pointer) -> [Effect] {
        switch pointer.event {
        case .wheelUp: return turn(at: pointer, by: -Self.wheelStep)
        case .wheelDown: return turn(at: pointer, by: Self.wheelStep)
        case .press:
            press(at: pointer)
            return []
        }
    }

    private mutating func turn(at pointer: Pointer, by distance: Int) -> [Effect] {
        if overlay != nil { return moveInOverlay(by: distance) }
        switch pane(at: pointer) {
        case .answer: answer.scroll(by: distance)
        case .verdict: scrollVerdict(by: distance)
        case .attempts, .chain, .task, nil: break
        }
        return []
    }

    private mutating func press(at pointer: Pointer) {
        guard overlay == nil, let pane = pane(at: pointer) else { return }
        focus(on: pane)
        let layout = ScreenLayout(self)
        guard pane == .attempts, layout.attempts.inset(top: 1).contains(x: pointer.x, y: pointer.y) else { return }
        if shown == nil {
            if let index = SamplesPane(self).index(at: pointer.y, in: layout.attempts) { sampleIndex = index }
        } else if let number = AttemptsPane(self, showsTask: layout.task.isEmpty)
            .attempt(at: pointer.y, in: layout.attempts)
        {
            selectAttempt(number)
        }
    }

    /// The pane a cell belongs to; nil for the lines between.
    private func pane(at pointer: Pointer) -> Pane? {
        let layout = ScreenLayout(self)
        let places: [(Pane, Rect)] = [
            (.chain, layout.chain), (.attempts, layout.attempts), (.verdict, layout.verdict), (.answer, layout.answer),
            (.task, layout.composer),
        ]
        return places.first { $0.1.contains(x: pointer.x, y: pointer.y) }?.0
    }
}
