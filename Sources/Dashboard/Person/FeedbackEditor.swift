import EscalationCore
import Terminal

/// Where a person writes why an answer is rejected, and what to do about it.
struct FeedbackEditor: Overlay {
    let session: Session.ID
    let attempt: Int
    let purpose: Purpose
    private var editor: LineEditor

    enum Purpose: Sendable, Hashable {
        /// The attempt waits: its session goes on with the feedback.
        case reject
        /// The session has ended: another one begins with the feedback.
        case followUp
    }

    /// - Parameter text: what stands there at first: what the verifiers said, to be edited.
    init(_ purpose: Purpose, attempt: Int, of session: Session.ID, text: String = "") {
        self.purpose = purpose
        self.attempt = attempt
        self.session = session
        editor = LineEditor(text)
    }

    /// Whether it is about the same as another one, so that what was written there can be gone on with.
    func continues(_ other: FeedbackEditor) -> Bool {
        (purpose, attempt, session) == (other.purpose, other.attempt, other.session)
    }

    var context: KeyBindings.Context? { .task }
    var isTyping: Bool { true }

    mutating func type(_ key: Key, in program: inout DashboardProgram) -> OverlayReply {
        if editor.handle(key) { return .stay() }
        switch program.action(for: key) {
        case .send: return .close(send(in: &program))
        case .leave, .back, .interrupt:
            program.feedbackDraft = editor.isEmpty ? nil : self
            return .close()
        case .redraw: return .stay([.redraw])
        case .suspend: return .stay([.suspend])
        default: return .stay()
        }
    }

    private func send(in program: inout DashboardProgram) -> [DashboardProgram.Effect] {
        program.feedbackDraft = nil
        switch purpose {
        case .reject: return [.decide(.escalate(feedback: editor.text), attempt: attempt, of: session)]
        case .followUp:
            return program.followUp(rejecting: attempt, of: session, feedback: editor.text)
        }
    }

    func hints(in program: DashboardProgram) -> [DashboardProgram.Hint] {
        [
            (.send, purpose == .reject ? "reject" : "reject, and ask the next tier"), (.newLine, "new line"),
            (.leave, "leave, draft kept"),
        ]
    }

    private var title: String {
        switch purpose {
        case .reject: "Reject #\(attempt): what is wrong, for the next attempt"
        case .followUp: "Reject #\(attempt): what is wrong, for a session that goes on from there"
        }
    }

    func draw(on canvas: inout Canvas, in rect: Rect, _ program: DashboardProgram) {
        let rows = editor.layout(width: max(1, rect.width - 4), height: max(1, rect.height / 2 - 2)).rows.count
        let box = rect.split(bottom: min(rect.height, max(3, rows + 2))).1
        canvas.fill(box)
        let inside = Frame(Rule(pane: title, isFocused: true)).draw(on: &canvas, in: box)
        // Where there is no room for a frame, the text matters more.
        let text = inside.isEmpty ? box : inside.inset(left: 1, right: 1)
        TextArea(editor, style: Role.text.key).draw(on: &canvas, in: text)
    }
}
