import EscalationCore
import Terminal

/// The first line: where the session stands, and what the user must know whatever the size of the screen.
///
/// Parts give way from the least important on, each as a whole. The simulator and the session's state stay: in fewer words
/// before either is cut.
struct StatusBar {
    /// Parts at the left edge, and those that follow behind the gap.
    var left: [Part]
    var right: [Part]

    struct Part {
        var line: StyledLine
        /// The higher, the longer it stays.
        var importance: Int
        /// The same in fewer words, for where there is room for nothing else; nil where there are none.
        var brief: StyledLine?

        init(_ text: String, _ role: Role = .text, importance: Int) {
            line = StyledLine(text, role)
            self.importance = importance
        }

        init(_ line: StyledLine, importance: Int) {
            self.line = line
            self.importance = importance
        }
    }

    /// The importance of what stays on the narrowest screen.
    private static let lasting = 90

    private static let separator = StyledLine(" · ", .muted)

    func draw(on canvas: inout Canvas, in rect: Rect) {
        guard !rect.isEmpty else { return }
        var (left, right) = (left, right)
        while width(left, right) > rect.width, left.count + right.count > 1 {
            if (left + right).allSatisfy({ $0.importance >= Self.lasting }) {
                left = left.map(\.shortened)
                right = right.map(\.shortened)
                break
            }
            let least = (left + right).map(\.importance).min()
            left.removeAll { $0.importance == least }
            right.removeAll { $0.importance == least }
        }
        let leftLine = joined(left)
        let rightLine = joined(right)
        let start = canvas.put(leftLine, at: rect.x, rect.y, in: rect)
        let end = left.isEmpty ? rect.x : max(rect.x + start + 1, rect.endX - rightLine.width)
        canvas.put(rightLine, at: end, rect.y, in: rect)
    }

    private func width(_ left: [Part], _ right: [Part]) -> Int {
        joined(left).width + joined(right).width + (left.isEmpty || right.isEmpty ? 0 : 2)
    }

    private func joined(_ parts: [Part]) -> StyledLine {
        var line = StyledLine()
        for (index, part) in parts.enumerated() {
            if index > 0 { line.append(Self.separator) }
            line.append(part.line)
        }
        return line
    }
}

extension StatusBar.Part {
    fileprivate var shortened: Self {
        var part = self
        part.line = brief ?? line
        return part
    }
}

extension StatusBar {
    init(_ program: DashboardProgram) {
        left = [Part("rung", .title, importance: 30)]
        // A replay's own session tells; what was simulated then is not what runs now.
        if program.shown?.started?.isSimulated ?? program.setup.isSimulated {
            var part = Part("simulator", .badge, importance: 100)
            part.brief = StyledLine("sim", .badge)
            left.append(part)
        }
        if program.replay != nil { left.append(Part("replay", .badge, importance: 85)) }
        let chain = program.shown?.chain?.name ?? program.chosenChain?.name
        if let chain { left.append(Part(OneLine.shortened(chain, to: 20), importance: 20)) }
        if let shown = program.shown { left.append(Part(shown.id.short, .muted, importance: 10)) }
        right = Self.state(program)
        right += Self.counts(program)
        right += Self.journal(program)
        if program.replay == nil {
            right += Self.backends(program)
            if program.size.width >= Self.clockWidth { right += Self.clock(program) }
        } else {
            right.append(Part("servers and clock not live", .muted, importance: 5))
        }
    }

    private static func state(_ program: DashboardProgram) -> [Part] {
        guard let shown = program.shown else { return [Part("READY", .title, importance: 90)] }
        let time = Figures.clock(program.shownElapsed)
        guard let finish = shown.finish else {
            let sessions = program.sessions
            let isRunning =
                program.replay != nil || sessions.isRunning(shown.id) || sessions.isFollowed(shown.id)
            if program.awaitedAttempt != nil { return [Part("WAITS FOR YOU \(time)", .warning, importance: 90)] }
            return [Part(isRunning ? "RUN \(time)" : "INTERRUPTED \(time)", .attemptLive, importance: 90)]
        }
        let role = finish.outcome.role
        let word = finish.outcome.words.uppercased()
        var part = Part(StyledLine("\(program.glyphs[role]) \(word) \(time)", role), importance: 90)
        part.brief = StyledLine("\(program.glyphs[role]) \(word)", role)
        return [part]
    }

