import Terminal

/// An overlay that is a list to choose one of, narrowed by what is typed.
///
/// It says what its items are and what choosing one does; keys, moves, the filter and the box come with it.
protocol ChoosingOverlay: Overlay {
    associatedtype Value: Sendable

    var chooser: Chooser<Value> { get set }

    /// The word for choosing, in the last line.
    var choosing: String { get }

    func title(in program: DashboardProgram) -> String

    /// Enter on an item.
    mutating func choose(_ value: Value, in program: inout DashboardProgram) -> OverlayReply

    /// What an action does that is no list's.
    mutating func performOther(_ action: Action, in program: inout DashboardProgram) -> OverlayReply
}

extension ChoosingOverlay {
    var context: KeyBindings.Context? { .list }
    var isTyping: Bool { chooser.isTyping }
    var choosing: String { "choose" }

    mutating func type(_ key: Key, in program: inout DashboardProgram) -> OverlayReply {
        chooser.type(key)
        return .stay(moved(in: &program))
    }

    mutating func move(by distance: Int, in program: DashboardProgram) { chooser.move(by: distance) }

    mutating func perform(_ action: Action, in program: inout DashboardProgram) -> OverlayReply {
        switch action {
        case .open:
            guard let chosen = chooser.selected else { return .stay() }
            return choose(chosen.value, in: &program)
        case .filter:
            chooser.startTyping()
            return .stay()
        default: return performOther(action, in: &program)
        }
    }

    mutating func performOther(_ action: Action, in program: inout DashboardProgram) -> OverlayReply { .pass }

    func hints(in program: DashboardProgram) -> [DashboardProgram.Hint] {
        chooser.isTyping ? [] : [(.open, choosing), (.filter, "filter"), (.back, "back")]
    }

    func draw(on canvas: inout Canvas, in rect: Rect, _ program: DashboardProgram) {
        chooser.drawBox(on: &canvas, in: rect, title: title(in: program), program.glyphs)
    }
}
