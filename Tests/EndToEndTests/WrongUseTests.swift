import Foundation
import RungTestSupport
import Testing

/// What a stranger types.
@Suite struct `A command line that is wrong` {
    private static let mistakes: [(arguments: [String], complaint: String)] = [
        (["rnu", "hello"], "'rnu' is no subcommand. Did you mean 'rung run'?"),
        (["sesions"], "'sesions' is no subcommand. Did you mean 'rung sessions'?"),
        (
            ["fix the parser"],
            "'fix the parser' is no subcommand. Did you mean it as a task? Say rung run 'what to do'."
        ),
        (["first\nsecond"], "'first…' is no subcommand. Did you mean it as a task? Say rung run 'what to do'."),
        ([""], "'' is no subcommand. Did you mean it as a task? Say rung run 'what to do'."),
        (["\u{1B}[2J"], "'\u{241B}[2J' is no subcommand."),
        (["help", "shwo"], "'shwo' is no subcommand. Did you mean 'rung help show'?"),
        (["run", "--journal", "", "t"], "--journal names no file."),
        (["show"], "Missing expected argument '<id>'"),
        (["replay"], "Missing expected argument '<id>'"),
        (["replay", "last", "--speed", "100"], "--speed goes from 0.25 to 64."),
        (["sessions", "--limit", "0"], "--limit is 1 or more."),
        (["sessions", "--limit=-1"], "--limit is 1 or more."),
        (["simulate", "--port", "99999"], "--port goes from 0 to 65535."),
        (["run", "one", "two"], "Unexpected argument 'two'"),
    ]

    @Test(arguments: mistakes) func `is refused with what was wrong`(
        _ arguments: [String], _ complaint: String
    ) async throws {
        try await RungProgram.withHome { rung in
            try rung.configureEcho()
            let ending = try await rung.run(arguments)
            #expect(ending.status == 64)
            #expect(ending.output == "")
            #expect(ending.errors.contains(complaint), "\(ending.errors)")
        }
    }

    @Test(arguments: [
        "run", "sessions", "show", "replay", "status", "demo", "simulate", "dashboard",
    ]) func `is helped`(_ subcommand: String) async throws {
        try await RungProgram.withHome { rung in
            let ending = try await rung.run(subcommand, "--help")
            #expect(ending.status == 0)
            #expect(ending.output.contains("USAGE: rung \(subcommand)"))
            #expect(ending.errors == "")
            #expect(try await rung.run("help", subcommand) == ending)
            #expect(try await rung.run(subcommand, "--no-such-option").status == 64)
        }
    }

    @Test func `names a port that is taken`() async throws {
        try await ScriptedServer.refusing { port in
            try await RungProgram.withHome { rung in
                let ending = try await rung.run("simulate", "--port", String(port))
                #expect(ending.status == 69)
                #expect(
                    ending.errors == """
                        rung: Can't listen on 127.0.0.1:\(port) (address already in use). \
                        Choose another port, or 0 for any that is free.

                        """)
            }
        }
    }

    @Test func `names a folder that is no configuration`() async throws {
        try await RungProgram.withHome { rung in
            let ending = try await rung.run("run", "--config", rung.home.path, "t")
            #expect(ending.status == 66)
            #expect(ending.errors.hasPrefix("rung: \(rung.home.path): the file can't be read (it is a folder)."))
        }
    }

    @Test(arguments: ["last", "abcd"]) func `says that there is nothing to show yet`(_ id: String) async throws {
        try await RungProgram.withHome { rung in
            let shown = try await rung.run("show", id)
            #expect(shown.status == 66)
            let journal = rung.home.path + "/.local/share/rung/journal.sqlite"
            #expect(shown.errors.hasPrefix("rung: There is no journal at \(journal) yet."), "\(shown.errors)")
            try await rung.onTerminal("replay", id) { terminal in
                let ending = try await terminal.waitForEnd()
                #expect(ending == .exited(66))
                let output = await terminal.output
                #expect(!output.contains(0x1B))
            }
        }
    }
}
