import EscalationCore
import Terminal

/// The dashboard's state: sessions as their events tell them, and what the user did with the screen.
///
/// `update(_:)` is pure and quick, `view(on:)` draws only what can be seen. No clock, no terminal, no files: time comes in
/// `time`, everything else that happens in the other messages.
public struct DashboardProgram: Program {
    let setup: DashboardSetup
    private(set) var glyphs: GlyphSet

    /// The sessions of this run and the past ones that were opened.
    var sessions = SessionShelf()
    /// The session shown; nil before the first.
    var selection: Session.ID?
    /// The replay that has the screen; nil while there is none.
    var replay: ReplayView?

    var backends: [String: BackendStatus] = [:]
    var journal = JournalStatus.recording
    /// When the journal began to fail, as `moment` counts; nil while it records.
    var unrecordedSince: Duration?
    /// Nil before the first tick.
    var moment: Moment?

    /// The chain new tasks go to.
    var chainName: String
    /// What new tasks take along; nil for nothing.
    var skill: SkillChoice?
    var size = Size.zero
    var focus = Pane.attempts
    /// What the stacked layout shows below the attempts, and the tiny one at all.
    var detail = Detail.answer
    /// How much of the screen the focused pane has.
    var paneSize = PaneSize.usual
    /// What lies over the panes; nil while nothing does.
    var overlay: (any Overlay)?
    /// The attempt looked at; nil follows the newest.
    var selectedAttempt: Int?
    /// The tier looked at, by its number; nil follows the attempt.
    var selectedTier: Int?
    /// What servers load.
    var loads = LoadWatch()
    /// What servers were asked to do with models, and haven't done yet.
    var steering: Set<SteeredModel> = []
    /// The backend whose log is followed; nil while none is.
    var followedLog: String?
    var sampleIndex = 0
    var composer = Composer()
    /// What the task being written follows up; nil for a task of its own.
    var followUp: FollowUp?
    /// The session to go on from as soon as it was read; nil for none.
    var awaited: Session.ID?
    var answer = AnswerView()
    /// First line shown of the verdict, from 0.
    var verdictTop = 0
    var notice: String?
    /// Keys pressed that longer ones begin with; empty at most times.
    var begunKeys: [Key] = []
    /// What a person said after the end, by session and attempt; the last word on each.
    var remarks: [Session.ID: [Int: Verdict]] = [:]
    /// What was being written about an answer when its editor was left; nil for nothing.
    var feedbackDraft: FeedbackEditor?
    /// Whether the terminal has said that its window lost the keyboard.
    var isElsewhere = false
    /// While a second Ctrl-C quits; nil at other times.
    var quitWindow: QuitWindow?
    /// Whether the user has left. What still runs is to be cancelled and recorded.
    public private(set) var isFinished = false
    public private(set) var styleSheet: StyleSheet
    /// The theme that is worn.
    private(set) var theme: ThemeChoice
    /// The themes there are; nil until they were asked for.
    var themes: [ThemeChoice]?

    public init(_ setup: DashboardSetup) {
        self.setup = setup
        glyphs = setup.theme.glyphs(setup.symbols)
        styleSheet = setup.theme.styleSheet(setup.colorDepth)
        theme = ThemeChoice(name: setup.themeName, theme: setup.theme)
        let isKnown = setup.chains.contains { $0.name == setup.defaultChain }
        chainName = isKnown ? setup.defaultChain : setup.chains.first?.name ?? setup.defaultChain
    }

    public static func message(for input: ProgramInput) -> Message? {
        switch input {
        case .key(.pointer(let pointer)): .pointer(pointer)
        case .key(.focus(let isFocused)): .focused(isFocused)
        case .key(let key): .key(key)
        case .resized(let size): .resized(size)
        case .tick: .secondPassed
        }
    }

    /// A second while something on the screen changes by time alone, a few milliseconds while a long answer is counted;
    /// nil otherwise.
    public var tickInterval: Duration? {
        isCounting ? Self.pause : needsTime ? .seconds(1) : nil
    }

    /// Whether ticks are wanted to count, or to search, what of a long answer is out of sight.
    public var isCounting: Bool { answer.isBusy }

    /// Between two stretches of a long answer that are counted, so that a key never waits longer than for one.
    private static let pause = Duration.milliseconds(4)

    /// Whether something on the screen changes by time alone.
    var needsTime: Bool {
        !running.isEmpty || quitWindow != nil || unrecordedSince != nil || !loads.isEmpty
    }

    mutating func finish() { isFinished = true }

    /// Looks like `choice` from now on; like before where its file is wrong.
    mutating func wear(_ choice: ThemeChoice) {
        guard let look = choice.theme else { return }
        theme = choice
        glyphs = look.glyphs(setup.symbols)
        styleSheet = look.styleSheet(setup.colorDepth)
    }

    /// The parts of the screen a user can be in; the raw value is the key that goes there.
    enum Pane: Int, Sendable, CaseIterable {
        case chain = 1
        case attempts, verdict, answer, task
    }

    enum Detail: Sendable { case answer, verdict }

    /// How much of the screen the focused pane has. Which pane that is may change meanwhile.
    enum PaneSize: Int, Sendable, CaseIterable {
        case usual
        /// As much as leaves the others a few rows or columns.
        case larger
        /// All but the task, the status line and the composer.
        case whole
    }

    /// What the last line offers: something to do, in a word.
    typealias Hint = (action: Action, word: String)
}

extension DashboardProgram {
    /// The session on the screen.
    var shown: SessionState? { replay?.session ?? selection.flatMap { sessions[$0] } }

    /// The attempt on the screen: the one selected, or the newest.
    var shownAttempt: Attempt? {
        guard let shown else { return nil }
        return selectedAttempt.flatMap { shown.attempt($0) } ?? shown.attempts.last
    }

    /// The chain a new task would go to; nil where none is configured.
    var chosenChain: Chain? { setup.chains.first { $0.name == chainName } ?? setup.chains.first }

    /// Sessions of this run that have no end yet.
    var running: [Session.ID] { sessions.running }

    /// Time since the session on the screen started: to its end, to now while it runs, or to where the replay stands.
    var shownElapsed: Duration {
        guard let shown else { return .zero }
        if let replay { return max(replay.state.position, shown.offset) }
        return sessions.elapsed(of: shown.id, now: moment?.now)
    }

    /// Whether the focused pane has the screen for itself.
    var isZoomed: Bool {
        get { paneSize == .whole }
        set { paneSize = newValue ? .whole : .usual }
    }

    /// Whether samples take the place of a session.
    var showsSamples: Bool { shown == nil && !setup.samples.isEmpty }
}
