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
    var style = Style.screen
    var options = CursesDisplay.Options()
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

    /// How it takes the terminal.
    enum Style: Sendable, Hashable {
        /// The whole of it.
        case screen
        /// Some lines, which stay in the scrollback.
        case inline
        /// Not at all: lines are appended.
        case plain
    }

    /// Messages the screen may be behind; posters wait beyond that.
    private static let mailboxCapacity = 1_024

    /// Returns when the user has quit or a signal came, and what ran is cancelled and recorded.
    ///
    /// - Returns: the signal that ended it; nil where the user did.
    func run() async throws -> Int32? {
        let (signal, farewell): (Int32?, SessionState?) =
            switch style {
            case .screen: try await withCursesDisplay(options) { try await run(on: $0) }
            case .inline: try await withInlineDisplay(mostColors: options.mostColors) { try await run(on: $0) }
            case .plain: try await withTerminationSignals { try await run(on: PlainDisplay()) }
            }
        if let farewell { StandardStream.output.write(Transcript(Session(farewell), farewell).text) }
        return signal
    }

    /// - Returns: the signal that ended it, and the session to be written out.
    private func run(on display: any TerminalScreen) async throws -> (Int32?, SessionState?) {
        let setup = setup.fitted(to: display)
        let mailbox = Mailbox<DashboardProgram.Message>(capacity: Self.mailboxCapacity)
        let runner = workshop.map { workshop in
            SessionRunner(workshop.orchestrator) { event in
                await journal?.store(event)
                await mailbox.post(.event(event))
            }
        }
        let stateFolder = UserFolders(environment: ProcessInfo.processInfo.environment).state
        let drafts = DraftFile(stateFolder)
        let history = HistoryFile(stateFolder)
        let host = DashboardHost(
            mailbox: mailbox, display: display, runner: runner, reader: reader, journal: journal, drafts: drafts,
            history: history, setup: setup, workshop: workshop, skills: skills,
            stopwatch: workshop?.stopwatch ?? .on(ContinuousClock()))
        let tasks = await history.restored()
        if !tasks.isEmpty { await mailbox.post(.historyRestored(tasks)) }
        let draft = await drafts.restored()
        if let draft, style != .plain { await mailbox.post(.draftRestored(draft)) }
        if let status = journal?.status { await mailbox.post(.live(.journal(status))) }
        if journal == nil, replaying == nil { await mailbox.post(.live(.journal(.off))) }

        let signal: Int32? = try await withThrowingTaskGroup(of: Ending?.self) { group in
            if style == .plain {
                group.addTask {
                    try await converse(host, mailbox, draft: draft ?? "")
                    return .quit
                }
            } else {
                // Where frames are painted and keys are read: a few words then wake one thread for the screen, not five.
                group.addTask(executorPreference: TerminalActor.taskExecutor) {
                    let loop = ProgramLoop<DashboardProgram>(
                        display: display, mailbox: mailbox, clock: ContinuousClock(), symbols: setup.symbols)
                    let ended = try await loop.run(DashboardProgram(setup)) { await host.perform($0, number: $1) }
                    // Gone without being asked: the terminal hung up, and its signal may come later than its silence.
                    return ended.isFinished ? .quit : .signal(SIGHUP)
                }
            }
            group.addTask { await TerminationSignals.next().map { .signal($0) } }
            group.addTask {
                if style != .plain { try await host.tellMinutes() }
                return nil
            }
            if let runner {
                group.addTask(executorPreference: workshop?.taskExecutor) {
                    await runner.run()
                    return nil
                }
            }
            for monitor in workshop?.monitors ?? [] {
                group.addTask(executorPreference: workshop?.taskExecutor) {
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
        return (signal, await host.farewell)
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

extension Session {
    /// The session as its events tell it; it has ended, or is a replay's.
    fileprivate init(_ state: SessionState) {
        self.init(
            id: state.id, startedAt: state.started?.startedAt ?? 0,
            state: state.finish.map { .ended($0.outcome) } ?? .running, chain: state.chain?.name ?? "",
            task: state.task,
            attempts: state.attempts.count, duration: state.offset, isSimulated: state.started?.isSimulated ?? false)
    }
}

extension DashboardSetup {
    /// With the colours and glyphs that the terminal has.
    fileprivate func fitted(to display: any TerminalScreen) -> DashboardSetup {
        var setup = self
        setup.colorDepth = display.depth
        if display.symbols == .ascii { setup.symbols = .ascii }
        return setup
    }
}
