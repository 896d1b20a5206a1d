import EscalationCore
import EscalationEngine
import Foundation
import Journal
import Logging
import RungTestSupport

/// Three sessions at once in one process, for the tests of the journal: each event is stored, then printed as a line of JSON,
/// as `rung run --json` does with one session. The first argument names the journal.
///
/// One session ends by itself; two hang in their last attempt until the process is killed.
@main
struct SessionsFixture {
    static func main() async throws {
        let clock = ContinuousClock()
        let equipment = Equipment(
            backends: [
                Backend(name: "quick", executor: quick(clock), parallel: 3),
                Backend(name: "hangs", executor: ScriptedExecutor.hanging(), parallel: 3),
            ],
            verifiers: { _, _ in [ScriptedVerifier.rejecting("once more")] }, currentDate: { 1_700_000_000_000 })
        let quick = Tier("m", backend: "quick")
        try await withSessionJournal(at: CommandLine.arguments[1], logger: Logger(label: "fixture")) { journal in
            let runner = SessionRunner(Orchestrator(equipment, clock: clock, stopwatch: .on(clock))) { event in
                await journal.store(event)
                print(event)
            }
            for tiers in [20, 60, 60] {
                let last = tiers == 20 ? quick : Tier("m", backend: "hangs")
                try await runner.submit(
                    TaskSpec("climb"), on: Chain(tiers: Array(repeating: quick, count: tiers - 1) + [last]))
            }
            await runner.run()
        }
    }

    /// Answers in pieces, a few milliseconds apart.
    private static func quick(_ clock: ContinuousClock) -> ScriptedExecutor {
        ScriptedExecutor { _, report in
            for word in ["one ", "two ", "three"] {
                await report(.output(.answer, word))
                try await clock.sleep(for: .milliseconds(Int.random(in: 0...2)))
            }
            return Answer("one two three", finishReason: .stop)
        }
    }

    /// In one write, so that a kill leaves no half line between whole ones.
    private static func print(_ event: SessionEvent) {
        try? FileHandle.standardOutput.write(contentsOf: Data((event.json.text + "\n").utf8))
    }
}
