import Dashboard
import EscalationCore
import EscalationEngine
import Foundation
import Journal
import Logging
import Settings
import Terminal
import TerminalCurses

/// The dashboard on the terminal, with everything that lives as long as it does: sessions, status monitors, replays.
struct DashboardSession: Sendable {
    var setup: DashboardSetup
    var colorDepth: ColorDepth = .truecolor
    /// Nil where tasks can't be run: a replay needs no servers.
    var workshop: Workshop?
    /// Nil where none is offered.
    var skills: SkillShelf?
    /// Nil where nothing is recorded.
    var journal: SessionJournal?
    /// What past sessions are read from; nil where there are none.
    var reader: JournalReader?
    /// What the journal says of itself.
    var journalStatus: AsyncStream<JournalStatus>?
    /// The session to replay from the start on; the program ends with it.
    var replaying: ReplayRequest?

    /// Messages the screen may be behind; posters wait beyond that.
    private static let mailboxCapacity = 1_024

    /// Returns when the user has quit or a signal came, and what ran is cancelled and recorded.
    ///
    /// - Returns: the signal that ended it; nil where the user did.
    func run() async throws -> Int32? {
        let options = CursesDisplay.Options(mostColors: colorDepth)
        return try await withCursesDisplay(options) { display in
            let setup = setup.fitted(to: display)
            let mailbox = Mailbox<DashboardProgram.Message>(capacity: Self.mailboxCapacity)
            let runner = workshop.map { workshop in
                SessionRunner(workshop.orchestrator) { event in
                    await journal?.store(event)
                    await mailbox.post(.event(event))
                }
            }
            let drafts = DraftFile(UserFolders(environment: ProcessInfo.processInfo.environment).state)
            let host = DashboardHost(
                mailbox: mailbox, display: display, runner: runner, reader: reader, drafts: drafts,
                setup: setup, workshop: workshop, skills: skills,
                stopwatch: workshop?.stopwatch ?? .on(ContinuousClock()))
            if let draft = await drafts.restored() { await mailbox.post(.draftRestored(draft)) }
            if let status = journal?.status { await mailbox.post(.live(.journal(status))) }
            if journal == nil, replaying == nil { await mailbox.post(.live(.journal(.off))) }

            return try await withThrowingTaskGroup(of: Ending?.self) { group in
                group.addTask {
                    let loop = ProgramLoop<DashboardProgram>(
                        display: display, mailbox: mailbox, clock: ContinuousClock(), symbols: setup.symbols)
                    let ended = try await loop.run(DashboardProgram(setup)) { await host.perform($0, number: $1) }
                    // Gone without being asked: the terminal hung up, and its signal may come later than its silence.
                    return ended.isFinished ? .quit : .signal(SIGHUP)
                }
                group.addTask { await TerminationSignals.next().map { .signal($0) } }
                if let runner {
                    group.addTask {
                        await runner.run()
                        return nil
                    }
                }
                for monitor in workshop?.monitors ?? [] {
                    group.addTask {
                        try await monitor.run { await mailbox.post(.live(.backend($0))) }
                        return nil
                    }
                }
                if let journalStatus {
                    group.addTask {
                        for await status in journalStatus { await mailbox.post(.live(.journal(status))) }
                        return nil
                    }
                }
                if let replaying {
                    group.addTask {
                        try await host.play(replaying)
                        return .quit
                    }
                }
                return try await Self.ending(of: &group)
            }
        }
    }

    /// How it ended.
    private enum Ending: Sendable, Hashable {
        case quit
        case signal(Int32)
    }

    /// Waits for the first that ends the whole, cancels the rest, and waits for it too.
    private static func ending(of group: inout ThrowingTaskGroup<Ending?, any Error>) async throws -> Int32? {
        var ending: Ending?
        while let result = await group.nextResult() {
            do {
                guard let end = try result.get() else { continue }
                // A signal that came with the user's own end still counts.
                if ending == nil || end != .quit { ending = end }
            } catch is CancellationError where ending != nil {
                // What the end cancelled.
            }
            group.cancelAll()
        }
        if case .signal(let number)? = ending { return number }
        return nil
    }
}

extension DashboardSetup {
    /// With the colours and glyphs that the terminal has.
    fileprivate func fitted(to display: CursesDisplay) -> DashboardSetup {
        var setup = self
        setup.colorDepth = display.depth
        if display.symbols == .ascii { setup.symbols = .ascii }
        return setup
    }
}
