import EscalationCore
import Foundation
import RungTestSupport
import Terminal
import Testing

@Suite struct `Exports and imports` {
    /// A home with one session, whose answer is its task.
    private func withSession<Value: Sendable>(
        _ task: String = "say \u{1B}[31mhello", _ body: @Sendable (RungProgram) async throws -> Value
    ) async throws -> Value {
        try await RungProgram.withHome { rung in
            try rung.configureHanging()
            #expect(try await rung.run("run", "-", "--quiet", input: task).status == 0)
            return try await body(rung)
        }
    }

    @Test func `a session goes through JSON Lines into another journal as it was`() async throws {
        try await withSession { rung in
            let exported = try await rung.run("export", "last", "--format", "jsonl")
            #expect(exported.status == 0)
            let file = try rung.write(exported.output, to: "session.jsonl")
            let journal = rung.home.path + "/other.sqlite"
            let id = try #require(try exported.lines.first?["session"]?.string)

            let imported = try await rung.run("import", file, "--journal", journal)
            #expect(imported == .init(status: 0, output: "session \(id) imported\n", errors: "", endedBySignal: false))
            let original = try await rung.run("show", "last", "--json")
            #expect(try await rung.run("show", "last", "--json", "--journal", journal) == original)
            #expect(try await rung.run("export", id, "--format", "jsonl", "--journal", journal) == exported)
            #expect(
                try await rung.run("sessions", "--json", "--journal", journal) == rung.run("sessions", "--json"))

            let again = try await rung.run("import", file, "--journal", journal)
            #expect(again.status == 0)
            #expect(again.output == "session \(id) is in the journal already; nothing was changed\n")
        }
    }

    @Test func `nothing is taken from a file that isn't sound, or that says otherwise than the journal`() async throws {
        try await withSession { rung in
            let exported = try await rung.run("export", "last", "--format", "jsonl").output
            let lines = exported.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
            let journal = rung.home.path + "/other.sqlite"

            let gap = try rung.write(
                lines.enumerated().filter { $0.offset != 2 }.map(\.element).joined(separator: "\n"), to: "gap")
            let broken = try await rung.run("import", gap, "--journal", journal)
            #expect(broken.status == 66)
            #expect(broken.errors.contains("line 3: event 3 of session"), "\(broken.errors)")
            #expect(broken.errors.contains("is missing before event 4. Nothing was imported"))
            #expect(!FileManager.default.fileExists(atPath: journal))

            let other = try rung.write(
                exported.replacing("cat", with: "dog").replacing("hello", with: "adieu"), to: "other")
            let differing = try await rung.run("import", other)
            #expect(differing.status == 66)
            #expect(differing.errors.contains("event 1 differs"), "\(differing.errors)")

            #expect(try await rung.run("import", rung.home.path + "/nowhere").status == 66)
            let empty = try rung.write("\n\n", to: "empty")
            #expect(try await rung.run("import", empty).errors.contains("holds no event"))
        }
    }

    @Test func `an import that is interrupted says how far it came, leaves whole sessions, and is taken up again`()
        async throws
    {
        try await withSession("hello") { rung in
            let exported = try await rung.run("export", "last", "--format", "jsonl").output
            let id = try #require(try JSONValue(parsing: String(exported.prefix { $0 != "\n" }))["session"]?.string)
            let count = 5_000
            let ids = (0..<count).map { String(format: "%032x", $0 + 1) }
            let file = try rung.write(ids.map { exported.replacing(id, with: $0) }.joined(), to: "many.jsonl")
            let journal = rung.home.path + "/other.sqlite"

            let ending = try await rung.start("import", file, "--journal", journal) { run in
                await run.waitForOutput { $0.contains("imported") }
                await run.signal(SIGINT)
                return await run.ending()
            }
            #expect(ending.status == 130)
            let imported = ending.output.split(separator: "\n").count
            #expect(imported < count)
            #expect(
                ending.errors == """
                    rung: Interrupted. \(imported) of \(count) sessions were imported; the same command takes the rest.

                    """)
            let listed = try await rung.run("sessions", "--json", "--journal", journal).lines
            #expect(listed.count == imported && listed.allSatisfy { $0["outcome"] == "accepted" })

            let again = try await rung.run("import", file, "--journal", journal)
            #expect(again.status == 0)
            let lines = again.output.split(separator: "\n")
            #expect(lines.filter { $0.hasSuffix("nothing was changed") }.count == imported)
            #expect(lines.filter { $0.hasSuffix(" imported") }.count == count - imported)
            #expect(try await rung.run("sessions", "--json", "--journal", journal).lines.count == count)
        }
    }

    @Test func `a session from before 1970 is listed and shown like any other`() async throws {
        try await withSession("hello") { rung in
            let exported = try await rung.run("export", "last", "--format", "jsonl").output
            let file = try rung.write(
                exported.replacing(/"started_at_ms":\d+/, with: "\"started_at_ms\":-1"), to: "old.jsonl")
            let journal = rung.home.path + "/other.sqlite"
            #expect(try await rung.run("import", file, "--journal", journal).status == 0)
            let listed = try await rung.run("sessions", "--json", "--journal", journal)
            #expect(try listed.lines.map { $0["started_at"] } == ["1969-12-31T23:59:59.999Z"], "\(listed.errors)")
            for format in ["markdown", "otlp", "asciicast"] {
                let exported = try await rung.run("export", "last", "--format", format, "--journal", journal)
                #expect(exported.status == 0, "\(format): \(exported.errors)")
            }
        }
    }

    @Test func `a file is written whole, for its owner alone, and never over another`() async throws {
        try await withSession { rung in
            let file = rung.home.path + "/report.md"
            let written = try await rung.run("export", "last", "--format", "markdown", "-o", file)
            #expect(written == .init(status: 0, output: "", errors: "", endedBySignal: false))
            let printed = try await rung.run("export", "last", "--format", "markdown")
            #expect(try String(contentsOfFile: file, encoding: .utf8) == printed.output)
            #expect(printed.output.contains("\n## Attempts\n"))
            let rights = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
            #expect(rights == 0o600)

            let again = try await rung.run("export", "last", "--format", "jsonl", "-o", file)
            #expect(again.status == 74)
            #expect(again.errors.contains("exists already, and stays as it is"))
            #expect(try String(contentsOfFile: file, encoding: .utf8) == printed.output)
            let names = try FileManager.default.contentsOfDirectory(atPath: rung.home.path)
            #expect(!names.contains { $0.contains(".part-") })

            let nowhere = try await rung.run("export", "last", "--format", "jsonl", "-o", rung.home.path + "/no/x")
            #expect(nowhere.status == 74)
            #expect(nowhere.errors.contains("no such file or directory"))
        }
    }

    @Test(arguments: [2, 3]) func `a recording shows the dashboard, its attempts marked`(version: Int) async throws {
        try await withSession { rung in
            let cast = try await rung.run(
                "export", "last", "--format", "asciicast", "--cast-version", "\(version)", "--size", "100x30")
            #expect(cast.status == 0, "\(cast.errors)")
            let lines = try cast.lines
            let header = try #require(lines.first)
            #expect(header["version"]?.int == version)
            #expect((header["width"] ?? header["term"]?["cols"])?.int == 100)
            #expect((header["height"] ?? header["term"]?["rows"])?.int == 30)
            let screen = ParsedScreen(size: Size(width: 100, height: 30))
            var last = 0.0
            for line in lines.dropFirst() {
                let parts = try #require(line.array)
                let stamp = try #require(parts[0].double)
                #expect(stamp >= (version == 2 ? last : 0))
                last = stamp
                if parts[1] == "o" { screen.write(try #require(parts[2].string).utf8) }
            }
            #expect(screen.rows.contains { $0.contains("hello") })
            #expect(screen.rows[0].contains("ACCEPTED"))
            #expect(lines.filter { $0.array?[1] == "m" }.map { $0.array?[2] } == ["#1 m"])
        }
    }

    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/asciinema")))
    func `asciinema plays a recording`() async throws {
        try await withSession { rung in
            let file = rung.home.path + "/session.cast"
            #expect(try await rung.run("export", "last", "--format", "asciicast", "-o", file).status == 0)
            // It insists on a terminal.
            try await withPseudoTerminal(
                "/usr/bin/asciinema", ["cat", file], size: Size(width: 120, height: 40)
            ) { terminal in
                let ending = try await terminal.waitForEnd()
                #expect(ending == .exited(0))
                let screen = await terminal.screen
                #expect(screen.rows[0].contains("ACCEPTED"), "\(screen)")
            }
        }
    }

    @Test(arguments: [
        (["--format", "pdf"], "jsonl"), (["--format", "asciicast", "--cast-version", "4"], "--cast-version is 2 or 3"),
        (["--format", "asciicast", "--size", "huge"], "--size is columns and rows such as 120x40"), ([], "--format"),
        (["--format", "asciicast", "--idle", "-1"], "--idle"),
    ])
    func `a wrong option is refused with what is right`(options: [String], words: String) async throws {
        try await RungProgram.withHome { rung in
            let ending = try await rung.run(["export", "last"] + options)
            #expect(ending.status == 64)
            #expect(ending.errors.contains(words), "\(ending.errors)")
        }
    }
}

@Suite struct `A replay in plain text` {
    @Test func `tells what happened and what was written, and holds no escape sequence`() async throws {
        try await RungProgram.withHome { rung in
            try rung.configureHanging()
            #expect(try await rung.run("run", "-", "--quiet", input: "first\n\u{1B}[31msecond").status == 0)
            for speed in ["0", "64"] {
                let replay = try await rung.run(
                    ["replay", "last", "--plain", "--speed", speed], environment: ["TERM": "dumb"])
                #expect(replay.status == 0)
                #expect(replay.errors.isEmpty)
                let lines = replay.output.split(separator: "\n").map(String.init)
                #expect(lines.first?.hasPrefix("session ") == true)
                #expect(lines.contains("    first"))
                #expect(lines.contains("    \u{241B}[31msecond"))
                #expect(lines.last?.hasPrefix("accepted after 1 attempt in ") == true)
                #expect(!replay.output.contains("\u{1B}"))
            }
        }
    }

    @Test func `is what a replay without a terminal points to`() async throws {
        try await RungProgram.withHome { rung in
            let ending = try await rung.run(["replay", "4f2a"], environment: ["TERM": "dumb"])
            #expect(ending.status == 64)
            #expect(ending.errors.contains("rung replay 4f2a --plain"))
            let speed = try await rung.run("replay", "4f2a", "--speed", "0")
            #expect(speed.status == 64)
            #expect(speed.errors.contains("--speed goes from 0.25 to 64"))
        }
    }
}
