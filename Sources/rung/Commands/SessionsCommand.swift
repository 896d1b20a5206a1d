import ArgumentParser
import EscalationCore
import Foundation
import Journal
import Terminal

struct SessionsCommand: RungCommand {
    static let configuration = CommandConfiguration(
        commandName: "sessions", abstract: "List recorded sessions, newest first.",
        discussion: """
            A query is words, "quoted phrases" and filters that must all hold; ! before one turns it round:
            outcome:accepted tier:local model:qwen* chain:NAME skill:NAME tag:NAME since:2026-01-31 since:2d before:2w
            is:running is:interrupted is:simulated
            """)

    @Argument(help: "Words of tasks, answers and feedback, and filters.") var query: [String] = []
    @Flag(help: "One JSON object a session.") var json = false
    @Option(help: "At most so many.") var limit: Int?
    @OptionGroup(title: "Changing") var changes: SessionChanges
    @OptionGroup var options: JournalOptions

    func validate() throws {
        if let limit, limit < 1 { throw ValidationError("--limit is 1 or more.") }
        try changes.validate(with: query)
        if changes.isWanted, json || limit != nil {
            throw ValidationError("--json and --limit are for the list; nothing is listed where sessions are changed.")
        }
    }

    func run() async throws {
        if changes.isWanted { return try await changes.apply(to: query, options) }
        guard let reader = try options.readerIfPresent() else {
            if !json { StandardStream.error.writeLine("Nothing is recorded yet.") }
            return
        }
        let query = try SessionQuery(query.joined(separator: " "), now: currentDate())
        var (printed, last) = (0, Session.ID?.none)
        repeat {
            let rest = min(Self.pageSize, (limit ?? .max) - printed)
            let page = try await reader.sessions(matching: query, limit: rest, before: last)
            for session in page {
                StandardStream.output.writeLine(
                    json
                        ? session.json.text : session.line(name: try await reader.shortestPrefix(of: session.id)))
            }
            printed += page.count
            last = page.count < rest ? nil : page.last?.id
        } while last != nil && printed < limit ?? .max
        if !json { StandardStream.error.writeLine(try await summary(printed, query, reader)) }
    }

    private static let pageSize = 500

    /// How many of how many were printed, and what could not be searched.
    private func summary(_ printed: Int, _ query: SessionQuery, _ reader: JournalReader) async throws -> String {
        let total = try await reader.count()
        guard total > 0 else { return "Nothing is recorded yet." }
        let matching = try await reader.count(matching: query)
        var words = printed == 0 ? "No session matches" : "\(printed)"
        if matching > printed { words += printed == 0 ? "" : " of \(matching) that match" }
        words += printed == 0 ? ", of \(total)." : " of \(ProgressLine.counted(total, "session"))."
        guard query.asksForText else { return words }
        let unindexed = try await reader.countOfUnindexed()
        return unindexed == 0 ? words : words + " The texts of \(unindexed) can't be searched yet."
    }
}

extension Session {
    /// When it started, as RFC 3339 in UTC with milliseconds.
    var startedAtText: String {
        // Before 1970 as well the milliseconds count from the second before.
        let milliseconds = (startedAt % 1_000 + 1_000) % 1_000
        let seconds = (startedAt - milliseconds) / 1_000
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
            "skill": skill.map { .string($0) }, "title": title.map { .string($0) },
            "tags": .array(tags.map { .string($0) }), "answer_tokens": .int(answerTokens),
            "cost": cost.map { .double($0) },
        ])
    }

    /// A row of the list. On a narrow terminal it wraps; into a pipe it is one line.
    fileprivate func line(name: String) -> String {
        let started = Date(timeIntervalSince1970: Double(startedAt) / 1_000)
            .formatted(
                .dateTime.year().month(.twoDigits).day(.twoDigits).hour().minute().locale(Locale(identifier: "sv_SE")))
        let outcome = state.word.replacingOccurrences(of: "_", with: " ")
        let tries = ProgressLine.counted(attempts, "attempt")
        let firstLine = self.name.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
        let text = (tags.map { "#\($0) " }.joined() + VisibleText.escape(firstLine)).prefix(100)
        return "\(name)  \(started)  \(outcome.padded(to: 11)) \(tries.padded(to: 11)) "
            + "\(ProgressLine.seconds(duration).padded(to: 9)) \(isSimulated ? "[simulator] " : "")\(text)"
    }
}

extension String {
    fileprivate func padded(to width: Int) -> String {
        count >= width ? self : self + String(repeating: " ", count: width - count)
    }
}
