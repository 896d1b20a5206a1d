import EscalationCore
import Terminal

/// What a check found: one line of its report.
struct Finding: Sendable, Hashable {
    enum Level: String, Sendable, Hashable {
        case ok
        /// A task runs all the same.
        case warning
        case error
    }

    /// What was looked at, such as `backend llama-swap`.
    var subject: String
    var level: Level
    /// What there is, or what is wrong and, unless `remedy` says it, what to do about it.
    var text: String
    /// The next step; nil where none is needed, or the text has it.
    var remedy: String?
    /// What the whole check ends with for it; nil where a task can run.
    var failure: ExitStatus?

    init(
        _ subject: String, _ level: Level, _ text: String, remedy: String? = nil, failure: ExitStatus? = nil
    ) {
        self.subject = subject
        self.level = level
        self.text = text
        self.remedy = remedy
        self.failure = failure
    }

    /// For people, on one line whatever a server said.
    var line: String {
        let level = self.level.rawValue + String(repeating: " ", count: 8 - self.level.rawValue.count)
        let sentences = [text, remedy].compactMap(\.self).joined(separator: ". ")
        return VisibleText.escape("\(level)\(subject): \(sentences)".replacing("\n", with: " "))
    }

    var json: JSONValue {
        .object([
            "subject": .string(subject), "level": .string(level.rawValue), "text": .string(text),
            "remedy": remedy.map { .string($0) },
        ])
    }
}
