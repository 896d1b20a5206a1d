import EscalationCore
import Terminal

/// The dashboard as a conversation, for screen readers and for terminals that can't be drawn on: lines are appended, what can
/// be done is numbered, and nothing is ever drawn again.
///
/// It hears the same messages and asks for the same effects as `DashboardProgram`; what the user types comes by the line.
public struct PlainDialogue: Sendable {
    public typealias Message = DashboardProgram.Message
    public typealias Effect = DashboardProgram.Effect
    /// A line for an event, given the session with the event applied; nil for an event that needs none.
    public typealias Words = @Sendable (SessionEvent, SessionState) -> String?

    let setup: DashboardSetup
    let words: Words
    var chainName: String
    var sessions = SessionShelf()
    /// What the numbers on the screen stand for, from 1.
    var choices: [PlainChoice] = []
    /// What is being written; nil while nothing is.
    var writing: PlainWriting?
    /// The skill of the tasks to come; nil for none.
    var skill: SkillChoice?
    /// What was written and not sent; empty for nothing.
    var draft = ""
    /// What was said last of servers that are away or refuse, so that it is said once.
    private var silent: [String: String] = [:]
    private var isRecorded = true
    /// Whether past sessions were asked for and have not been offered yet.
    var isListing = false
    /// The past session that was asked for and has not been told yet; nil for none.
    var opening: Session?
    /// The replay under way; nil while there is none.
    var replay: PlainReplay?
    /// Lines that came while what they choose from was not there yet.
    var early: [String] = []
    private var hasHungUp = false
    /// Tasks sent of whose sessions nothing has been heard yet.
    var awaited = 0
    private var lines: [String] = []
    /// Whether the user wants to leave.
    public internal(set) var isFinished = false
    /// Whether something has ended since the output was last taken: a bell goes with it.
    private var rings = false

    /// - Parameter words: what an event is called.
    public init(_ setup: DashboardSetup, words: @escaping Words) {
        self.setup = setup
        self.words = words
        let isKnown = setup.chains.contains { $0.name == setup.defaultChain }
        chainName = isKnown ? setup.defaultChain : setup.chains.first?.name ?? setup.defaultChain
    }

    /// What is to be written since the last call, and whether the bell goes with it.
    public mutating func takeOutput() -> (text: String, rings: Bool) {
        defer { (lines, rings) = ([], false) }
        return (lines.map { $0 + "\n" }.joined(), rings)
    }

    mutating func say(_ line: String) { lines.append(VisibleText.escape(line, keepingNewlinesAndTabs: true)) }

    // MARK: What happens

    /// The first words.
    ///
    /// - Parameter draft: what was typed before the program ended the last time; empty for nothing.
    public mutating func begin(draft: String = "") {
        self.draft = draft
        let tiers = chain?.tiers.map(\.model).joined(separator: ", ") ?? "no chain is configured"
        say("rung \(setup.version)\(setup.isSimulated ? " · simulator" : "") · chain \(chainName): \(tiers)")
        offerMenu()
    }

    public mutating func update(_ message: Message) -> [Effect] {
        absorb(message) + readEarly()
    }

    private mutating func absorb(_ message: Message) -> [Effect] {
        switch message {
        case .event(let event) where event.session == replay?.id: return retell(event)
        case .event(let event): hear(event)
        case .loaded(let events): tell(events)
        case .remarked(let verdicts, _):
            for (attempt, verdict) in verdicts.sorted(by: { $0.key < $1.key }) {
                say("#\(attempt) was \(verdict == .accept ? "accepted" : "rejected") by you after the end")
            }
        case .listed(let sessions, _):
            guard isListing else { break }
            isListing = false
            offer(sessions)
            // What changes in it from now on would only be said again.
            return [.closeList]
        case .listRefused(let reason, _):
            guard isListing else { break }
            isListing = false
            say(reason)
            offerMenu()
            return [.closeList]
        case .replay(let update): return hear(update)
        case .followed(let event): follow(event)
        case .live(.backend(let status)): hear(status)
        case .live(.journal(let status)): hear(status)
        case .notice(let text):
            say(text)
            // What can't be begun is told so.
            awaited = 0
            giveUpWaiting()
            leaveIfDone()
        case .draftRestored(let text):
            draft = text
            if writing == nil { offerMenu() }
        case .historyRestored, .key, .pointer, .focused, .resized, .secondPassed, .time, .edited, .files,
            .listedMore, .counted, .sessionChanged, .following, .figures, .recalledLoads, .steered, .log, .logEnded,
            .compared, .themes:
            break
        }
        return []
    }

