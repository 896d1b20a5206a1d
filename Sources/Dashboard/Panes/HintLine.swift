import Terminal

/// The last line: a question, a notice, or the keys that do something right now.
struct HintLine {
    /// Each is shown whole, as many as fit.
    private let pieces: [StyledLine]

    init(_ program: DashboardProgram) {
        if !program.begunKeys.isEmpty {
            pieces = Self.continuations(program)
        } else if let replay = program.replay, let purpose = replay.awaiting {
            pieces = Self.marks(replay, purpose)
        } else if let question = program.overlay?.question(in: program) {
            pieces = question
        } else if let notice = program.notice {
            pieces = [StyledLine(OneLine.folded(notice), .info)]
        } else {
            let waiting = program.overlay == nil && program.focus != .task ? program.awaitedAttempt : nil
            let keys = program.keysHere
            pieces =
                (waiting.map { [StyledLine("#\($0.number) waits for you", .warning)] } ?? [])
                + program.hints.compactMap { hint in keys.key(for: hint.action).map { Self.piece($0, hint.word) } }
        }
    }

    /// The keys that were begun, and how they can go on.
    private static func continuations(_ program: DashboardProgram) -> [StyledLine] {
        let begun = program.begunKeys.map(\.description).joined(separator: " ")
        return [StyledLine("\(begun) …", .key)]
            + program.setup.keys.continuations(of: program.begunKeys, in: program.contexts.map(\.rawValue)).map {
                piece($0.rest.map(\.description).joined(separator: " "), $0.binding.help)
            }
    }

    /// The letters that name a moment already, after the key that asks for one.
    private static func marks(_ replay: ReplayView, _ purpose: ReplayView.Letter) -> [StyledLine] {
        let words =
            switch purpose {
            case .toSet: "a letter names this moment"
            case .toJump: replay.marks.isEmpty ? "there are no marks yet" : "to a mark"
            }
        return [StyledLine(words, .info)]
            + replay.marks.sorted { $0.key < $1.key }.map { letter, position in
                StyledLine(String(letter), .key).appending(" " + Figures.clock(position), .hint)
            }
    }

    /// Whether it says something that must be seen even where there is no room for hints.
    static func isPressing(_ program: DashboardProgram) -> Bool {
        !program.begunKeys.isEmpty || program.notice != nil || program.overlay?.question(in: program) != nil
            || program.awaitedAttempt != nil
    }

    /// A key and the word for what it does.
    static func piece(_ key: Key, _ word: String) -> StyledLine { piece(key.description, word) }

    static func piece(_ keys: KeySequence, _ word: String) -> StyledLine { piece(keys.description, word) }

    private static func piece(_ keys: String, _ word: String) -> StyledLine {
        StyledLine(keys, .key).appending(" " + word, .hint)
    }

    func draw(on canvas: inout Canvas, in rect: Rect) {
        guard !rect.isEmpty else { return }
        let row = rect.row(0)
        canvas.fill(row)
        var column = row.x + (row.width >= 40 ? 1 : 0)
        for (index, piece) in pieces.enumerated() {
            if index == 0 {
                column += canvas.put(piece.truncated(to: row.endX - column), at: column, row.y, in: row) + 2
            } else if column + piece.width <= row.endX {
                column += canvas.put(piece, at: column, row.y, in: row) + 2
            }
        }
    }
}
