import EscalationCore
import Foundation
import Testing

@Suite struct `Recorded sessions` {
    /// Runs the body after three sessions: of the tasks `alpha one`, `alpha two` and `beta`.
    private func withRecorded(_ body: @Sendable (RungProgram) async throws -> Void) async throws {
        try await RungProgram.withHome { rung in
            try rung.configureEcho()
            for task in ["alpha one", "alpha two", "beta"] { #expect(try await rung.run("run", task).status == 0) }
            try await body(rung)
        }
    }

    @Test func `are found by words and filters, and how many of how many is said`() async throws {
        try await withRecorded { rung in
            func tasks(_ query: String...) async throws -> [JSONValue?] {
                try await rung.run(["sessions", "--json"] + query).lines.map { $0["task"] }
            }
            #expect(try await tasks("alph") == ["alpha two", "alpha one"])
            #expect(try await tasks("alpha", "!two", "outcome:accepted") == ["alpha one"])
            #expect(try await tasks("model:nothing") == [])
            let some = try await rung.run("sessions", "alpha", "--limit", "1")
            #expect(some.errors == "1 of 2 that match of 3 sessions.\n")
            #expect(try await rung.run("sessions", "gamma").errors == "No session matches, of 3.\n")
            let refused = try await rung.run("sessions", "outcom:accepted")
            #expect(refused.status == 64)
            #expect(refused.errors.hasPrefix("rung: There is no filter 'outcom:'. Known are outcome:, tier:"))
        }
    }

    @Test func `are tagged, renamed, deleted and pruned`() async throws {
        try await withRecorded { rung in
            #expect(try await rung.run("sessions", "--tag", "good", "last").status == 0)
            #expect(try await rung.run("sessions", "--rename", "the third", "last").status == 0)
            let tagged = try await rung.run("sessions", "tag:good", "third")
            #expect(tagged.output.contains("#good the third"), "\(tagged)")
            #expect(try await rung.run("sessions", "--delete", "last").status == 0)
            #expect(try await rung.run("sessions", "--json").lines.count == 2)
            let trial = try await rung.run("sessions", "--prune", "--older-than", "0m", "--dry-run")
            #expect(trial.errors.hasPrefix("2 sessions would be deleted, about "), "\(trial.errors)")
            #expect(try await rung.run("sessions", "--json").lines.count == 2)
            let pruned = try await rung.run("sessions", "--prune", "--older-than", "0m")
            #expect(pruned.errors.hasPrefix("Deleted 2 sessions, freed "), "\(pruned.errors)")
            #expect(try await rung.run("sessions", "--json").lines.isEmpty)
            for wrong in [
                ["--prune"], ["--dry-run"], ["--delete"], ["--prune", "--keep-size", "many"], ["--tag", "a b", "last"],
                ["--delete", "--rename", "x", "last"],
            ] {
                #expect(
                    try await rung.run(["sessions"] + wrong).status == (wrong == ["--tag", "a b", "last"] ? 66 : 64))
            }
        }
    }

    @Test func `are added up`() async throws {
        try await withRecorded { rung in
            let statistics = try #require(try await rung.run("stats", "--json").lines.first)
            #expect(statistics["sessions"] == 3)
            #expect(statistics["tiers"]?.array?.first?["accept_rate"] == .double(1))
            let text = try await rung.run("stats").output
            #expect(text.hasPrefix("Tiers, in 3 sessions of which 3 ended accepted\n"), "\(text)")
            let card = try #require(try await rung.run("report", "--json").lines.first)
            #expect(card["verifiers"] == .array([]))
            #expect(try await rung.run("stats", "--simulated").errors == "No such session is recorded.\n")
            #expect(try await rung.run("stats", "--since", "soon").status == 64)
        }
    }
}
