import EscalationCore
import Foundation
import RungTestSupport
import Testing

/// What happens to the journal while a session runs costs the session nothing, and is said.
@Suite struct `A journal that fails under way` {
    @Test(.enabled(if: Self.canMount, "no file system can be mounted here"))
    func `because the disk is full has everything once there is room`() async throws {
        try await RungProgram.withHome { rung in
            let folder = rung.home.path
            try rung.configureWaiting(for: folder + "/answer")
            let answer = try rung.write(String(repeating: "0123456789abcde\n", count: 40_000), to: "text")
            // A disk of 8 MB in a name space of its own, filled up but for what the tables take.
            let ending = try await rung.shell(
                """
                exec unshare --mount --propagation private sh -c '
                    mkdir disk && mount -t tmpfs -o size=8m tmpfs disk && head -c 7700000 /dev/zero >disk/ballast || exit 99
                    "$RUNG" run --journal disk/journal.sqlite fill 2>errors >output & run=$!
                    exec 3>answer
                    cat text >&3
                    until grep -q "can.t be written" errors; do sleep 0.05; done
                    rm disk/ballast
                    until grep -q "written again" errors; do sleep 0.05; done
                    exec 3>&-
                    wait $run; echo "status $?"
                    "$RUNG" show last --json --journal disk/journal.sqlite
                ' 2>&1
                """, in: folder)
            #expect(ending.status == 0, "\(ending)")
            #expect(ending.output.hasPrefix("status 0\n"), "\(ending.output.prefix(300))")
            let complaints = try String(contentsOfFile: folder + "/errors", encoding: .utf8).split(separator: "\n")
                .filter { $0.hasPrefix("rung: ") }
            #expect(
                complaints == [
                    "rung: the journal can't be written (the disk is full); the session goes on, and writing is tried again",
                    "rung: the journal is being written again",
                ])
            let text = try String(contentsOfFile: answer, encoding: .utf8)
            #expect(try String(contentsOfFile: folder + "/output", encoding: .utf8) == text)
            let kept = try ending.output.split(separator: "\n").dropFirst().map { try JSONValue(parsing: String($0)) }
            #expect(kept.last?["output"]?.string == text)
            #expect(kept.map { $0["sequence"]?.int } == Array(1...kept.count))
        }
    }

    /// Whether a process may mount something where others don't see it.
    private static let canMount = SpawnedProcess.succeeds(
        "/usr/bin/unshare", ["--mount", "--propagation", "private", "mount", "-t", "tmpfs", "tmpfs", "/mnt"])

    /// Of two processes one at least must read anew what the other has changed, and finds what was overwritten.
    @Test func `because its pages were overwritten lets the sessions go on, and says what is lost`() async throws {
        try await RungProgram.withHome { rung in
            let pipes = ["one", "two"].map { rung.home.path + "/" + $0 }
            for pipe in pipes { #expect(mkfifo(pipe, 0o600) == 0) }
            try rung.configure(
                """
                backends:
                  one: { kind: command, command: [cat, "\(pipes[0])"] }
                  two: { kind: command, command: [cat, "\(pipes[1])"] }
                chains:
                  one: { tiers: [{ model: m, backend: one }], verify: none }
                  two: { tiers: [{ model: m, backend: two }], verify: none }
                """)
            try await rung.fillJournal(sessions: 300)
            try await rung.start("run", "--chain", "one", "task") { first in
                try await rung.start("run", "--chain", "two", "task") { second in
                    for run in [first, second] { await run.waitForErrors { $0.contains("#1 m ") } }
                    let writers = try await [Self.writer(pipes[0]), Self.writer(pipes[1])]
                    try Self.overwrite(rung.journal)
                    for round in 0..<3 {
                        for writer in writers { try writer.write(contentsOf: Data("round \(round)\n".utf8)) }
                    }
                    for writer in writers { try writer.close() }
                    var complaints: [String] = []
                    for run in [first, second] {
                        let ending = await run.ending()
                        #expect(ending.status == 0)
                        #expect(ending.output == "round 0\nround 1\nround 2\n")
                        complaints += ending.errors.split(separator: "\n").filter { $0.hasPrefix("rung: ") }.map(
                            String.init)
                    }
                    #expect(
                        complaints.contains(
                            "rung: the journal can't be written (the file is damaged); "
                                + "the session goes on, and writing is tried again"), "\(complaints)")
                    #expect(
                        complaints.contains {
                            $0.contains(/events? could not be recorded \(the file is damaged\)/)
                        }, "\(complaints)")
                }
            }
            let listing = try await rung.run("sessions")
            #expect(listing.status == 74)
            #expect(
                listing.errors.contains("the journal at \(rung.journal): the file is damaged."), "\(listing.errors)")
        }
    }

    @Test func `is seen in the dashboard, whose session goes on, and has everything in the end`() async throws {
        try await RungProgram.withHome { rung in
            let pipe = rung.home.path + "/answer"
            try rung.configureWaiting(for: pipe)
            try await rung.onTerminal(size: (120, 40)) { terminal in
                try await terminal.waitUntil { $0.contains("write a task") }
                await terminal.send("iwait for it\r")
                try await terminal.waitUntil { $0.contains("#1") }
                // The byte of the write-ahead log's index that a writer locks.
                let lock = try FileRangeLock(rung.journal + "-shm", from: 120, length: 1)
                let answer = try await Self.writer(pipe)
                try answer.write(contentsOf: Data("first words\n".utf8))
                try await terminal.waitUntil { $0.contains("not recorded") && $0.contains("first words") }
                try answer.write(contentsOf: Data("and more\n".utf8))
                try await terminal.waitUntil { $0.contains("and more") }
                lock.release()
                try await terminal.waitUntil { !$0.contains("not recorded") }
                try answer.close()
                try await terminal.waitUntil { $0.contains("ACCEPTED") }
                await terminal.send("Q")
                #expect(try await terminal.waitForEnd() == .exited(0))
            }
            let kept = try await rung.run("show", "last", "--json").lines
            #expect(kept.last?["output"] == "first words\nand more\n")
            #expect(kept.map { $0["sequence"]?.int } == Array(1...kept.count))
        }
    }

    @Test func `because its pages were overwritten leaves the dashboard's session on the screen`() async throws {
        try await RungProgram.withHome { rung in
            let pipe = rung.home.path + "/answer"
            try rung.configureWaiting(for: pipe)
            try await rung.fillJournal(sessions: 300)
            try await rung.onTerminal(size: (120, 40)) { terminal in
                try await terminal.waitUntil { $0.contains("write a task") }
                await terminal.send("iwait for it\r")
                try await terminal.waitUntil { $0.contains("#1") }
                let answer = try await Self.writer(pipe)
                try Self.overwrite(rung.journal)
                try answer.write(contentsOf: Data("first words\n".utf8))
                try await terminal.waitUntil { $0.contains("first words") }
                await terminal.send("b")
                try await terminal.waitUntil { $0.contains("Can't read") && $0.contains("damaged") }
                await terminal.send("q")
                try answer.write(contentsOf: Data("last words\n".utf8))
                try answer.close()
                try await terminal.waitUntil { $0.contains("ACCEPTED") && $0.contains("last words") }
                await terminal.send("Q")
                #expect(try await terminal.waitForEnd() == .exited(0))
            }
        }
    }

    /// Overwrites every page but the first, as a failing disk might.
    private static func overwrite(_ journal: String) throws {
        let file = try FileHandle(forUpdating: URL(filePath: journal))
        let size = try file.seekToEnd()
        try file.seek(toOffset: 4_096)
        try file.write(contentsOf: Data(repeating: 0xAB, count: Int(size) - 4_096))
        try file.close()
    }

    /// A named pipe, once somebody reads it.
    private static func writer(_ pipe: String) async throws -> FileHandle {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                let handle = FileHandle(forWritingAtPath: pipe)
                continuation.resume(with: Result { try #require(handle) })
            }
        }
    }
}

extension RungProgram {
    /// Gives the journal so many sessions, some pages of each table.
    func fillJournal(sessions count: Int) async throws {
        var generator = SeededGenerator(seed: 11)
        var lines = ""
        for _ in 0..<count {
            for event in RandomSession(using: &generator, isOrderly: true).events { lines += event.json.text + "\n" }
        }
        let file = try write(lines, to: "sessions.jsonl")
        #expect(try await run("import", file).status == 0)
    }
}
