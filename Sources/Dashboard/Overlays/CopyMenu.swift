import EscalationCore
import Markdown
import Terminal

/// What of the session can be copied: the answer, a block of code in it, what was said about it, the task, the id.
struct CopyMenu: ChoosingOverlay {
    /// A text, and what it is called where it is said that it was copied.
    struct Piece: Sendable {
        var text: String
        var name: String
    }

    var chooser: Chooser<Piece>

    /// - Returns: nil where there is no session.
    init?(_ program: DashboardProgram) {
        guard let shown = program.shown else { return nil }
        var pieces: [Piece] = []
        var notes: [String] = []
        func add(_ name: String, _ text: String) {
            guard !text.isEmpty else { return }
            pieces.append(Piece(text: text, name: name))
            notes.append(TextWrap.truncate(OneLine.folded(text, limit: 2 * Self.longestNote), to: Self.longestNote))
        }
        if let attempt = program.shownAttempt {
            add("answer #\(attempt.number)", attempt.answer)
            for (index, code) in Self.codeBlocks(in: attempt.answer).enumerated() {
                add("code block \(index + 1)" + (code.language.isEmpty ? "" : " (\(code.language))"), code.text)
            }
            add("verdict", Self.verdict(on: attempt))
            add("reasoning", attempt.reasoning)
        }
        add("task", shown.task)
        add("session id", shown.id.rawValue)
        chooser = Chooser(
            zip(pieces, notes).map { piece, note in
                Chooser.Item(value: piece, name: piece.name, note: StyledLine(note, .muted))
            })
    }

    /// Columns of what a piece begins with.
    private static let longestNote = 48

    /// The blocks of code of a Markdown text, as they would be typed, each with its language.
    static func codeBlocks(in text: String) -> [(language: String, text: String)] {
        // A longer text comes back as one block of code, which would only be the answer again.
        guard text.utf8.count <= MarkdownDocument.longestText else { return [] }
        return MarkdownDocument(parsing: text).blocks.compactMap { block in
            guard case .code(let language, let lines) = block.content else { return nil }
            return (OneLine.shortened(language, to: 16), lines.map { $0 + "\n" }.joined())
        }
    }

    private static func verdict(on attempt: Attempt) -> String {
        let words = attempt.judgements.map { remark in
            switch remark.word {
            case .answered(let judgement):
                judgement.verdict == .accept ? judgement.remark : judgement.verdict.feedback
            case .failed(let failure): failure.text
            }
        }
        return (words + [attempt.failure?.text ?? ""]).filter { !$0.isEmpty }.joined(separator: "\n")
    }

    var choosing: String { "copy" }

    func title(in program: DashboardProgram) -> String { "Copy" }

    mutating func choose(_ piece: Piece, in program: inout DashboardProgram) -> OverlayReply {
        .close([.copy(piece.text, name: piece.name)])
    }

    mutating func performOther(_ action: Action, in program: inout DashboardProgram) -> OverlayReply {
        guard action == .copy, let piece = chooser.selected?.value else { return action == .copy ? .close() : .pass }
        return choose(piece, in: &program)
    }
}
