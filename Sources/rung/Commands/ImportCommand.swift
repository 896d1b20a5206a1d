import ArgumentParser
import EscalationCore
import Foundation
import Journal

struct ImportCommand: RungCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Take sessions that 'rung export --format jsonl' wrote into the journal.",
        discussion: """
            Nothing is taken unless the whole file is sound. A session keeps its id; one that the journal has already is left \
            as it is.
            """)

    @Argument(help: "The file, one event a line.") var file: String
    @OptionGroup var options: JournalOptions

    func run() async throws {
        let lines = try Self.lines(of: file)
        var check = EventLineReader()
        for line in lines { _ = try event(line, check: &check) }
        guard !check.sessions.isEmpty else {
            throw CommandFailure(
                .noInput, "\(file) holds no event. Give a file that 'rung export --format jsonl' wrote.")
        }
        let choice = try JournalChoice(file: options.journal, configuration: try options.configuration.loadIfPresent())
        guard case .file(let path) = choice else {
            throw CommandFailure(.noInput, "The configuration keeps no journal. Name one with --journal.")
        }
        try await withSessionJournal(at: path, logger: ProgramLog.logger()) { journal in
            let known = try await alreadyThere(lines, in: journal.reader)
            var reader = EventLineReader()
            for line in lines {
                guard let event = try event(line, check: &reader), known[event.session] == nil else { continue }
                await journal.store(event)
                if case .failing(let reason, _) = journal.status {
                    throw CommandFailure(
                        .journal, "Session \(event.session.short) could not be taken in whole: \(reason). Try again.")
                }
            }
            for id in check.sessions.sorted(by: { $0.rawValue < $1.rawValue }) {
                let words = known[id] == nil ? "imported" : "is in the journal already; nothing was changed"
                StandardStream.output.writeLine("session \(id) \(words)")
            }
        }
    }

    /// The sessions that the journal has already, event for event, with how many of their events it has.
    ///
    /// - Throws: where it has other events under the same id.
    private func alreadyThere(_ lines: [Data.SubSequence], in reader: JournalReader) async throws -> [Session.ID: Int] {
        var known: [Session.ID: Int] = [:]
        var check = EventLineReader()
        var ahead: [Session.ID: ArraySlice<SessionEvent>] = [:]
        for line in lines {
            guard let event = try event(line, check: &check) else { continue }
            if event.sequence > 1, known[event.session] == nil { continue }
            if ahead[event.session]?.first?.sequence != event.sequence {
                ahead[event.session] = try await reader.events(
                    of: event.session, after: event.sequence - 1, limit: 500)[...]
            }
            guard let recorded = ahead[event.session]?.popFirst() else {
                if event.sequence == 1 { continue }
                throw CommandFailure(
                    .noInput,
                    "The journal has session \(event.session.short) only up to event \(event.sequence - 1). "
                        + "Take it out there first, or import into another journal with --journal.")
            }
            guard recorded == event else {
                throw CommandFailure(
                    .noInput,
                    "The journal has another session \(event.session.short): event \(event.sequence) differs. "
                        + "Import into another journal with --journal.")
            }
            known[event.session] = event.sequence
        }
        return known
    }

    private func event(_ line: Data.SubSequence, check: inout EventLineReader) throws -> SessionEvent? {
        do {
            return try check.read(String(decoding: line, as: UTF8.self))
        } catch {
            throw CommandFailure(
                .noInput, "\(file), \(error). Nothing was imported; mend the file, or export it again.")
        }
    }

    private static func lines(of path: String) throws -> [Data.SubSequence] {
        let data: Data
        do {
            data = try Data(contentsOf: URL(filePath: path), options: .mappedIfSafe)
        } catch {
            throw CommandFailure(.noInput, "Can't read \(path). Check the path.")
        }
        return data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    }
}
