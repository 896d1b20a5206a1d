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
        // Looked through before a journal is opened, which may not be there yet.
        guard try hasEvents(lines) else {
            throw CommandFailure(
                .noInput, "\(file) holds no event. Give a file that 'rung export --format jsonl' wrote.")
        }
        let choice = try JournalChoice(file: options.journal, configuration: try options.configuration.loadIfPresent())
        guard case .file(let path) = choice else {
            throw CommandFailure(.noInput, "The configuration keeps no journal. Name one with --journal.")
        }
        try await withSessionJournal(at: path, logger: ProgramLog.logger()) { journal in
            do {
                for imported in try await journal.takeIn(lines) {
                    let words = imported.isNew ? "imported" : "is in the journal already; nothing was changed"
                    StandardStream.output.writeLine("session \(imported.session) \(words)")
                }
            } catch let conflict as ImportConflict {
                throw CommandFailure(.noInput, "\(conflict) Nothing was imported.")
            }
        }
    }

    private func hasEvents(_ lines: [Data.SubSequence]) throws -> Bool {
        var check = EventLineReader()
        do {
            for line in lines { _ = try check.read(String(decoding: line, as: UTF8.self)) }
        } catch {
            throw CommandFailure(
                .noInput, "\(file), \(error). Nothing was imported; mend the file, or export it again.")
        }
        return !check.sessions.isEmpty
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
