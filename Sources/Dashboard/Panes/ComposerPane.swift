import Terminal

/// Where a task is written. The draft stays visible when the user is elsewhere.
struct ComposerPane {
    private let composer: Composer
    private let isFocused: Bool
    private let heading: String
    private let invitation: String

    private static let prompt = "> "

    init(_ program: DashboardProgram) {
        composer = program.composer
        isFocused = program.focus == .task && program.overlay == nil
        let keys = program.setup.keys
        func hint(_ action: Action, _ words: String) -> String? {
            keys.key(for: action, in: KeyBindings.Context.task.rawValue).map { "\($0) \(words)" }
        }
        let chain = program.setup.chains.count > 1 ? " · chain \(program.chainName)" : ""
        let skill = program.skill.map { " · skill \(OneLine.folded($0.name))" } ?? ""
        let name = (program.followUp.map { "5 Follow-up to \($0.session.short)" } ?? "5 Task") + chain + skill
        if isFocused {
            let hints = [hint(.send, "send"), hint(.newLine, "new line"), hint(.leave, "leaves, draft kept")]
            heading = name + " · " + hints.compactMap(\.self).joined(separator: " · ")
            invitation = ""
        } else {
            heading = name
            invitation = keys.key(for: .compose).map { "press \($0) to write a task" } ?? ""
        }
    }

    /// Columns of the text on a screen of that width.
    static func textWidth(_ width: Int) -> Int { max(1, width - TextWidth.of(prompt)) }

    func draw(on canvas: inout Canvas, in rect: Rect, showsTitle: Bool) {
        guard !rect.isEmpty else { return }
        var body = rect
        if showsTitle {
            Rule(pane: heading, isFocused: isFocused).draw(on: &canvas, in: rect)
            body = rect.inset(top: 1)
        }
        canvas.put(Self.prompt, at: body.x, body.y, style: (isFocused ? Role.key : Role.muted).key, in: body)
        let text = body.inset(left: TextWidth.of(Self.prompt))
        guard isFocused || !composer.editor.isEmpty else {
            Label(invitation, style: Role.muted.key).draw(on: &canvas, in: text)
            return
        }
        TextArea(composer.editor, style: (isFocused ? Role.text : Role.muted).key, isFocused: isFocused)
            .draw(on: &canvas, in: text)
    }
}
