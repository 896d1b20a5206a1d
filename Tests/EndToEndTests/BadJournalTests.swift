import EscalationCore
import Foundation
import RungTestSupport
import Testing

/// A journal that can't be opened ends the program before anything is asked; one that fails later costs nothing but itself.
@Suite struct `A journal that fails` {
    private func withRecorded(_ body: @Sendable (RungProgram, String) async throws -> Void) async throws {
        try await RungProgram.withHome { rung in
            try rung.configureEcho()
            #expect(try await rung.run("run", "first").status == 0)
            try await body(rung, rung.journal)
        }
    }

    private func expectRefused(
        _ rung: RungProgram, _ reason: String, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        for arguments in [["run", "second"], ["show", "last"], ["sessions"]] {
            let ending = try await rung.run(arguments)
            #expect(ending.status == 74, sourceLocation: sourceLocation)
            #expect(ending.output == "", sourceLocation: sourceLocation)
            #expect(
                ending.errors.hasPrefix("rung: Can't open the journal at \(rung.journal): \(reason)"),
                "\(ending.errors)", sourceLocation: sourceLocation)
            #expect(ending.errors.hasSuffix("or record nothing with --no-journal.\n"), sourceLocation: sourceLocation)
        }
        #expect(try await rung.run("run", "--no-journal", "second").output == "second", sourceLocation: sourceLocation)
    }

    @Test func `because a newer version wrote it is left as it is`() async throws {
        try await withRecorded { rung, journal in
            var bytes = try Data(contentsOf: URL(filePath: journal))
            // SQLite's `user_version`, which is the journal's.
            bytes.replaceSubrange(60..<64, with: [0, 0, 0, 99])
            try bytes.write(to: URL(filePath: journal))
            try await expectRefused(rung, "it has version 99 and this program knows ")
            #expect(try Data(contentsOf: URL(filePath: journal)) == bytes)
        }
    }

    @Test func `because it is something else is left as it is`() async throws {
        try await withRecorded { rung, journal in
            try rung.write("not a database, but somebody's letter", to: ".local/share/rung/journal.sqlite")
            try await expectRefused(rung, "the file is no SQLite database")
            #expect(try String(contentsOfFile: journal, encoding: .utf8) == "not a database, but somebody's letter")
        }
    }

    @Test func `because another program keeps it locked is whole once that is gone`() async throws {
        try await withRecorded { rung, journal in
            // The bytes that SQLite's readers and writers lock.
            let lock = try FileRangeLock(journal, from: 0x4000_0000, length: 512)
            try await expectRefused(rung, "another program keeps it locked")
            lock.release()
            #expect(try await rung.run("sessions", "--json").lines.count == 1)
        }
    }

    @Test(.enabled(if: RungProgram.canRunAsNobody, "nobody else can be run as here"))
    func `because it may not be written can still be read`() async throws {
        try await withRecorded { rung, journal in
            let folder = (journal as NSString).deletingLastPathComponent
            chmod(journal, 0o400)
            chmod(folder, 0o500)
            defer { chmod(folder, 0o700) }
            let ending = try await rung.runAsNobody("run", "second")
            #expect(ending.status == 74)
            #expect(
                ending.errors == """
                    rung: Can't open the journal at \(journal): its folder may not be written. \
                    Name another file with --journal, or record nothing with --no-journal.

                    """)
            #expect(try await rung.runAsNobody("sessions", "--json").lines.map { $0["task"] } == ["first"])
        }
    }

    @Test func `as the disk fills up is said once, and what was lost at the end`() async throws {
        try await RungProgram.withHome { rung in
            try rung.configureEcho()
            let task = try rung.write(String(repeating: "0123456789abcde\n", count: 65_536), to: "task")
            // No file may grow beyond 200 KB: there is room for the tables, not for the session.
            let ending = try await rung.shell("trap '' XFSZ; ulimit -f 400; exec \"$RUNG\" run - <'\(task)'")
            #expect(ending.status == 0)
            #expect(ending.output.utf8.count == 1 << 20)
            let complaints = ending.errors.split(separator: "\n").filter { $0.hasPrefix("rung: ") }
            #expect(complaints.count == 2, "\(ending.errors)")
            #expect(complaints.first?.hasPrefix("rung: the journal can't be written (") == true)
            #expect(complaints.first?.hasSuffix("); the session goes on, and writing is tried again") == true)
            #expect(complaints.last?.contains(/^rung: \d+ events could not be recorded \(/) == true)
            // What got in before is whole.
            let sessions = try await rung.run("sessions", "--json")
            #expect(sessions.status == 0)
        }
    }

    @Test func `is not one that others write to, who see what runs and what was killed`() async throws {
        try await withRecorded { rung, _ in
            let echo = try rung.write(try String(contentsOf: rung.configuration, encoding: .utf8), to: "echo.yaml")
            try rung.configureWaiting(for: rung.home.path + "/answer")
            try await rung.start("run", "waits") { run in
                await run.waitForErrors { $0.contains("#1 m ") }
                async let second = rung.run("run", "--config", echo, "second")
                async let third = rung.run("run", "--config", echo, "third")
                let outputs = try await [second.output, third.output]
                #expect(outputs == ["second", "third"])
                #expect(
                    try await rung.outcomes() == [
                        "first": "accepted", "waits": "running", "second": "accepted", "third": "accepted",
                    ])
            }
            #expect(try await rung.outcomes()["waits"] == "interrupted")
        }
    }

    @Test func `for a while has everything in the end`() async throws {
        try await withRecorded { rung, journal in
            let pipe = rung.home.path + "/answer"
            try rung.configureWaiting(for: pipe)
            try await rung.start("run", "second") { run in
                await run.waitForErrors { $0.contains("#1 m ") }
                // The byte of the write-ahead log's index that a writer locks.
                let lock = try FileRangeLock(journal + "-shm", from: 120, length: 1)
                // It is open once the program's command reads it, or here already.
                let answer = try await Self.openForWriting(pipe)
                try answer.write(contentsOf: Data("one ".utf8))
                await run.waitForErrors { $0.contains("the journal can't be written") }
                lock.release()
                await run.waitForErrors { $0.contains("the journal is being written again") }
                try answer.write(contentsOf: Data("two".utf8))
                try answer.close()
                let ending = await run.ending()
                #expect(ending.status == 0)
                #expect(ending.output == "one two")
                #expect(
                    ending.errors.split(separator: "\n").filter { $0.hasPrefix("rung: ") } == [
                        "rung: the journal can't be written (another program keeps it locked); "
                            + "the session goes on, and writing is tried again",
                        "rung: the journal is being written again",
                    ])
            }
            #expect(try await rung.run("show", "last", "--json").lines.last?["output"] == "one two")
        }
    }

    /// Opens a named pipe once somebody reads it, on a thread that may wait.
    private static func openForWriting(_ pipe: String) async throws -> FileHandle {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                let handle = FileHandle(forWritingAtPath: pipe)
                continuation.resume(with: Result { try #require(handle) })
            }
        }
    }
}

