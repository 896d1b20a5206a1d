import ArgumentParser
import EscalationCore
import Foundation
import Journal
import Terminal

struct SessionsCommand: RungCommand {
    static let configuration = CommandConfiguration(
        commandName: "sessions", abstract: "List recorded sessions, newest first.")

    @Argument(help: "Words that all occur in the task or the chain's name.") var query: [String] = []
    @Flag(help: "One JSON object a session.") var json = false
    @Option(help: "At most so many.") var limit: Int?
    @OptionGroup var options: JournalOptions

    func validate() throws {
        if let limit, limit < 1 { throw ValidationError("--limit is 1 or more.") }
    }

    func run() async throws {
        guard let reader = try options.readerIfPresent() else {
            if !json { StandardStream.error.writeLine("Nothing is recorded yet.") }
            return
        }
        let words = query.joined(separator: " ")
        let sessions = try await reader.sessions(matching: words, limit: limit)
        if json {
            for session in sessions { StandardStream.output.writeLine(session.json.text) }
            return
        }
        if sessions.isEmpty {
            StandardStream.error.writeLine(
                words.isEmpty ? "Nothing is recorded yet." : "No session matches '\(words)'.")
            return
        }
        for session in sessions {
            StandardStream.output.writeLine(session.line(name: try await reader.shortestPrefix(of: session.id)))
        }
    }
}

extension Session {
    /// When it started, as RFC 3339 in UTC with milliseconds.
    var startedAtText: String {
        let (seconds, milliseconds) = startedAt.quotientAndRemainder(dividingBy: 1_000)
        let text = Date(timeIntervalSince1970: Double(seconds)).formatted(.iso8601)
        let digits = String(milliseconds)
        return text.dropLast() + "." + String(repeating: "0", count: 3 - digits.count) + digits + "Z"
    }

    /// As `rung sessions --json` prints it.
    fileprivate var json: JSONValue {
        .object([
            "id": .string(id.rawValue), "started_at": .string(startedAtText), "outcome": .string(state.word),
            "chain": .string(chain), "task": .string(task), "attempts": .int(attempts),
            "duration_ms": .int(duration.milliseconds), "simulated": .bool(isSimulated),
        ])
    }

    /// A row of the list. On a narrow terminal it wraps; into a pipe it is one line.
    fileprivate func line(name: String) -> String {
        let started = Date(timeIntervalSince1970: Double(startedAt) / 1_000)
            .formatted(
                .dateTime.year().month(.twoDigits).day(.twoDigits).hour().minute().locale(Locale(identifier: "sv_SE")))
        let outcome = state.word.replacingOccurrences(of: "_", with: " ")
        let tries = ProgressLine.counted(attempts, "attempt")
        let firstLine = task.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
        let text = VisibleText.escape(firstLine).prefix(100)
        return "\(name)  \(started)  \(outcome.padded(to: 11)) \(tries.padded(to: 11)) "
            + "\(ProgressLine.seconds(duration).padded(to: 9)) \(isSimulated ? "[simulator] " : "")\(text)"
    }
}

extension String {
    fileprivate func padded(to width: Int) -> String {
        count >= width ? self : self + String(repeating: " ", count: width - count)
    }
}
