import Dashboard
import EscalationCore
import Journal

extension DashboardHost {
    /// How often the bar is told where the replay stands.
    private static let barInterval: Duration = .milliseconds(250)
    /// Events after which a long session's reading is said to go on.
    private static let longReading = 50_000

    /// Feeds a session's events again; returns when the replay has been left.
    func play(_ request: ReplayRequest) async throws {
        let id = request.session
        let tape: SessionTape
        let remarks: [Int: Verdict]
        do {
            guard let found = try await self.tape(of: id), found.count > 0 else {
                return await giveUp(id, "Session \(id.short) isn't in the journal.")
            }
            tape = found
            remarks = try await reader?.annotations(of: id).latest ?? [:]
        } catch let error where !(error is CancellationError) {
            return await giveUp(id, String(describing: error))
        }
        let player = ReplayPlayer(
            tape, speed: request.speed, idleCap: request.idleCap, clock: ContinuousClock(), stopwatch: stopwatch)
        // Exchanged without a pause between, so that of two asked for at once the earlier is stopped.
        let earlier = self.player
        self.player = player
        await earlier?.stop()
        guard self.player === player else { return }
        let start = ReplayState(
            session: id, events: tape.landmarks, length: tape.length, speed: request.speed,
            idleCap: request.idleCap)
        await mailbox.post(.remarked(remarks, on: id))
        await mailbox.post(.replay(.began(start)))
        do {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    while true {
                        try await Task.sleep(for: Self.barInterval)
                        await self.tellPosition(of: player, since: start)
                    }
                }
                defer { group.cancelAll() }
                try await player.run { step in
                    switch step {
                    case .event(let event): await self.mailbox.post(.event(event))
                    case .jumped(let session):
                        await self.mailbox.post(.replay(.jumped(start.moved(to: player.state), session)))
                        await self.forgetTold()
                    }
                }
            }
        } catch let error where !(error is CancellationError) {
            // It is over all the same: whoever waits for its end is not left waiting.
            await mailbox.post(.notice(String(describing: error)))
        }
        if self.player === player { self.player = nil }
        await mailbox.post(.replay(.ended(id)))
    }

    /// A replay that can't begin is over.
    private func giveUp(_ id: Session.ID, _ reason: String) async {
        await mailbox.post(.notice(reason))
        await mailbox.post(.replay(.ended(id)))
    }

    private func tape(of id: Session.ID) async throws -> SessionTape? {
        guard let reader else { return nil }
        return try await SessionTape(of: id, in: reader) { count in
            guard count >= Self.longReading else { return }
            await mailbox.post(.notice("reading the session: \(count) events …"))
        }
    }

    func apply(_ control: ReplayControl) async throws {
        guard let player else { return }
        switch control {
        case .play: await player.resume()
        case .pause: await player.pause()
        case .speed(let speed): await player.setSpeed(speed)
        case .idleCap(let cap): await player.setIdleCap(cap)
        case .seek(let position): await player.seek(to: position)
        case .seekBy(let distance): await player.seek(by: distance)
        case .step(let count): await player.step(by: count)
        case .stepAttempt(let forward): await player.step(toAttempt: forward ? .forward : .back)
        case .toEnd: await player.seek(to: player.tape.length)
        case .stop: await player.stop()
        case .find(let text, let forward): try await find(text, forward: forward, in: player)
        }
        await tellPosition(of: player)
    }

    private func find(_ text: String, forward: Bool, in player: ReplayPlayer) async throws {
        let condition = try EventCondition(parsing: text)
        guard try await !player.seek(forward ? .forward : .back, to: condition) else { return }
        await mailbox.post(.notice("no event \(forward ? "after" : "before") this is \(text)"))
    }

    /// A control shows at once, not when the bar is told the next time.
    private func tellPosition(of player: ReplayPlayer) async {
        let start = ReplayState(session: player.tape.session, events: player.tape.landmarks, length: player.tape.length)
        await mailbox.post(.replay(.moved(start.moved(to: player.state))))
        forgetTold()
    }

    /// A replay that stands still says so once.
    private func tellPosition(of player: ReplayPlayer, since start: ReplayState) async {
        let state = await start.moved(to: player.state)
        guard state != toldPosition else { return }
        toldPosition = state
        await mailbox.post(.replay(.moved(state)))
    }

    /// The bar has been told of a moment that may be past already: it is told again where the replay stands.
    private func forgetTold() { toldPosition = nil }
}

extension ReplayState {
    /// The same replay where its player says that it stands.
    fileprivate func moved(to now: ReplayPlayer.State) -> ReplayState {
        var state = self
        state.position = now.position
        state.speed = now.speed
        state.idleCap = now.idleCap
        state.isPlaying = !now.isPaused && now.position < now.end
        return state
    }
}
