import EscalationCore
import Terminal

/// The tiers of the chain, cheapest first: which is warm, what came of each, and which is being asked.
struct ChainPane {
    private let rows: [Row]
    private let isFocused: Bool
    /// Below the tiers: what is away, and what swaps.
    private let notes: [StyledLine]
    private let glyphs: GlyphSet

    private struct Row {
        var number: Int
        var name: String
        var state: Role
        var word: String
        /// The word with what is known of a load beside it, the longest first.
        var longWords: [String] = []
        /// What came of its last attempt; nil before there is one.
        var stage: Attempt.Stage?
        var speed: Double?
        var isActive: Bool
        /// Whether it is the tier that is looked at, in a pane that has the focus.
        var isSelected = false

        /// The stage of an attempt that has ended.
        var outcome: Attempt.Stage? { stage == .answering || stage == .verifying ? nil : stage }
    }

    init(_ program: DashboardProgram) {
        glyphs = program.glyphs
        isFocused = program.focus == .chain && program.overlay == nil
        let chain = program.shown?.chain ?? program.chosenChain
        rows = (chain?.tiers ?? []).enumerated().map { [isFocused] index, tier in
            var row = Self.row(index + 1, tier, program)
            row.isSelected = isFocused && program.lookedTier == index + 1
            return row
        }
        let silent = Self.silent(program).map { status in
            StyledLine(" \(program.glyphs[.tierDown]) \(status.backend) \(Self.reason(status))", .tierDown)
        }
        notes =
            silent
            + program.swapWarnings(of: chain).map { swap in
                let models = swap.models.map { OneLine.folded($0) }.joined(separator: ", ")
                return StyledLine(
                    " ! judge \(OneLine.folded(swap.judge)) may make \(swap.backend) swap with \(models)", .warning)
            }
    }

    /// Backends that don't answer us, and judges that make one swap, take a line each in the rail.
    static func noteCount(_ program: DashboardProgram) -> Int {
        program.replay == nil
            ? silent(program).count + program.swapWarnings(of: program.shown?.chain ?? program.chosenChain).count
            : 0
    }

    private static func silent(_ program: DashboardProgram) -> [BackendStatus] {
        program.backends.values.filter { !$0.isAnswering }.sorted { $0.backend < $1.backend }
    }

    private static func reason(_ status: BackendStatus) -> String {
        switch status.reach {
        case .reachable: ""
        case .away(let reason, _, _): "away: \(OneLine.folded(reason))"
        // Its own words are long, and the remedy would be cut off.
        case .refused: "refuses the key: see api_key_env"
        }
    }

    private static func row(_ number: Int, _ tier: Tier, _ program: DashboardProgram) -> Row {
        let attempt = program.shown?.attempts.last { $0.tier == number }
        let isLive = attempt.map { $0.endedAt == nil } ?? false && program.shown?.finish == nil
        var (state, word) = status(of: tier, attempt, program)
        var loadingFor: Duration?
        if state == .tierLoading, program.replay == nil {
            loadingFor = program.loads.elapsed(tier.model, on: tier.backend, now: program.moment?.now)
        }
        if isLive, !tier.label.isCloud, let attempt, let phase = attempt.phases.last {
            // What the attempt itself tells is newer than what its server was last asked.
            switch phase.phase {
            case .loading: (state, loadingFor) = (.tierLoading, program.shownElapsed - phase.at)
            case .prompt, .answer: (state, word, loadingFor) = (.tierWarm, Start.warm.rawValue, nil)
            case .queued: break
            }
        }
        if let loadingFor { word = "loading \(Figures.running(loadingFor))" }
        let isCurrent = program.shown?.finish == nil && program.shown?.attempts.last?.tier == number
        return Row(
            number: number, name: OneLine.folded(tier.model), state: state, word: word,
            longWords: loadingFor.map { longWords(word, $0, tier, program) } ?? [], stage: attempt?.stage,
            speed: attempt?.completed?.usage?.answerSpeed, isActive: isCurrent)
    }

    /// How far a load has come: by the server's own word, or else by how long it took before.
    private static func longWords(
        _ word: String, _ elapsed: Duration, _ tier: Tier, _ program: DashboardProgram
    ) -> [String] {
        // A replay doesn't know what was expected then.
        guard program.replay == nil else { return [] }
        if let part = program.backends[tier.backend]?.server?.loadProgress(of: tier.model), part > 0 {
            return ["\(word), \(Int(part * 100))%", "\(word) \(Int(part * 100))%"]
        }
        guard let expected = program.loads.expected(of: tier.model) else { return [] }
        // Up to the next second: the last one that passes is still within what was expected.
        let about = Figures.running(expected + .milliseconds(999))
        return ["\(word) of ~\(about)", "\(word)/~\(about)"]
    }

    private static func status(of tier: Tier, _ attempt: Attempt?, _ program: DashboardProgram) -> (Role, String) {
        if tier.label.isCloud { return (.tierRemote, "remote") }
        if program.replay != nil {
            // What servers hold now says nothing about then.
            return attempt.map { ($0.start.role, $0.start.rawValue) } ?? (.tierUnknown, "–")
        }
        guard let status = program.backends[tier.backend] else { return (.tierUnknown, "unknown") }
        switch status.reach {
        case .away: return (.tierDown, "away")
        case .refused: return (.tierDown, "refused")
        case .reachable:
            let start = status.start(of: tier.model)
            return (start.role, start.rawValue)
        }
    }

