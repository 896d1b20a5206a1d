import EscalationCore
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

    /// Backends of the chain that are away or refuse; or that no model is loaded yet. Nothing where a task is answered at
    /// once, or where nobody can tell.
    private static func prospects(_ program: DashboardProgram) -> [StyledLine] {
        let tiers = program.chosenChain?.tiers.filter { !$0.label.isCloud } ?? []
        let statuses = Set(tiers.map(\.backend)).sorted().compactMap { program.backends[$0] }
        let silent = statuses.compactMap { status in
            Self.silence(status).map { words in
                StyledLine("\(program.glyphs[.tierDown]) \(OneLine.folded(status.backend)) \(words)", .tierDown)
            }
        }
        guard silent.isEmpty else { return silent }
        let starts = tiers.compactMap { tier in program.backends[tier.backend]?.start(of: tier.model) }
        guard !starts.isEmpty, starts.allSatisfy({ $0 == .cold }) else { return [] }
        return [
            StyledLine(
                "\(program.glyphs[.tierCold]) No model is loaded yet: the first answer waits for one.", .tierCold)
        ]
    }

    /// Nil where it answers.
    private static func silence(_ status: BackendStatus) -> String? {
        switch status.reach {
        case .reachable: nil
        case .away(let reason, let since, let next):
            "is away for \(Figures.running(since)), next try in \(Figures.running(next)): \(OneLine.folded(reason))"
        case .refused(let reason, _, _): "refuses the key: \(OneLine.folded(reason))"
        }
    }

    func draw(on canvas: inout Canvas, in rect: Rect) {
        let title = samples.isEmpty ? "Welcome" : "Try a task"
        Rule(pane: title, isFocused: isFocused && !samples.isEmpty).draw(on: &canvas, in: rect)
        let (introduction, body) = parts(of: rect)
        let place = rect.inset(left: 1, top: 1, right: 1)
        for (row, line) in introduction.enumerated() { canvas.put(line, at: place.x, place.y + row, in: place) }
        let titles = samples.map { TextWidth.of($0.title) }.max() ?? 0
        let state = list(in: body)
        let (samples, index, width) = (samples, index, body.width)
        ListView(count: samples.count, state: state, selectionOverlay: isFocused ? Role.selection.key : nil) { row in
            let sample = samples[row]
            var line = StyledLine(row == index ? "▸ " : "  ", .tierActive)
            line.append(sample.title.padded(to: titles) + "  ", .title)
            line.append(OneLine.folded(sample.prompt), .muted)
            return line.truncated(to: width)
        }.draw(on: &canvas, in: body)
    }

    /// Which sample is drawn in that row of the screen, from 0; nil where there is none.
    func index(at y: Int, in rect: Rect) -> Int? {
        let body = parts(of: rect).list
        let row = list(in: body).top + y - body.y
        return y >= body.y && samples.indices.contains(row) ? row : nil
    }

    /// As much of the introduction as there is room for, and where the list goes.
    private func parts(of rect: Rect) -> (introduction: [StyledLine], list: Rect) {
        let body = rect.inset(left: 1, top: 1, right: 1)
        let all = introduction(width: body.width) + prospects.map { $0.truncated(to: body.width) }
        let lines = all.prefix(max(0, body.height - min(samples.count, 3)))
        let list = body.inset(top: lines.count)
        // An empty line sets the prospects off from the list, where that costs no sample.
        return (Array(lines), !prospects.isEmpty && list.height > samples.count ? list.inset(top: 1) : list)
    }

    private func list(in body: Rect) -> ListState {
        var state = ListState(selection: index)
        state.reveal(count: samples.count, height: body.height)
        return state
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
