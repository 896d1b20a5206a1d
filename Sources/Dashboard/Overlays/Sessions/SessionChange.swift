import EscalationCore
import Terminal

/// A change to a session of the list, while the user is asked about it: whether to delete it, or what to call it.
struct SessionChange: Sendable {
    let kind: Kind
    /// As it was when the user asked; the list may move on beneath.
    let session: Session
    /// What is typed; deleting wants nothing typed.
    private var field = FilterField()

    enum Kind: Sendable, Hashable { case delete, tag, untag, rename }

    /// What stands in the field at first is what there is to change: the title, or the tags to take away.
    init(_ kind: Kind, of session: Session) {
        self.kind = kind
        self.session = session
        field.isTyping = kind != .delete
        switch kind {
        case .rename: field.setText(session.title ?? "")
        case .untag: field.setText(session.tags.joined(separator: " "))
        case .delete, .tag: break
        }
    }

    var isTyping: Bool { field.isTyping }

    /// A key while a name is typed.
    mutating func type(_ key: Key) -> Answer {
        switch key {
        case .enter: return .done(effect.map { [$0] } ?? [])
        case .escape, .control("c"): return .done([])
        default:
            _ = field.edit(key)
            return .more
        }
    }

    enum Answer: Sendable, Hashable {
        case more
        /// The user has answered; it may be that nothing is to be done.
        case done([DashboardProgram.Effect])
    }

    /// What is to be done when the user says yes; nil where what was typed changes nothing.
    var effect: DashboardProgram.Effect? {
        let words = field.text.split(whereSeparator: \.isWhitespace)
            // As lists show a tag, and as queries name it.
            .map { String($0.drop { $0 == "#" }) }.filter { !$0.isEmpty }
        switch kind {
        case .delete: return .delete(session.id)
        case .tag: return words.isEmpty ? nil : .tag(session.id, with: words)
        case .untag: return words.isEmpty ? nil : .untag(session.id, from: words)
        case .rename: return field.text == session.title ?? "" ? nil : .rename(session.id, to: field.text)
        }
    }

    // MARK: Drawing

    /// Whether to delete, with the keys that answer; nil where a name is asked for.
    func question(in program: DashboardProgram) -> [StyledLine]? {
        guard kind == .delete else { return nil }
        // The answers matter more than what it is about.
        let name = OneLine.shortened(session.name, to: max(0, program.size.width - 58))
        let what =
            program.size.width < 72 ? "Delete \(session.id.short)?" : "Delete \(session.id.short) “\(name)” for good?"
        return [StyledLine(what, .warning)] + program.answers
    }

    /// Draws the field in the last row of `rect`.
    func draw(on canvas: inout Canvas, in rect: Rect) {
        guard isTyping, !rect.isEmpty else { return }
        let row = rect.row(rect.height - 1)
        canvas.fill(row)
        field.draw(on: &canvas, in: row, mark: mark, note: note)
    }

    private var mark: String {
        switch kind {
        case .delete: ""
        case .tag: " tag \(session.id.short) with: "
        case .untag: " take from \(session.id.short): "
        case .rename: " call \(session.id.short): "
        }
    }

    private var note: String {
        kind == .rename ? "empty: its task · Enter · Esc doesn't " : "words · Enter · Esc doesn't "
    }
}
