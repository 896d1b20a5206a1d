import EscalationCore
import Foundation
import GRDB
import Journal
import RungTestSupport
import Testing

@Suite struct `A process killed while it runs three sessions` {
    /// How often it is killed: a hundred times, which is promised, take minutes. `RUNG_KILLS` sets another number.
    private static let kills = ProcessInfo.processInfo.environment["RUNG_KILLS"].flatMap { Int($0) } ?? 12
    /// Fewer events than are printed before the two long sessions hang.
    private static let lines = 800

    @Test(.timeLimit(.minutes(10)))
    func `leaves every event that was shown, no gap, and its sessions interrupted`() async throws {
        let folder = try JournalFolder()
        var generator = SeededGenerator(seed: 100)
        for kill in 1...Self.kills {
            let moment = Int.random(in: 1...Self.lines, using: &generator)
            let shown = try await Self.eventsUntilKilled(path: folder.path, after: moment)
            // By turns a process that only reads finds what is left first, and one that records.
            if kill.isMultiple(of: 2) {
                try await expectKept(shown, in: JournalReader(opening: folder.path), "kill \(kill) at \(moment)")
            } else {
                try await folder.withJournal { journal in
                    try await expectKept(shown, in: journal.reader, "kill \(kill) at \(moment)")
                }
            }
        }
        let queue = try DatabaseQueue(path: folder.path)
        #expect(try await queue.read { try String.fetchAll($0, sql: "PRAGMA integrity_check") } == ["ok"])
    }

    private func expectKept(_ shown: [SessionEvent], in reader: JournalReader, _ which: String) async throws {
        let sessions = Dictionary(grouping: shown, by: \.session)
        for (id, shown) in sessions {
            let kept = try await reader.events(of: id)
            #expect(Array(kept.prefix(shown.count)) == shown, "\(which)")
            #expect(kept.map(\.sequence) == Array(1...max(1, kept.count)), "\(which)")
            var run = Session.Run.interrupted
            if case .sessionFinished(let outcome, _, _)? = kept.last?.kind { run = .ended(outcome) }
            #expect(try await reader.session(id)?.state == run, "\(which)")
        }
        // Also of those of which nothing was shown yet.
        #expect(try await reader.sessions(limit: 3).allSatisfy { $0.state != .running }, "\(which)")
    }

    /// Runs the sessions, kills the process once so many events were printed or nothing more comes, and gives those
    /// whose line is whole.
    private static func eventsUntilKilled(path: String, after count: Int) async throws -> [SessionEvent] {
        let text: String = try await withCheckedThrowingContinuation { continuation in
            // It blocks while it reads.
            Thread.detachNewThread {
                continuation.resume(with: Result { try outputUntilKilled(path: path, after: count) })
            }
        }
        return try text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map {
            try SessionEvent(json: JSONValue(parsing: String($0)))
        }
    }

    private static func outputUntilKilled(path: String, after count: Int) throws -> String {
        let pipe = Pipe()
        let process = try SpawnedProcess(
            BuiltProduct.path("SessionsFixture"), [path],
            output: .descriptor(pipe.fileHandleForWriting.fileDescriptor))
        try pipe.fileHandleForWriting.close()
        var (data, lines, isKilled) = (Data(), 0, false)
        while case let chunk = pipe.fileHandleForReading.availableData, !chunk.isEmpty {
            data += chunk
            lines += chunk.count { $0 == UInt8(ascii: "\n") }
            if !isKilled, lines >= count {
                kill(process.processID, SIGKILL)
                isKilled = true
            }
        }
        _ = process.waitUntilEnd()
        return String(decoding: data, as: UTF8.self)
    }
}
