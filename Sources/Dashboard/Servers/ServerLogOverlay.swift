import Terminal

/// A server's own log as it comes, for as long as this is open.
struct ServerLogOverlay: Overlay {
    let backend: String
    private var log = LogLines()
    /// How many lines the reader is above the newest; 0 follows.
    private var above = 0
    /// Why nothing more comes; nil while it may.
    private var ending: String?

    init(backend: String) { self.backend = backend }

    var coversPanes: Bool { true }

    mutating func perform(_ action: Action, in program: inout DashboardProgram) -> OverlayReply {
        switch action {
        case .serverLog: return .close()
        case .follow:
            above = 0
            return .stay()
        default: return .pass
        }
    }

    mutating func move(by distance: Int, in program: DashboardProgram) {
        above = min(max(0, above - distance), max(0, log.all.count - 1))
    }

    mutating func hear(_ message: DashboardProgram.Message, in program: DashboardProgram) {
        switch message {
        case .log(let text, backend):
            let new = log.append(text)
            // Whoever reads further up stays there.
            if above > 0 { above = min(above + new, max(0, log.all.count - 1)) }
        case .logEnded(let reason, backend): ending = reason
        default: break
        }
    }

    func hints(in program: DashboardProgram) -> [DashboardProgram.Hint] {
        (above > 0 ? [(.follow, "follow")] : []) + [(.back, "close"), (.up, "up"), (.down, "down")]
    }

    func draw(on canvas: inout Canvas, in rect: Rect, _ program: DashboardProgram) {
        let body = rect.inset(left: 1, top: 1, right: 1)
        let (lines, below) = shown(width: body.width, height: body.height)
        let note = below > 0 ? "\(Figures.plural(below, "line")) below" : ending == nil ? "following" : "ended"
        Rule(pane: "Log of \(OneLine.folded(backend))", note: note, isFocused: true).draw(on: &canvas, in: rect)
        guard !body.isEmpty else { return }
        for (row, line) in lines.enumerated() { canvas.put(line, at: body.x, body.y + row, in: body) }
    }

    /// The lines that fit, wrapped, up to the one the reader is at, and how many come after them. Only those are looked at.
    private func shown(width: Int, height: Int) -> (rows: [StyledLine], below: Int) {
        func wrapped(_ line: String) -> [StyledLine] {
            TextWrap.wrap([TextRun(line, style: Role.text.key)], width: width)
        }
        let all = log.all
        var rows: [StyledLine] = []
        var below = min(above, all.count)
        if above == 0, let ending {
            rows = TextWrap.wrap([TextRun(ending, style: Role.warning.key)], width: width)
        }
        for line in all.dropLast(below).reversed() {
            guard rows.count < height else { break }
            rows = wrapped(line) + rows
        }
        if rows.isEmpty { rows = [StyledLine("nothing yet", .muted)] }
        guard rows.count < height else { return (Array(rows.suffix(height)), below) }
        // At the top of the log the rest of the page is filled from below.
        while below > 0, rows.count < height {
            rows += wrapped(all[all.count - below])
            below -= 1
        }
        return (Array(rows.prefix(height)), below)
    }
}
