import EscalationCore
import Terminal

/// Every action that means something where it was opened, and every command, found by a few letters of what it does.
///
/// What is typed behind a command's name finds its argument. Tab completes, Enter does it, Esc leaves everything as it was.
struct Palette: Overlay {
    private var line = FilterField()
    private var chooser: Chooser<Entry>
    /// What can be done, before anything is typed.
    private let everything: [Chooser<Entry>.Item]
    /// The command whose argument is being typed.
    private var command: PaletteCommand?
    /// What it was opened over.
    private var below: (any Overlay)?

    enum Entry: Sendable {
        case action(Action)
        case command(PaletteCommand)
        case argument(String, of: PaletteCommand)
    }

    init(_ program: DashboardProgram) {
        everything = program.paletteEntries
        chooser = Chooser(everything)
        below = program.overlay
        line.isTyping = true
    }

    var coversPanes: Bool { below?.coversPanes ?? false }
    var isListing: Bool { below?.isListing ?? false }
    var isTyping: Bool { true }

    mutating func type(_ key: Key, in program: inout DashboardProgram) -> OverlayReply {
        switch key {
        case .escape, .control("c"),
            .backspace where line.isEmpty:
            return below.map { .open($0) } ?? .close()
        case .named(.up, _), .control("p"): chooser.move(by: -1)
        case .named(.down, _), .control("n"): chooser.move(by: 1)
        case .named(.pageUp, _): chooser.move(by: -Self.mostRows)
        case .named(.pageDown, _): chooser.move(by: Self.mostRows)
        case .tab: complete(in: program)
        case .enter: return enter(in: &program)
        default: if line.edit(key) { list(program) }
        }
        return .stay()
    }

    mutating func hear(_ message: DashboardProgram.Message, in program: DashboardProgram) {
        below?.hear(message, in: program)
        if case .themes = message { list(program) }
    }

    /// Lists what can be chosen after what is typed.
    private mutating func list(_ program: DashboardProgram) {
        let typed = line.text.drop(while: \.isWhitespace)
        let words = typed.split(maxSplits: 1, omittingEmptySubsequences: false, whereSeparator: \.isWhitespace)
        command = words.count < 2 ? nil : PaletteCommand.all.first { $0.name == words[0] }
        guard let command else {
            chooser = Chooser(everything)
            chooser.narrow(to: String(typed))
            return
        }
        chooser = Chooser(
            command.arguments(program).map { argument in
                Chooser.Item(
                    value: .argument(argument.text, of: command), name: argument.text,
                    note: StyledLine(OneLine.folded(argument.note), .muted), isCurrent: argument.isCurrent)
            })
        chooser.narrow(to: String(words[1]))
    }

    /// Puts what is selected into the line, as far as it can be typed.
    private mutating func complete(in program: DashboardProgram) {
        switch chooser.selected?.value {
        case .command(let command): line.setText(command.name + " ")
        case .argument(let text, let command): line.setText("\(command.name) \(text)")
        case .action, nil: return
        }
        list(program)
    }

    private mutating func enter(in program: inout DashboardProgram) -> OverlayReply {
        switch chooser.selected?.value {
        case .action(let action):
            program.overlay = below
            return .replaced(program.run(action))
        case .argument(let text, let command):
            program.overlay = below
            return .replaced(command.run(text, &program))
        case .command:
            complete(in: program)
            return .stay()
        case nil:
            guard let command, command.takesAnyText else { return .stay() }
            let argument = line.text.drop(while: \.isWhitespace).dropFirst(command.name.count)
            program.overlay = below
            return .replaced(command.run(argument.trimmingBlanks, &program))
        }
    }

    func hints(in program: DashboardProgram) -> [DashboardProgram.Hint] { [] }

    func question(in program: DashboardProgram) -> [StyledLine]? {
        let keys: [(Key, String)] = [(.enter, "do it"), (.tab, "complete"), (.escape, "back")]
        return keys.map { HintLine.piece($0, $1) }
    }

    /// Rows of the list at most, so that what is below stays in sight.
    private static let mostRows = 14
    private static let widest = 72

    func draw(on canvas: inout Canvas, in rect: Rect, _ program: DashboardProgram) {
        below?.draw(on: &canvas, in: rect, program)
        // The first rows below the status line tell what is being worked on.
        let room = rect.height > 7 ? rect.inset(top: 2) : rect
        let size = Size(width: min(room.width, Self.widest), height: min(room.height, Self.mostRows + 3))
        let box = Rect(x: room.centred(size).x, y: room.y, width: size.width, height: size.height)
        canvas.fill(box)
        let inside =
            box.height < 5 ? box : Frame(Rule(pane: heading, isFocused: true)).draw(on: &canvas, in: box)
        line.draw(on: &canvas, in: inside, mark: " : ", note: "")
        chooser.drawItems(on: &canvas, in: inside.inset(top: 1), program.glyphs)
    }

    private var heading: String { command.map { "\($0.name) · \($0.help)" } ?? "Do" }
}

extension DashboardProgram {
    mutating func openPalette() -> [Effect] {
        overlay = Palette(self)
        return themes == nil ? [.listThemes] : []
    }

    /// What the palette offers here: the actions that are bound here, the nearest first, with their keys; then commands.
    fileprivate var paletteEntries: [Chooser<Palette.Entry>.Item] {
        let places = contexts.map(\.rawValue).map(Optional.some) + [nil]
        var seen: Set<Action> = [.palette]
        let bindings = places.flatMap { place in
            setup.keys.bindings.filter { $0.context == place && seen.insert($0.action).inserted }
        }
        let actions = bindings.map { binding in
            Chooser<Palette.Entry>.Item(
                value: .action(binding.action), name: binding.help, alias: binding.action.rawValue,
                note: StyledLine(key(for: binding.action)?.description ?? "", .key))
        }
        let commands = PaletteCommand.all.map { command in
            Chooser<Palette.Entry>.Item(
                value: .command(command), name: "\(command.name) …", alias: command.help,
                note: StyledLine(command.help, .muted))
        }
        // What moves the selection has its keys in everybody's fingers: it comes last.
        let doing = zip(bindings, actions).filter { $0.0.action.distance(page: 1) == nil }.map(\.1)
        let moving = zip(bindings, actions).filter { $0.0.action.distance(page: 1) != nil }.map(\.1)
        return doing + commands + moving
    }
}

extension Substring {
    fileprivate var trimmingBlanks: String {
        String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}
