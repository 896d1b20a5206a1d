import EscalationCore
import Foundation
import RungTestSupport
import Testing

/// A shell's redirections: what can't be written or read is said, and never takes a session's record with it.
@Suite struct `Standard streams` {
    private func withEcho(_ body: @Sendable (RungProgram) async throws -> Void) async throws {
        try await RungProgram.withHome { rung in
            try rung.configureEcho()
            try await body(rung)
        }
    }

    @Test(arguments: [
        (">/dev/full", "no space left on device"), ("--json >/dev/full", "no space left on device"),
        (">&-", "bad file descriptor"), ("<&- >&-", "bad file descriptor"),
    ]) func `that can't be written cost the exit code, not the session`(
        _ redirection: String, _ reason: String
    ) async throws {
        try await withEcho { rung in
            let ending = try await rung.shell("\"$RUNG\" run hello \(redirection)")
            #expect(ending.status == 74)
            let listed = try await rung.run("sessions", "--json").lines
            #expect(listed.map { $0["outcome"] } == ["accepted"])
            let id = try #require(listed.first?["id"]?.string)
            let complaint = """
                rung: Can't write to standard output (\(reason)). Make room, or send it elsewhere. \
                It is recorded: rung show \(id.prefix(8)).

                """
            #expect(ending.errors.hasSuffix(complaint), "\(ending.errors)")
            #expect(try await rung.run("show", "last", "--json").lines.last?["output"] == "hello")
        }
    }

    @Test(arguments: ["", "--json"])
    func `whose reader has gone end the program as SIGPIPE would, once all is recorded`(
        _ options: String
    ) async throws {
        try await withEcho { rung in
            let text = String(repeating: "0123456789abcde\n", count: 65_536)
            let task = try rung.write(text, to: "task")
            let ending = try await rung.shell(
                "{ \"$RUNG\" run --quiet \(options) - <'\(task)'; echo $? >&2; } | head -c 1")
            #expect(ending.output == (options.isEmpty ? "0" : "{"))
            #expect(ending.errors == "141\n")
            #expect(try await rung.run("show", "last", "--json").lines.last?["output"] == .string(text))
        }
    }

    @Test func `that nothing can be read from hold no task`() async throws {
        try await withEcho { rung in
            let closed = try await rung.shell("\"$RUNG\" run <&-")
            #expect(closed.status == 64)
            #expect(closed.errors.hasPrefix("rung: The task is empty."), "\(closed.errors)")
            let folder = try await rung.shell("\"$RUNG\" run - </")
            #expect(folder.status == 66)
            #expect(folder.errors == "rung: Can't read the task from standard input (is a directory).\n")
            let bytes = try await rung.shell("printf 'a\\377' | \"$RUNG\" run -")
            #expect(bytes.status == 64)
            #expect(bytes.errors == "rung: The task on standard input is not UTF-8 text.\n")
        }
    }

    @Test func `keep every character of a task`() async throws {
        try await withEcho { rung in
            let task = "a\u{0}b\u{1B}[31m\r\n\u{2028}\u{202E}"
            let ending = try await rung.run("run", "-", input: task)
            #expect(ending.output == task)
            #expect(try await rung.run("show", "last", "--json").lines.first?["task"] == .string(task))
        }
    }
}

extension RungProgram {
    /// A configuration whose one tier answers with the task itself, without a server.
    func configureEcho() throws {
        try configure(
            """
            backends: { echo: { kind: command, command: [cat] } }
            chains: { default: { tiers: [{ model: m, backend: echo }], verify: none } }
            """)
    }

    /// Runs a line of a POSIX shell in which `$RUNG` is the program.
    ///
    /// - Parameter folder: where it is run; nil for where the tests are.
    func shell(_ line: String, in folder: String? = nil) async throws -> ProgramRun.Ending {
        let environment = environment.merging(["RUNG": Self.path]) { $1 }
        let line = (folder.map { "cd '\($0)' && " } ?? "") + line
        return try await ProgramRun("/bin/sh", ["-c", line], environment: environment, input: nil).ending()
    }
}
