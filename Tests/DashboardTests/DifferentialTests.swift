import EscalationCore
import RungTestSupport
import Terminal
import Testing

@testable import Dashboard

/// What a terminal shows after each change alone, and what it shows when everything is drawn from nothing.
///
/// One batch at a time: together they would keep every processor from the tests that wait for something.
@Suite(.serialized) struct DifferentialTests {
    /// A hundred batches of ten sessions.
    @Test(arguments: 0..<100)
    func `shows the same after every event and resize as if all were drawn again`(batch: Int) {
        for session in 0..<10 {
            let seed = UInt64(batch * 10 + session)
            var generator = SeededGenerator(seed: seed)
            var sight = Sight(
                .mostlySmall(using: &generator), look: seed.isMultiple(of: 2) ? .dusk : .builtIn,
                hasSmallPages: seed.isMultiple(of: 3))
            for event in RandomClimb(using: &generator).events {
                sight.send(.event(event))
                if Int.random(in: 0..<6, using: &generator) == 0 {
                    sight.send(.resized(.mostlySmall(using: &generator)))
                }
                if Int.random(in: 0..<4, using: &generator) == 0 { sight.send(.secondPassed) }
                if Int.random(in: 0..<8, using: &generator) == 0 {
                    sight.send(.key(Self.keys.randomElement(using: &generator)!))
                }
                if let difference = sight.difference {
                    Issue.record("seed \(seed), event \(event.sequence): \(difference)")
                    return
                }
            }
        }
    }

    private static let keys: [Key] = [
        "2", "3", "4", "k", "j", "z", "tab", "?", "esc", "b", ":", "ctrl-u", "F", "enter",
    ]
}

/// A dashboard on a terminal that gets only what changes, beside one on which everything is drawn each time.
private struct Sight {
    private var stage: Stage
    private var encoder = AnsiEncoder()
    private var changed: ParsedScreen
    private var whole: ParsedScreen

    /// - Parameter hasSmallPages: whether an answer has many pages, which are counted one at a time.
    init(_ size: Size, look: Theme, hasSmallPages: Bool) {
        var setup = DashboardSetup.demo
        setup.theme = look
        setup.colorDepth = .truecolor
        stage = Stage(size.width, size.height, setup: setup)
        if hasSmallPages { stage.program.answer = AnswerView(pace: .init(page: 150, update: 1)) }
        changed = ParsedScreen(size: size)
        whole = ParsedScreen(size: size)
    }

    mutating func send(_ message: DashboardProgram.Message) {
        stage.send(message)
        if case .resized(let size) = message {
            // What a terminal does with its content is its own business: what comes next must not depend on it.
            changed.resize(to: size)
            whole = ParsedScreen(size: size)
        }
    }

    /// Where the two differ, and in what; nil where they don't.
    var difference: String? {
        mutating get {
            let canvas = stage.canvas
            let sheet = stage.program.styleSheet
            changed.write(encoder.encode(canvas, sheet).utf8)
            var fresh = AnsiEncoder()
            whole.write(fresh.encode(canvas, sheet).utf8)
            guard changed.cursor == whole.cursor else {
                return "cursor at \(String(describing: changed.cursor)), not \(String(describing: whole.cursor))"
            }
            guard let place = changed.difference(from: whole) else { return nil }
            return "column \(place.x) of row \(place.y): '\(changed.rows[place.y])', not '\(whole.rows[place.y])'"
        }
    }
}

extension Size {
    /// Mostly small, so that there is time for many.
    fileprivate static func mostlySmall(using generator: inout some RandomNumberGenerator) -> Size {
        if Int.random(in: 0..<50, using: &generator) == 0 {
            return Size(width: .random(in: 1...220, using: &generator), height: .random(in: 1...60, using: &generator))
        }
        return Size(width: .random(in: 1...70, using: &generator), height: .random(in: 1...14, using: &generator))
    }
}

extension Theme {
    /// Colours of its own everywhere, the background included.
    fileprivate static let dusk = Theme(entries: [
        ThemeEntry(role: "text", foreground: "#e3e6eb", background: "#1c1f26"),
        ThemeEntry(role: "selection", foreground: "#e3e6eb", background: "#3a4352"),
        ThemeEntry(role: "border", foreground: "#6f7785"), ThemeEntry(role: "title", mono: "bold"),
        ThemeEntry(role: "verdict.accept", foreground: "#389964", mono: "bold"),
        ThemeEntry(role: "markdown.code", foreground: "#f1e43d"),
    ])
}