    private mutating func hear(_ event: SessionEvent) {
        sessions.apply(event, now: .zero)
        guard let session = sessions[event.session] else { return }
        if let line = words(event, session) { say(line) }
        switch event.kind {
        case .sessionStarted:
            awaited = max(0, awaited - 1)
            choices = [.cancel(event.session)]
            sayChoices()
        case .waiting where session.attempts.last?.awaitsPerson == true: ask(about: session)
        case .sessionFinished:
            sayAnswer(of: session)
            rings = true
            leaveIfDone()
            if !isFinished { offerMenu() }
        default: break
        }
    }

    /// An answer waits for a person's verdict.
    private mutating func ask(about session: SessionState) {
        guard let attempt = session.attempts.last else { return }
        say("answer #\(attempt.number):\n\(attempt.answer)")
        if !attempt.verifiersFeedback.isEmpty { say("the verifiers' feedback:\n\(attempt.verifiersFeedback)") }
        writing = nil
        choices = [.accept(attempt.number, session.id), .reject(attempt.number, session.id)]
        if !attempt.verifiersFeedback.isEmpty { choices.append(.passOn(attempt.number, session.id)) }
        choices.append(.cancel(session.id))
        sayChoices()
    }

    /// A past session, from its first event to its answer; one that another process runs as far as it has come.
    private mutating func tell(_ events: [SessionEvent]) {
        guard let id = events.first?.session else { return }
        let isRunning = opening?.state == .running
        opening = nil
        var state = SessionState(id: id)
        say("task: \(events.first.map(Self.task) ?? "")")
        for event in events {
            state.apply(event)
            if let line = words(event, state) { say(line) }
        }
        sessions.load(events)
        sayAnswer(of: state)
        offer(about: id, isReplayable: !isRunning)
    }

    /// A fact of a session that another process runs.
    private mutating func follow(_ event: SessionEvent) {
        sessions.load([event])
        guard let session = sessions[event.session] else { return }
        if let line = words(event, session) { say(line) }
        if case .sessionFinished = event.kind { sayAnswer(of: session) }
    }

    private static func task(of event: SessionEvent) -> String {
        guard case .sessionStarted(let started) = event.kind else { return "" }
        return started.task.prompt
    }

    private mutating func sayAnswer(of session: SessionState) {
        guard let answer = session.acceptedAnswer else { return }
        say("answer:\n\(answer)")
    }

    private mutating func hear(_ status: BackendStatus) {
        switch status.reach {
        case .reachable:
            if silent.removeValue(forKey: status.backend) != nil { say("\(status.backend) is back") }
        case .away(let reason, _, _): hear("is away", because: reason, of: status.backend)
        case .refused(let reason, _, _): hear("refuses the key", because: reason, of: status.backend)
        }
    }

    private mutating func hear(_ state: String, because reason: String, of backend: String) {
        guard silent.updateValue(state, forKey: backend) != state else { return }
        say("\(backend) \(state): \(reason)")
    }

    private mutating func hear(_ status: JournalStatus) {
        switch status {
        case .recording:
            if !isRecorded { say("sessions are recorded again") }
            isRecorded = true
        case .failing(let reason, _):
            if isRecorded { say("nothing is recorded now: \(reason)") }
            isRecorded = false
        case .off: say("sessions are not recorded")
        }
    }

    /// There is nothing more to read: what runs is seen to its end.
    public mutating func hangUp() -> [Effect] {
        hasHungUp = true
        leaveIfDone()
        return []
    }

    /// What was asked for can't be had, as a notice has said.
    private mutating func giveUpWaiting() {
        // A replay says itself when it is over, also before it has begun: until then there may be word of how far it is read.
        guard isListing || opening != nil else { return }
        (isListing, opening) = (false, nil)
        offerMenu()
    }

    mutating func leaveIfDone() {
        let isBusy = awaited > 0 || !sessions.running.isEmpty || isAwaitingChoices || replay != nil
        if hasHungUp, !isBusy, early.isEmpty { isFinished = true }
    }

    var chain: Chain? { setup.chains.first { $0.name == chainName } ?? setup.chains.first }
}
