import EscalationCore
import RungTestSupport
import Terminal
import Testing

@testable import Dashboard

/// An answer of many pages: what is set only where somebody looks must look as if all had been.
@Suite struct LongAnswerTests {
    /// Pages of some lines, and one of them at a time.
    private static let hurried = AttemptTexts.Pace(page: 120, update: 1)
    /// The same pages, all at once.
    private static let unhurried = AttemptTexts.Pace(page: 120, update: .max)

    private static func stages(_ size: Size) -> (lazy: Stage, eager: Stage) {
        var lazy = Stage(size.width, size.height)
        lazy.program.answer = AnswerView(pace: hurried)
        var eager = Stage(size.width, size.height)
        eager.program.answer = AnswerView(pace: unhurried)
        return (lazy, eager)
    }

    /// An answer of hundreds of lines, given at once.
    private static func script(_ text: String, isOver: Bool = true) -> SessionScript {
        var script = SessionScript("4", "write much")
        script.start(Chain.ladder.tiers[0], at: 1, .warm)
        script.write("Thoughts\nof two lines", on: .reasoning)
        script.write(text)
        if isOver { script.complete(tokens: 10, speed: 5) }
        return script
    }

    @Test(arguments: 0..<20)
    func `scrolls through every line once, from the end up and from the start down`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let script = Self.script(RandomMarkdown.text(400, using: &generator))
        var (stage, eager) = Self.stages(.random(using: &generator))
        for event in script.events {
            stage.send(.event(event))
            eager.send(.event(event))
        }
        let lines = eager.program.answerLines
        let height = stage.program.answer.windowHeight
        guard stage.program.answer.lineCount > 0, !ScreenLayout(stage.program).answerText.isEmpty else { return }
        stage.press("4")
        eager.press("4")
        var collected = stage.program.windowLines
        // Up by a page at a time; the topmost window may overlap the one below it.
        for _ in 0..<lines.count {
            stage.program.answer.scroll(by: -1)
            stage.send(.notice(""))
            let window = stage.program.windowLines
            guard collected.count < lines.count else { break }
            collected.insert(window[0], at: 0)
        }
        #expect(collected == lines, "seed \(seed)")
        stage.idle()
        stage.press("g")
        var down = stage.program.windowLines
        while down.count < lines.count {
            stage.program.answer.scroll(by: 1)
            stage.send(.notice(""))
            down.append(stage.program.windowLines[height - 1])
        }
        #expect(down == lines, "seed \(seed)")
    }

    @Test(arguments: 0..<40)
    func `shows what would be there if all were set, whatever is pressed and however large the screen`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let text = RandomMarkdown.text(300, using: &generator)
        var script = Self.script("", isOver: false)
        for piece in RandomMarkdown.split(text, upTo: 300, using: &generator) { script.write(piece) }
        script.complete(tokens: 10, speed: 5)
        var (lazy, eager) = Self.stages(Size(width: 80, height: 24))
        func both(_ message: DashboardProgram.Message) {
            lazy.send(message)
            eager.send(message)
        }
        both(.replay(.began(ReplayState(session: script.id, events: script.events))))
        both(.key("4"))
        for step in 0..<40 {
            let state = lazy.program.replay!.state
            switch Int.random(in: 0..<8, using: &generator) {
            case 0..<3:
                let count = Int.random(in: 1...script.events.count, using: &generator)
                both(.replay(.jumped(state, script.state(after: count))))
            case 3:
                both(.resized(Size(width: .random(in: 20...99, using: &generator), height: 24)))
                // Where pages are only estimated the place is one that is near.
                both(.key("G"))
            case 4: both(.secondPassed)
            default: both(.key(Self.keys.randomElement(using: &generator)!))
            }
            #expect(lazy.program.windowLines == eager.program.windowLines, "seed \(seed), step \(step)")
            var idle = lazy
            idle.idle()
            #expect(idle.rows == eager.rows, "seed \(seed), step \(step), when all is counted")
        }
    }

    @Test(arguments: 0..<20)
    func `shows the same beside the rail, as soon as all is counted`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let text = RandomMarkdown.text(300, using: &generator)
        var script = Self.script("", isOver: false)
        for piece in RandomMarkdown.split(text, upTo: 300, using: &generator) { script.write(piece) }
        var (lazy, eager) = Self.stages(Size(width: 120, height: 40))
        for event in script.events {
            lazy.send(.event(event))
            eager.send(.event(event))
            lazy.idle()
            #expect(lazy.rows == eager.rows, "seed \(seed), event \(event.sequence)")
        }
        // Before that the last lines are there, but for a jump.
        (lazy, eager) = Self.stages(Size(width: 120, height: 40))
        let state = ReplayState(session: script.id, events: script.events)
        for message in [ReplayUpdate.began(state), .jumped(state, script.state(after: script.events.count))] {
            lazy.send(.replay(message))
            eager.send(.replay(message))
        }
        #expect(lazy.program.windowLines.last == eager.program.windowLines.last, "seed \(seed)")
        lazy.idle()
        #expect(lazy.rows == eager.rows, "seed \(seed)")
    }

    /// Every way to move but by a share of the whole, and what changes how many lines there are.
    private static let keys: [Key] = ["k", "j", "ctrl-u", "ctrl-d", "pageup", "pagedown", "g", "G", "F", "enter"]

    @Test func `says that it doesn't know how many lines there are until they are counted`() {
        var (stage, _) = Self.stages(Size(width: 80, height: 24))
        stage.play(Self.script(String(repeating: "A paragraph of words.\n\n", count: 300)))
        func heading() -> String? { stage.rows.first { $0.contains("4 Answer #1") } }
        #expect(heading()?.contains("… lines") == true)
        #expect(stage.program.tickInterval == .milliseconds(4))
        stage.idle()
        #expect(heading()?.contains("600 lines") == true)
        #expect(stage.program.tickInterval == .seconds(1), "the session is not over")
    }

    @Test func `leaves the window where it is while lines above it are counted`() {
        var (stage, _) = Self.stages(Size(width: 80, height: 24))
        stage.play(Self.script((0..<400).map { "Line \($0) of an answer.\n\n" }.joined()))
        stage.press("4", "pageup", "pageup")
        let lines = stage.program.windowLines
        stage.idle()
        #expect(stage.program.windowLines == lines)
    }

    @Test func `stays near the same place in the text where the width changes`() {
        var (stage, _) = Self.stages(Size(width: 80, height: 24))
        stage.play(
            Self.script((0..<400).map { "Line \($0) of an answer that is long enough to be wrapped.\n\n" }.joined()))
        stage.idle()
        stage.press("4", "g")
        stage.program.answer.scroll(to: 401)
        stage.send(.resized(Size(width: 40, height: 24)))
        stage.idle()
        let numbers = stage.program.windowLines.compactMap { $0.firstMatch(of: /Line (\d+)/).flatMap { Int($0.1) } }
        #expect(numbers.contains { (195...205).contains($0) })
    }

    @Test func `counts only lines that came since the reader left the end`() {
        var (stage, _) = Self.stages(Size(width: 80, height: 24))
        var script = Self.script(String(repeating: "A paragraph of words.\n\n", count: 300), isOver: false)
        stage.play(script)
        stage.press("4", "k")
        script.write("One more.\n\nAnd another.\n\n")
        for event in script.events.suffix(1) { stage.send(.event(event)) }
        #expect(stage.rows.contains { $0.contains("… new lines ▼ F follows") })
        stage.idle()
        #expect(stage.rows.contains { $0.contains("4 new lines ▼ F follows") })
    }

    @Test func `finds a text in pages that nobody looked at, a stretch at a time`() {
        var (stage, _) = Self.stages(Size(width: 80, height: 24))
        stage.play(Self.script((0..<400).map { "Line \($0) of an answer.\n\n" }.joined()))
        func heading() -> String? { stage.rows.first { $0.contains("4 Answer #1") } }
        stage.press("/")
        stage.type("line 12")
        #expect(heading()?.contains("looking for 'line 12' …") == true)
        stage.idle()
        #expect(heading()?.contains("match 1 of 11") == true)
        stage.press("enter", "n")
        stage.idle()
        #expect(heading()?.contains("match 2 of 11") == true)
        #expect(stage.program.windowLines.contains("Line 120 of an answer."))
    }

    @Test func `keeps only lines near the window`() {
        var (stage, _) = Self.stages(Size(width: 80, height: 24))
        stage.play(Self.script((0..<400).map { "Line \($0) of an answer.\n\n" }.joined()))
        stage.idle()
        let answer = stage.program.answer
        let set = (0..<answer.lineCount).filter { !answer.line($0).isEmpty }
        #expect(set.count < 80)
        stage.press("4", "g")
        #expect(stage.program.windowLines[1] == "Line 0 of an answer.")
    }
}
