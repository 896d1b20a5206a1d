import ArgumentParser
import EscalationCore
import Foundation
import Journal

struct ImportCommand: RungCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Take sessions that 'rung export --format jsonl' wrote into the journal.",
        discussion: """
            Nothing is taken unless the whole file is sound. A session keeps its id; one that the journal has already is left \
            as it is, but for what a person said of it after its end. Sessions are written some at a time, so that others can \
            go on recording: where an import is interrupted, the same command takes the rest.
            """)

    @Argument(help: "The file, one event a line.") var file: String
    @OptionGroup var options: JournalOptions

    func run() async throws {
        _ = try await withCancellingSignals { try await take() }
    }

    private func take() async throws {
        // Looked through before a journal is opened, which may not be there yet.
        let lines = try soundLines()
        let choice = try JournalChoice(file: options.journal, configuration: try options.configuration.loadIfPresent())
        guard case .file(let path) = choice else {
            throw CommandFailure(.noInput, "The configuration keeps no journal. Name one with --journal.")
        }
        try await withSessionJournal(at: path, logger: ProgramLog.logger()) { journal in
            var done = 0
            do {
                try await journal.takeIn(lines) { imported in
                    done += imported.count
                    for imported in imported { StandardStream.output.writeLine(imported.line) }
                }
            } catch let conflict as ImportConflict {
                throw CommandFailure(.noInput, "\(conflict) \(Self.words(done, of: lines.count)).")
            } catch let error as JournalError where done > 0 {
                throw CommandFailure(
                    .journal,
                    "\(error) Before that, \(Self.words(done, of: lines.count)); the same command takes the rest.")
            } catch let error as CancellationError {
                let rest = done == 0 ? "" : "; the same command takes the rest"
                StandardStream.error.writeLine("rung: Interrupted. \(Self.words(done, of: lines.count))\(rest).")
                throw error
            }
        }
    }

    /// What became of an import that wasn't finished.
    private static func words(_ done: Int, of all: Int) -> String {
        done == 0
            ? "Nothing was imported" : "\(done) of \(ProgressLine.counted(all, "session")) were imported"
    }

    private func soundLines() throws -> SoundLines<Data.SubSequence> {
        let data: Data
        do {
            data = try Data(contentsOf: URL(filePath: file), options: .mappedIfSafe)
        } catch {
            throw CommandFailure(.noInput, "Can't read \(file). Check the path.")
        }
        let lines: SoundLines<Data.SubSequence>
        do {
            lines = try SoundLines(data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false))
        } catch let error as EventLineReader.LineError {
            throw CommandFailure(
                .noInput, "\(file), \(error). Nothing was imported; mend the file, or export it again.")
        }
        guard lines.count > 0 else {
            throw CommandFailure(
                .noInput, "\(file) holds no event. Give a file that 'rung export --format jsonl' wrote.")
        }
        return lines
    }
}

extension SessionJournal.Imported {
    /// What became of it.
    fileprivate var line: String {
        let remarks = annotations == 0 ? nil : ProgressLine.counted(annotations, "remark")
        if isNew { return "session \(session) imported" }
        let words = remarks.map { "; \($0) added" } ?? "; nothing was changed"
        return "session \(session) is in the journal already\(words)"
    }
}
