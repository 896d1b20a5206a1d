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
    private let words: Words
    var chainName: String
    var sessions = SessionShelf()
    /// What the numbers on the screen stand for, from 1.
    var choices: [PlainChoice] = []
    /// The lines of the task being written; nil while none is.
    private var writing: [String]?
    /// What was written and not sent; empty for nothing.
    var draft = ""
    /// Servers that are away, so that each is said once.
    private var away: Set<String> = []
    private var isRecorded = true
    private var hasHungUp = false
    /// Tasks sent of whose sessions nothing has been heard yet.
    private var awaited = 0
    private var lines: [String] = []
    /// Whether the user wants to leave.
    public private(set) var isFinished = false
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
    public mutating func begin() {
        let tiers = chain?.tiers.map(\.model).joined(separator: ", ") ?? "no chain is configured"
        say("rung \(setup.version)\(setup.isSimulated ? " · simulator" : "") · chain \(chainName): \(tiers)")
        offerMenu()
    }

    public mutating func update(_ message: Message) -> [Effect] {
        switch message {
        case .event(let event): hear(event)
        case .loaded(let events): tell(events)
        case .listed(let sessions, _): offer(sessions)
        case .live(.backend(let status)): hear(status)
        case .live(.journal(let status)): hear(status)
        case .notice(let text):
            say(text)
            // What can't be begun is told so.
            awaited = 0
            leaveIfDone()
        case .draftRestored(let text):
            draft = text
            if writing == nil { offerMenu() }
        case .historyRestored, .key, .pointer, .focused, .resized, .secondPassed, .time, .edited, .files, .replay: break
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
        case .sessionFinished:
            sayAnswer(of: session)
            rings = true
            leaveIfDone()
            if !isFinished { offerMenu() }
        default: break
        }
    }

    /// A past session, from its first event to its answer.
    private mutating func tell(_ events: [SessionEvent]) {
        guard let id = events.first?.session else { return }
        var state = SessionState(id: id)
        say("task: \(events.first.map(Self.task) ?? "")")
        for event in events {
            state.apply(event)
            if let line = words(event, state) { say(line) }
        }
        sayAnswer(of: state)
        offerMenu()
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
            if away.remove(status.backend) != nil { say("\(status.backend) is back") }
        case .away(let reason, _, _):
            if away.insert(status.backend).inserted { say("\(status.backend) is away: \(reason)") }
        }
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

    // MARK: What the user says

    /// A line that was typed, without its end.
    public mutating func read(_ line: String) -> [Effect] {
        if writing != nil { return write(line) }
        let word = line.trimmingBlanks
        guard !word.isEmpty else {
            sayChoices()
            return []
        }
        guard let number = Int(word), choices.indices.contains(number - 1) else {
            say("There is no choice '\(word)'. Type a number from 1 to \(choices.count).")
            return []
        }
        return choose(choices[number - 1])
    }

    /// There is nothing more to read: what runs is seen to its end.
    public mutating func hangUp() -> [Effect] {
        hasHungUp = true
        leaveIfDone()
        return []
    }

    private mutating func leaveIfDone() {
        if hasHungUp, awaited == 0, sessions.running.isEmpty { isFinished = true }
    }

    private mutating func choose(_ choice: PlainChoice) -> [Effect] {
        switch choice {
        case .write, .resume:
            writing =
                choice == .resume ? draft.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) : []
            if choice == .resume { say(draft) }
            say("Write the task. A line with nothing but a dot sends it; with nothing but 'x', leaves it.")
        case .sample(let index): return submit(setup.samples[index].prompt)
        case .chains:
            choices = setup.chains.map { .chain($0.name) } + [.back]
            sayChoices()
        case .chain(let name):
            chainName = name
            offerMenu()
        case .sessions: return [.listSessions(query: "")]
        case .session(let session): return [.open(session.id)]
        case .cancel(let id):
            say("cancelling …")
            return [.cancel(id)]
        case .back: offerMenu()
        case .quit: isFinished = true
        }
        return []
    }

    private mutating func write(_ line: String) -> [Effect] {
        let text = (writing ?? []).joined(separator: "\n")
        switch line {
        case ".":
            writing = nil
            draft = ""
            guard !text.trimmingBlanks.isEmpty else {
                offerMenu()
                return [.saveDraft("")]
            }
            return [.saveDraft("")] + (setup.isSimulated ? [] : [.remember(text)]) + submit(text)
        case "x":
            writing = nil
            draft = text
            offerMenu()
            return []
        default:
            writing?.append(line)
            return [.saveDraft(text.isEmpty && writing?.count == 1 ? line : text + "\n" + line)]
        }
    }

    private mutating func submit(_ prompt: String) -> [Effect] {
        guard let chain else {
            say("No chain is configured, so nobody can be asked.")
            return []
        }
        awaited += 1
        return [.submit(TaskSpec(prompt), chain: chain.name)]
    }

    var chain: Chain? { setup.chains.first { $0.name == chainName } ?? setup.chains.first }
}

extension String {
    /// Without the blanks at its ends.
    fileprivate var trimmingBlanks: String {
        let start = drop(while: \.isWhitespace)
        return String(start.reversed().drop(while: \.isWhitespace).reversed())
    }
}