    private static func counts(_ program: DashboardProgram) -> [Part] {
        guard let shown = program.shown else { return [] }
        var parts: [Part] = []
        if let attempt = shown.attempts.last {
            if shown.finish == nil {
                parts.append(Part("attempt \(attempt.number)", importance: 50))
                parts.append(Part("tier \(attempt.tier)/\(shown.chain?.tiers.count ?? attempt.tier)", importance: 60))
            } else {
                parts.append(Part(Figures.plural(shown.attempts.count, "attempt"), importance: 50))
            }
        }
        let tokens = shown.answerTokens
        if tokens > 0 { parts.append(Part("\(Figures.count(tokens)) tok", importance: 40)) }
        if let cost = shown.cost { parts.append(Part(cost.inDollars, importance: 45)) }
        let waiting = program.awaitedElsewhere
        if waiting > 0 {
            parts.append(Part("\(waiting) wait\(waiting == 1 ? "s" : "") for you", .warning, importance: 75))
        }
        let others = program.running.filter { $0 != shown.id }
        let queued = others.filter { program.sessions[$0]?.isQueued ?? false }.count
        if others.count > queued { parts.append(Part("+\(others.count - queued) running", .info, importance: 55)) }
        if queued > 0 { parts.append(Part("\(queued) queued", .info, importance: 55)) }
        return parts
    }

    private static func journal(_ program: DashboardProgram) -> [Part] {
        switch program.journal {
        case .recording: []
        case .failing(_, let waiting):
            [Part("\(program.glyphs[.warning]) \(unrecorded(program)): \(waiting) waiting", .warning, importance: 80)]
        case .off: [Part("journal off", .muted, importance: 35)]
        }
    }

    private static func unrecorded(_ program: DashboardProgram) -> String {
        guard let since = program.unrecordedSince, let now = program.moment?.now else { return "not recorded" }
        return "not recorded for \(Figures.running(now - since))"
    }

    /// Columns from which there is a clock: that of a rail.
    private static let clockWidth = 100

    private static func clock(_ program: DashboardProgram) -> [Part] {
        guard let moment = program.moment, let zone = moment.zone else { return [] }
        return [Part(Figures.timeOfDay(.milliseconds(moment.wallTime) + zone), .muted, importance: 4)]
    }

    private static func backends(_ program: DashboardProgram) -> [Part] {
        program.backends.values.sorted { $0.backend < $1.backend }.map { status in
            let name = OneLine.shortened(OneLine.folded(status.backend), to: 16)
            switch status.reach {
            case .reachable(let latency):
                var line = StyledLine("\(name) ")
                line.append(program.glyphs[.tierWarm], .tierWarm)
                line.append(" \(Figures.latency(latency))")
                return Part(line, importance: 5)
            case .away(_, let since, let next):
                let text = "away \(Figures.running(since)), next try \(Figures.running(next))"
                return Part("\(name) \(program.glyphs[.tierDown]) \(text)", .tierDown, importance: 70)
            case .refused(_, _, let next):
                let text = "refuses the key, next try \(Figures.running(next))"
                return Part("\(name) \(program.glyphs[.tierDown]) \(text)", .tierDown, importance: 70)
            }
        }
    }
}

extension SessionState {
    /// Whether it waits for its turn at a server.
    fileprivate var isQueued: Bool {
        guard let attempt = attempts.last, attempt.endedAt == nil else { return false }
        return attempt.phase == .queued
    }
}

extension Outcome {
    var role: Role {
        switch self {
        case .accepted: .verdictAccept
        case .exhausted, .stopped: .verdictEscalate
        case .cancelled, .timedOut, .overBudget: .warning
        }
    }
}
