import Terminal

/// The start of the screen: sample tasks to choose from, or what to do first.
struct SamplesPane {
    private let samples: [SampleTask]
    private let index: Int
    private let isFocused: Bool
    private let keys: KeyMap<Action>
    /// What a task that is sent now would meet.
    private let prospects: [StyledLine]

    init(_ program: DashboardProgram) {
        samples = program.setup.samples
        index = program.sampleIndex
        isFocused = ![.task, .chain].contains(program.focus) && program.overlay == nil
        keys = program.setup.keys
        prospects = Self.prospects(program)
    }

    /// Backends of the chain that are away; or that no model is loaded yet. Nothing where a task is answered at once, or
    /// where nobody can tell.
    private static func prospects(_ program: DashboardProgram) -> [StyledLine] {
        let tiers = program.chosenChain?.tiers.filter { !$0.label.isCloud } ?? []
        let statuses = Set(tiers.map(\.backend)).sorted().compactMap { program.backends[$0] }
        let away = statuses.compactMap { status -> StyledLine? in
            guard case .away(let reason, let since, let next) = status.reach else { return nil }
            let times = "for \(Figures.running(since)), next try in \(Figures.running(next))"
            return StyledLine(
                "\(program.glyphs[.tierDown]) \(OneLine.folded(status.backend)) is away \(times): \(OneLine.folded(reason))",
                .tierDown)
        }
        guard away.isEmpty else { return away }
        let starts = tiers.compactMap { tier in program.backends[tier.backend]?.start(of: tier.model) }
        guard !starts.isEmpty, starts.allSatisfy({ $0 == .cold }) else { return [] }
        return [
            StyledLine(
                "\(program.glyphs[.tierCold]) No model is loaded yet: the first answer waits for one.", .tierCold)
        ]
    }

    func draw(on canvas: inout Canvas, in rect: Rect) {
        let title = samples.isEmpty ? "Welcome" : "Try a task"
        Rule(pane: title, isFocused: isFocused && !samples.isEmpty).draw(on: &canvas, in: rect)
        var body = rect.inset(left: 1, top: 1, right: 1)
        for line in introduction(width: body.width) where body.height > min(samples.count, 3) {
            canvas.put(line, at: body.x, body.y, in: body)
            body = body.inset(top: 1)
        }
        for line in prospects where body.height > min(samples.count, 3) {
            canvas.put(line.truncated(to: body.width), at: body.x, body.y, in: body)
            body = body.inset(top: 1)
        }
        if !prospects.isEmpty && body.height > samples.count { body = body.inset(top: 1) }
        let titles = samples.map { TextWidth.of($0.title) }.max() ?? 0
        var state = ListState(selection: index)
        state.reveal(count: samples.count, height: body.height)
        let (samples, index, width) = (samples, index, body.width)
        ListView(count: samples.count, state: state, selectionOverlay: isFocused ? Role.selection.key : nil) { row in
            let sample = samples[row]
            var line = StyledLine(row == index ? "▸ " : "  ", .tierActive)
            line.append(sample.title.padded(to: titles) + "  ", .title)
            line.append(OneLine.folded(sample.prompt), .muted)
            return line.truncated(to: width)
        }.draw(on: &canvas, in: body)
    }

    private func introduction(width: Int) -> [StyledLine] {
        let compose = keys.key(for: .compose)?.description ?? ""
        let sessions = keys.key(for: .sessions)?.description ?? ""
        let text =
            samples.isEmpty
            ? "No task yet. Press \(compose) to write one: it goes to the cheapest model first, and climbs the chain until an "
                + "answer is accepted. \(sessions) lists past sessions."
            : "A task goes to the cheapest model first, and climbs the chain until an answer is accepted. Choose one, or press "
                + "\(compose) to write your own."
        return [StyledLine()] + TextWrap.wrap([TextRun(text, style: Role.text.key)], width: min(width, 100)) + [
            StyledLine()
        ]
    }
}
