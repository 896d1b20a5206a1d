import EscalationCore
import Journal
import Settings

/// What `rung run` runs: a task of its own, or one that goes on from a recorded session.
struct RunPlan: Sendable {
    var task: TaskSpec
    var chain: ChainSettings

    init(task: TaskSpec, chain: ChainSettings) {
        self.task = task
        self.chain = chain
    }

    /// - Parameters:
    ///   - name: of the session, as people give it.
    ///   - chain: to go on with, from its start unless a tier is named; nil for the session's own, from its next tier.
    ///   - tier: to begin with; nil for that.
    ///   - skills: among them the session's own, whose verifiers judge as they did before.
    ///   - journal: where the session is.
    /// - Throws: where there is no such session, it still runs or was accepted, its skill is gone, or no tier is left.
    init(
        from name: String, chain chainName: String?, tier: Int?, _ configuration: Configuration,
        skills: SkillLibrary, reading journal: JournalChoice
    ) async throws {
        guard case .file(let path) = journal else {
            throw CommandFailure(.noInput, "The configuration keeps no journal, so there is no session to go on from.")
        }
        let reader = try JournalReader(opening: path)
        let session = try await reader.session(named: name)
        guard session.state != .running else {
            throw CommandFailure(.noInput, "Session \(session.id.short) still runs. Wait for its end, or cancel it.")
        }
        guard session.state != .ended(.accepted) else {
            throw CommandFailure(
                .noInput,
                "Session \(session.id.short) was accepted: there is nothing left to try. See rung show \(session.id.short)."
            )
        }
        var state = SessionState(id: session.id)
        for try await events in reader.eventChunks(of: session.id) { for event in events { state.apply(event) } }
        guard let next = state.continuation else {
            throw CommandFailure(.noInput, "Session \(session.id.short) holds no task to go on with.")
        }
        task = next
        chain = try configuration.chain(
            for: next.skillName.map { try skills.skill(named: $0) }, named: chainName ?? session.chain, accepting: .all,
            home: Home.folder)
        task.firstTier = tier ?? (chain.name == session.chain ? next.firstTier : 1)
        let count = chain.chain.tiers.count
        guard task.firstTier <= count else {
            throw CommandFailure(
                .usage,
                tier == nil
                    ? "Session \(session.id.short) has asked every tier of '\(chain.name)'. Name another chain with --chain, or a tier with --from-tier."
                    : "Chain '\(chain.name)' has \(count) tier\(count == 1 ? "" : "s"): --from-tier goes from 1 to \(count)."
            )
        }
    }
}
