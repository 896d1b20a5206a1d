import Backends
import Dashboard
import EscalationCore
import EscalationEngine
import Foundation
import Journal
import Terminal
import TerminalCurses

/// Carries out what the dashboard wants done, and reports by messages.
actor DashboardHost {
    let mailbox: Mailbox<DashboardProgram.Message>
    private let display: any TerminalScreen
    private let runner: SessionRunner?
    let reader: JournalReader?
    /// Where people's remarks, tags and titles go; nil where nothing is recorded.
    let journal: SessionJournal?
    private let lister: SessionLister
    private let drafts: DraftFile
    private let history: HistoryFile
    private let loan: TerminalLoan
    private let chains: [Chain]
    let workshop: Workshop?
    private let skills: SkillShelf?
    /// Whether the journal's sessions with the simulator are those that count.
    let isSimulated: Bool
    let stopwatch: Stopwatch
    /// Ends the log that is followed; nil while none is.
    var endOfLog: AsyncStream<Never>.Continuation?
    /// The replay under way; nil while there is none.
    var player: ReplayPlayer?
    /// What the bar of the replay was told last; nil where it is to be told again.
    var toldPosition: ReplayState?
    /// What is to be written out once the terminal has been given back; nil for nothing.
    private(set) var farewell: SessionState?

    init(
        mailbox: Mailbox<DashboardProgram.Message>, display: any TerminalScreen, runner: SessionRunner?,
        reader: JournalReader?, journal: SessionJournal?, drafts: DraftFile, history: HistoryFile,
        setup: DashboardSetup, workshop: Workshop?,
        skills: SkillShelf?, stopwatch: Stopwatch
    ) {
        self.mailbox = mailbox
        self.display = display
        self.runner = runner
        self.reader = reader
        self.journal = journal
        lister = SessionLister(mailbox: mailbox, reader: reader, clock: ContinuousClock())
        isSimulated = setup.isSimulated
        self.drafts = drafts
        self.history = history
        loan = TerminalLoan(display)
        chains = setup.chains
        self.workshop = workshop
        self.skills = skills
        self.stopwatch = stopwatch
    }

    /// - Parameter number: in which order effects were asked for, as they may arrive here in another.
    func perform(_ effect: DashboardProgram.Effect, number: Int) async {
        do {
            switch effect {
            case .submit(let task, let chain): try await submit(task, to: chain)
            case .cancel(let id): await runner?.cancel(id)
            case .decide(let verdict, let attempt, let id):
                if workshop?.desk.decide(verdict, on: attempt, of: id) != true {
                    await mailbox.post(.notice("Nobody waits for a verdict on #\(attempt) any more."))
                }
            case .annotate(let verdict, let attempt, let id): try await annotate(verdict, on: attempt, of: id)
            case .readTime: await tellTime()
            case .saveDraft(let text): await drafts.save(text, revision: number)
            case .remember(let task): await history.append(task)
            case .editDraft(let text):
                if let edited = try await loan.edit(text) { await mailbox.post(.edited(edited)) }
            case .view(let text, let viewer): try await loan.show(text, in: viewer)
            case .pipe(let text, let command): try await loan.pipe(text, to: command)
            case .copy(let text, let name):
                await mailbox.post(.notice(try await Clipboard(display: display).put(text, name: name)))
            case .writeOut(let session): farewell = session
            case .notify(let text): await display.notify(text)
            case .listFiles(let partial):
                await mailbox.post(.files(FileCompletion.paths(beginningWith: partial), for: partial))
            case .listSessions(let query): try await lister.list(query, number: number)
            case .listMore(let query, let last): try await lister.listMore(query, after: last)
            case .closeList: await lister.close(number: number)
            case .delete(let id): try await delete(id)
            case .tag(let id, let tags): try await change(id) { try await $0.tag(id, with: tags) }
            case .untag(let id, let tags): try await change(id) { try await $0.untag(id, from: tags) }
            case .rename(let id, let title): try await change(id) { try await $0.rename(id, to: title) }
            case .readFigures: try await lister.addUp(isSimulated: isSimulated)
            case .open(let id): try await lister.open(id)
            case .compare(let old, let new): try await compare(old, new)
            case .replay(let id): try await play(ReplayRequest(session: id))
            case .replayControl(let control): try await apply(control)
            case .recallLoads(let model): await recallLoads(of: model)
            case .steer(let steered): try await steer(steered)
            case .followLog(let backend): await followLog(of: backend)
            case .stopLog: endOfLog?.finish()
            case .suspend: await display.stopProcess()
            case .listThemes: await mailbox.post(.themes(ThemeLookup().choices()))
            case .redraw: await display.repaint()
            }
        } catch is CancellationError {
            // The screen is gone, and whoever would read the answer with it.
        } catch {
            await mailbox.post(.notice(String(describing: error)))
        }
    }

    private func tellTime() async {
        let zone = Duration.seconds(TimeZone.current.secondsFromGMT())
        await mailbox.post(.time(.init(now: stopwatch.now(), wallTime: currentDate(), zone: zone)))
    }

    /// Says what time it is now, and whenever another minute begins.
    func tellMinutes() async throws {
        let minute: Int64 = 60_000
        while true {
            await tellTime()
            try await Task.sleep(for: .milliseconds(minute - currentDate() % minute))
        }
    }

    private func submit(_ task: TaskSpec, to name: String) async throws {
        guard let runner, let chain = chains.first(where: { $0.name == name }) else {
            await mailbox.post(.notice("There is no chain to run this on: add one to the configuration."))
            return
        }
        var task = task
        do {
            // What goes on from another session has its files already, and holds a model's words: none is read for those.
            if task.parent == nil { task.prompt = try TaskInput.withFiles(task.prompt) }
        } catch let failure as CommandFailure {
            // What was typed is not lost: it can be mended, and sent again.
            await mailbox.post(.draftRestored(task.prompt))
            await mailbox.post(.notice(failure.message))
            return
        }
        if let variant = skills?.chain(name, with: task.skillName), let workshop {
            try await runner.submit(task, on: variant.chain, by: workshop.orchestrator(for: variant))
        } else {
            try await runner.submit(task, on: chain)
        }
    }

    private func compare(_ old: Session.ID, _ new: Session.ID) async throws {
        guard let reader else { return }
        var states: [SessionState] = []
        for id in [old, new] {
            var state = SessionState(id: id)
            for try await events in reader.eventChunks(of: id) { for event in events { state.apply(event) } }
            states.append(state)
        }
        await mailbox.post(.compared(states[0], states[1]))
    }
}