    /// Draws the tiers below each other, under a title.
    func drawList(on canvas: inout Canvas, in rect: Rect) {
        Rule(pane: "1 Chain", isFocused: isFocused).draw(on: &canvas, in: rect.row(0))
        let body = rect.inset(top: 1)
        guard !rows.isEmpty else {
            Label(" no chain configured", style: Role.muted.key).draw(on: &canvas, in: body)
            return
        }
        let lines = listLines(width: body.width) + notes
        for (index, line) in lines.enumerated() {
            put(line, on: &canvas, in: body.row(index))
            if rows.indices.contains(index), rows[index].isSelected {
                canvas.apply(overlay: Role.selection.key, to: body.row(index))
                canvas.focus = Canvas.Position(x: body.x, y: body.y + index)
            }
        }
    }

    private func listLines(width: Int) -> [StyledLine] {
        var names = rows.map { TextWidth.of($0.name) }.max() ?? 0
        let words = rows.map { TextWidth.of($0.word) }.max() ?? 0
        // Marker and number, the state's glyph, and the verdict, with their blanks.
        let fixed = 3 + 4 + words + 2
        names = min(names, max(8, width - fixed))
        let showsSpeed = fixed + names + 6 <= width
        return rows.map { row in
            var line = StyledLine(row.isActive ? glyphs[.tierActive] : " ", .tierActive)
            line.append("\(row.number) ", .muted)
            line.append(
                OneLine.shortened(row.name, to: names).padded(to: names) + "  ", row.isActive ? .tierActive : .text)
            line.append(glyphs[row.state] + " ", row.state)
            let room = width - line.width - (row.outcome == nil ? 0 : 2)
            let word = row.longWords.first { TextWidth.of($0) <= room } ?? row.word
            line.append(word.padded(to: words) + " ", row.state)
            if let stage = row.outcome {
                line.append(glyphs[stage.role], stage.role)
                if showsSpeed, let speed = row.speed {
                    line.append(" " + Figures.speed(speed).leftPadded(to: 5), .muted)
                }
            }
            return line
        }
    }

    /// Draws the tiers side by side in one line. Words give way to glyphs, and names are shortened, until all fit.
    func drawStrip(on canvas: inout Canvas, in rect: Rect) {
        guard !rows.isEmpty else {
            Label(" no chain configured", style: Role.muted.key).draw(on: &canvas, in: rect)
            return
        }
        var line = StyledLine()
        let isAsking = rows.contains(where: \.isActive)
        for (words, nameWidth) in Self.degrees where isAsking || words != .solo {
            line = strip(nameWidth: nameWidth, words: words)
            if line.width + (isAsking ? growth(words) : 0) <= rect.width { break }
        }
        put(line, on: &canvas, in: rect)
        if isFocused { canvas.focus = Canvas.Position(x: rect.x, y: rect.y) }
    }

    /// Whose state is told in a word; the others have their glyph. With `solo` only the tier being asked has a name.
    private enum Words { case all, near, open, active, solo, none }

    /// What gives way, step by step: first words, of those tiers for which they say the least, then names.
    private static let degrees: [(Words, Int)] =
        [Words.all, .near, .open, .active].flatMap { words in [40, 16, 12, 10].map { (words, $0) } }
        + [(.solo, 16), (.solo, 8), (.none, 8), (.none, 5)]

    private func strip(nameWidth: Int, words: Words) -> StyledLine {
        var line = StyledLine()
        for row in rows {
            line.append(row.isActive ? glyphs[.tierActive] : " ", .tierActive)
            line.append("\(row.number) ", .muted)
            if words != .solo || row.isActive {
                let role: Role = row.isSelected ? .selection : row.isActive ? .tierActive : .text
                line.append(OneLine.shortened(row.name, to: nameWidth) + " ", role)
            }
            line.append(glyphs[row.state], row.state)
            if tells(row, words) { line.append(" " + row.word, row.state) }
            if let stage = row.outcome {
                line.append(" ")
                line.append(glyphs[stage.role], stage.role)
            }
            if row.number < rows.count { line.append(" ") }
        }
        return line
    }

    /// Columns by which the strip may yet grow while the session runs: counted in, so that names and words don't come and go
    /// with every second.
    private func growth(_ words: Words) -> Int {
        // With so few words left there is no room to spare.
        if words == .solo || words == .none { return 0 }
        return rows.reduce(0) { columns, row in
            let longest = row.isActive ? max(0, Self.longestWord - TextWidth.of(row.word)) : 0
            return columns + longest + (row.outcome == nil ? 2 : 0)
        }
    }

    /// `loading 99s`.
    private static let longestWord = 11

    private func tells(_ row: Row, _ words: Words) -> Bool {
        switch words {
        case .all: true
        case .near: row.state != .tierRemote
        case .open: row.isActive || row.outcome == nil && row.state != .tierRemote
        case .active, .solo: row.isActive
        case .none: false
        }
    }

    private func put(_ line: StyledLine, on canvas: inout Canvas, in rect: Rect) {
        guard !rect.isEmpty else { return }
        canvas.put(line.truncated(to: rect.width), at: rect.x, rect.y, in: rect)
    }
}
