import Terminal

/// The start of the screen: sample tasks to choose from, or what to do first.
struct SamplesPane {
    private let samples: [SampleTask]
    private let index: Int
    private let isFocused: Bool
    private let keys: KeyMap<Action>

    init(_ program: DashboardProgram) {
        samples = program.setup.samples
        index = program.sampleIndex
        isFocused = ![.task, .chain].contains(program.focus) && program.overlay == nil
        keys = program.setup.keys
    }

    func draw(on canvas: inout Canvas, in rect: Rect) {
        let title = samples.isEmpty ? "Welcome" : "Try a task"
        Rule(pane: title, isFocused: isFocused && !samples.isEmpty).draw(on: &canvas, in: rect)
        var body = rect.inset(left: 1, top: 1, right: 1)
        for line in introduction(width: body.width) where body.height > min(samples.count, 3) {
            canvas.put(line, at: body.x, body.y, in: body)
            body = body.inset(top: 1)
        }
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
