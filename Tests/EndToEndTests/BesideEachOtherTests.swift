import EscalationCore
import Foundation
import RungTestSupport
import Testing

/// Processes that share one journal.
@Suite struct `Two that write and one that watches` {
    /// For how long. `RUNG_BESIDE` sets another number of seconds: 60 is what is promised.
    private static let seconds = ProcessInfo.processInfo.environment["RUNG_BESIDE"].flatMap { Double($0) } ?? 4

    @Test(.timeLimit(.minutes(10)))
    func `never hear that the journal is locked, and nothing is missing in the end`() async throws {
        try await RungProgram.withHome { rung in
            try rung.configure(
                """
                backends: { counts: { kind: command, command: [sh, -c, "for i in $(seq 40); do echo $i; sleep 0.01; done"] } }
                chains: { default: { tiers: [{ model: m, backend: counts }], verify: none } }
                """)
            try await rung.onTerminal(size: (120, 40)) { terminal in
                try await terminal.waitUntil { $0.contains("sessions") }
                await terminal.send("b")
                try await terminal.waitUntil { $0.contains("━ Sessions") }
                let end = ContinuousClock.now + .seconds(Self.seconds)
                async let first = Self.write(rung, "first", until: end)
                async let second = Self.write(rung, "second", until: end)
                async let reads = Self.read(rung, until: end)
                // Whatever comes on the screen meanwhile; the loop ends with the writers.
                while ContinuousClock.now < end {
                    let screen = try await terminal.waitUntil { _ in true }
                    #expect(!screen.contains("locked") && !screen.contains("Can't"), "\(screen)")
                    _ = try? await terminal.waitForSilence(.milliseconds(20), timeout: .milliseconds(200))
                }
                let written = try await first + second
                #expect(try await reads > 0)
                try await terminal.waitUntil { $0.contains("\(written.count) sessions") }
                await terminal.send("Q")
                #expect(try await terminal.waitForEnd() == .exited(0))

                let listed = try await rung.run("sessions", "--json").lines
                #expect(listed.count == written.count)
                #expect(listed.allSatisfy { $0["outcome"] == "accepted" })
                for lines in written {
                    let id = try #require(lines.first?["session"]?.string)
                    #expect(try await rung.run("show", id, "--json").lines == lines)
                }
            }
        }
    }

    /// Runs one session after the other, and gives the lines that each printed.
    private static func write(
        _ rung: RungProgram, _ task: String, until end: ContinuousClock.Instant
    ) async throws -> [[JSONValue]] {
        var written: [[JSONValue]] = []
        while ContinuousClock.now < end {
            let run = try await rung.run("run", "--json", "\(task) \(written.count)")
            #expect(run.status == 0)
            #expect(run.errors == "")
            written.append(try run.lines)
        }
        return written
    }

    /// Lists and shows again and again.
    ///
    /// - Returns: how often.
    private static func read(_ rung: RungProgram, until end: ContinuousClock.Instant) async throws -> Int {
        var count = 0
        while ContinuousClock.now < end {
            for arguments in [["sessions", "--json"], ["stats", "--json"], ["show", "last", "--json"]] {
                let run = try await rung.run(arguments)
                // At first there is no session to be shown.
                #expect(run.status == 0 || (run.status == 66 && count == 0), "\(run)")
                #expect(!run.errors.contains("locked") && !run.errors.contains("Can't"), "\(run)")
            }
            count += 1
        }
        return count
    }
}