extension RungProgram {
    /// Where sessions are recorded.
    var journal: String { home.path + "/.local/share/rung/journal.sqlite" }

    /// Where the configuration is looked for.
    var configuration: URL { home.appending(path: ".config/rung/config.yaml") }

    /// A configuration whose one tier answers with what is written into a named pipe, and waits for it. Makes the pipe.
    func configureWaiting(for pipe: String) throws {
        guard mkfifo(pipe, 0o600) == 0 else { throw POSIXError(.init(rawValue: errno) ?? .EIO) }
        try configure(
            """
            backends: { slow: { kind: command, command: [cat, "\(pipe)"] } }
            chains: { default: { tiers: [{ model: m, backend: slow }], verify: none } }
            """)
    }

    /// How each recorded session ended, by its task.
    func outcomes() async throws -> [String: String] {
        let sessions = try await run("sessions", "--json").lines
        return Dictionary(
            sessions.map { ($0["task"]?.string ?? "", $0["outcome"]?.string ?? "") }, uniquingKeysWith: { $1 })
    }
}

/// A part of a file that no other process can lock meanwhile, as SQLite locks files.
///
/// It holds as long as this process opens and closes the file nowhere else.
final class FileRangeLock: Sendable {
    private let descriptor: Int32

    init(_ path: String, from start: Int, length: Int) throws {
        descriptor = open(path, O_RDWR | O_CLOEXEC)
        var range = flock()
        range.l_type = Int16(F_WRLCK)
        range.l_whence = Int16(SEEK_SET)
        range.l_start = off_t(start)
        range.l_len = off_t(length)
        guard descriptor >= 0, fcntl(descriptor, F_SETLKW, &range) == 0 else {
            throw POSIXError(.init(rawValue: errno) ?? .EIO)
        }
    }

    func release() { close(descriptor) }
}
