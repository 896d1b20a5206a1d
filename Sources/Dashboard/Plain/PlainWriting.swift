import EscalationCore

/// A text that the user writes line by line.
struct PlainWriting: Sendable, Hashable {
    var purpose: Purpose
    var lines: [String]

    enum Purpose: Sendable, Hashable {
        case task
        /// What the next tier is to hear about an attempt that waits for a person.
        case feedback(attempt: Int, of: Session.ID)
    }

    init(_ purpose: Purpose, lines: [String] = []) {
        self.purpose = purpose
        self.lines = lines
    }

    var text: String { lines.joined(separator: "\n") }

    func adding(_ line: String) -> PlainWriting { PlainWriting(purpose, lines: lines + [line]) }
}
