import EscalationCore
import Terminal

/// Where everything stands on a screen of a given size.
///
/// | screen | arrangement |
/// |---|---|
/// | under 40×10 | one status line, the task, the output |
/// | under 100 columns | stacked, full width |
/// | from 100 columns | chain, attempts and verdict in a rail; stacked where under 16 rows leave it no room |
/// | from 170 columns | and what the tier was told in a third column |
///
/// A focused pane that was made larger takes from its neighbours; zoomed, it has the body for itself. The timeline is one row,
/// and has a lane for every tier where the screen is high enough.
///
/// Every rectangle may be empty. A pane's first row is its title's.
struct ScreenLayout: Sendable, Hashable {
    var kind: Kind
    var status = Rect.zero
    /// A rule that shows the task, where no pane's title does.
    var task = Rect.zero
    var chain = Rect.zero
    var attempts = Rect.zero
    var verdict = Rect.zero
    var answer = Rect.zero
    var told = Rect.zero
    /// Between the rail and its neighbour.
    var dividers: [Rect] = []
    var timeline = Rect.zero
    var replayBar = Rect.zero
    var composer = Rect.zero
    var hint = Rect.zero
    /// Everything between the status line and the composer: where overlays go.
    var body = Rect.zero

    enum Kind: Sendable, Hashable { case tiny, stacked, rail, wide }

    var isBesideRail: Bool { kind == .rail || kind == .wide }

    /// Where the answer's lines go.
    var answerText: Rect {
        switch kind {
        case .tiny: answer
        case .stacked: answer.inset(left: 1, top: 1)
        case .rail, .wide: answer.inset(left: 1, top: 1, right: 1)
        }
    }

    /// Where the verdict's lines go.
    var verdictText: Rect { verdict.inset(left: 1, top: 1) }

    init(_ program: DashboardProgram) {
        let size = program.size
        kind =
            switch size.width {
            case _ where size.width < 40 || size.height < 10: .tiny
            case ..<100,
                _ where size.height < 16:
                .stacked
            case ..<170: .rail
            default: .wide
            }
        var rest = Rect(size)
        (status, rest) = rest.split(top: 1)
        if kind != .tiny && size.height >= 12 { (rest, hint) = rest.split(bottom: 1) }
        (rest, composer) = rest.split(bottom: Self.composerHeight(program, kind: kind, room: rest.height))
        if program.replay != nil && size.height >= 3 { (rest, replayBar) = rest.split(bottom: 1) }
        let isCovered = program.overlay?.coversPanes ?? false
        let titlesTask = kind == .stacked && !isCovered && !Self.isZoomed(program)
        if program.shown != nil && !titlesTask && rest.height >= 3 { (task, rest) = rest.split(top: 1) }
        body = rest
        guard !isCovered else { return }
        switch kind {
        case .tiny: arrangeTiny(program)
        case .stacked: arrangeStack(program)
        case .rail, .wide: arrangeRail(program)
        }
    }

    private static func composerHeight(_ program: DashboardProgram, kind: Kind, room: Int) -> Int {
        let isWriting = program.focus == .task
        let height = program.size.height
        // On a tiny screen the output needs every row, unless somebody types.
        if kind == .tiny && !isWriting { return 0 }
        let title = kind != .tiny && height >= 14 ? 1 : 0
        guard isWriting else { return title + 1 }
        let limit = max(1, min(8, room / 3))
        let rows = program.composer.editor.layout(width: ComposerPane.textWidth(program.size.width), height: limit)
        return min(room, title + rows.rows.count)
    }

    private mutating func arrangeTiny(_ program: DashboardProgram) {
        guard program.shown != nil else {
            attempts = body
            return
        }
        switch program.detail {
        case .answer: answer = body
        case .verdict: verdict = body
        }
    }

    private mutating func arrangeStack(_ program: DashboardProgram) {
        if zoom(program) { return }
        var rest = body
        (chain, rest) = rest.split(top: 1)
        let rows = AttemptsPane.rowCount(program)
        let most = Self.mostAttempts(program, room: rest.height - 2)
        if program.shown != nil && rest.height >= 28 { (rest, timeline) = rest.split(bottom: 1) }
        let list = program.shown == nil ? rest.height : min(1 + max(1, min(rows, most)), rest.height)
        (attempts, rest) = rest.split(top: list)
        switch program.detail {
        case .answer: answer = rest
        case .verdict: verdict = rest
        }
    }

    /// Rows of the attempts at most, out of those that they share with the answer.
    private static func mostAttempts(_ program: DashboardProgram, room: Int) -> Int {
        switch (program.paneSize, program.focus) {
        case (.larger, .attempts), (.larger, .chain): max(1, room - 4)
        case (.larger, .answer), (.larger, .verdict): 1
        default: max(1, room * 2 / 5)
        }
    }

    /// Columns of the rail.
    private static func railWidth(_ program: DashboardProgram, room: Int) -> Int {
        let usual = min(52, max(36, room / 3))
        switch (program.paneSize, program.focus) {
        case (.larger, .answer): return 32
        case (.larger, .chain), (.larger, .attempts), (.larger, .verdict): return max(usual, room * 3 / 5)
        default: return usual
        }
    }

    private mutating func arrangeRail(_ program: DashboardProgram) {
        if zoom(program) { return }
        var rest = body
        let lanes = TimelinePane.laneRows(program)
        if program.shown != nil && rest.height >= 16 {
            (rest, timeline) = rest.split(bottom: rest.height >= 20 + 2 * lanes ? lanes : 1)
        }
        var rail: Rect
        (rail, rest) = rest.split(left: Self.railWidth(program, room: rest.width))
        var divider: Rect
        (divider, rest) = rest.split(left: 1)
        dividers = [divider]
        if kind == .wide && program.shown != nil && program.paneSize == .usual {
            (rest, told) = rest.split(right: min(56, rest.width / 3))
            (divider, told) = told.split(left: 1)
            dividers.append(divider)
        }
        answer = rest
        let tiers = (program.shown?.chain ?? program.chosenChain)?.tiers.count ?? 0
        (chain, rail) = rail.split(top: min(1 + max(1, tiers) + ChainPane.noteCount(program), rail.height / 3))
        guard program.shown != nil else {
            // The samples, or what to do first, take the wide column.
            (attempts, answer) = (answer, .zero)
            return
        }
        let most = program.paneSize == .larger && program.focus == .verdict ? 2 : rail.height / 2
        let list = min(1 + max(1, AttemptsPane.rowCount(program)), max(2, most))
        (attempts, verdict) = rail.split(top: list)
    }

    private static func isZoomed(_ program: DashboardProgram) -> Bool {
        guard program.isZoomed, program.shown != nil else { return false }
        switch program.focus {
        case .attempts, .verdict, .answer: return true
        case .chain, .task: return false
        }
    }

    /// Gives the focused pane the whole body.
    /// - Returns: whether it asked for that.
    private mutating func zoom(_ program: DashboardProgram) -> Bool {
        guard Self.isZoomed(program) else { return false }
        switch program.focus {
        case .attempts: attempts = body
        case .verdict: verdict = body
        case .answer: answer = body
        case .chain, .task: break
        }
        return true
    }
}
