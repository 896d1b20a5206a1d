import EscalationCore
import RungTestSupport
import Terminal
import Testing

@testable import Dashboard

/// Whatever happens in whatever order: nothing crashes, and the screen depends on what happened, not on how it was drawn.
@Suite struct PropertyTests {
    @Test(arguments: 0..<40)
    func `draws the same screen however its messages were interleaved with resizes`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let events = RandomClimb(using: &generator).events
        var stage = Stage(80, 24)
        for event in events {
            stage.send(.event(event))
            if Int.random(in: 0..<4, using: &generator) == 0 {
                stage.send(.resized(.random(using: &generator)))
                _ = stage.canvas
            }
        }
        let size = Size.random(using: &generator)
        stage.send(.resized(size))
        var fresh = Stage(size.width, size.height)
        for event in events { fresh.send(.event(event)) }
        #expect(stage.rows == fresh.rows, "seed \(seed)")
    }

    @Test(arguments: 0..<40)
    func `survives any keys, events and sizes`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var stage = Stage(80, 24, setup: seed.isMultiple(of: 2) ? .demo : .plain)
        let scripts = [RandomClimb(using: &generator), RandomClimb(using: &generator)]
        var waiting = scripts.flatMap(\.events).shuffled(using: &generator)
        for _ in 0..<300 {
            switch Int.random(in: 0..<10, using: &generator) {
            case 0..<3: if let event = waiting.popLast() { stage.send(.event(event)) }
            case 3: stage.send(.resized(.random(using: &generator)))
            case 4: stage.send(.live(Bool.random(using: &generator) ? .away : .allWarm))
            case 5:
                let script = scripts[0]
                stage.send(.replay(.began(ReplayState(session: script.id, events: script.events))))
            case 6: stage.send(.listed(Scenes.past, query: ""))
            default: stage.send(.key(Self.keys.randomElement(using: &generator)!))
            }
            let canvas = stage.canvas
            #expect(canvas.size == stage.size)
        }
    }

    @Test func `draws every scene at every size that matters, from 1×1 up`() {
        let widths = [1, 2, 3, 5, 9, 20, 39, 40, 99, 100, 170, 300]
        let heights = [1, 2, 3, 4, 5, 9, 10, 13, 40]
        for scene in Scene.allCases {
            var stage = scene.stage(.small)
            for width in widths {
                for height in heights {
                    stage.send(.resized(Size(width: width, height: height)))
                    let rows = stage.rows
                    #expect(rows.count == height)
                    if width >= 9, ![.noSamples, .chains, .awayAtStart].contains(scene) {
                        #expect(rows[0].contains(width < 40 ? "sim" : "simulator"), "\(scene) \(width)x\(height)")
                    }
                }
            }
        }
    }

    @Test func `shows the state's word and the last line of output on the smallest screens`() {
        for (width, height) in [(20, 5), (20, 3), (24, 4), (39, 24)] {
            let rows = Scene.streaming.stage(Size(width: width, height: height)).rows
            #expect(rows[0].contains("RUN"))
            #expect(rows.last { !$0.isEmpty }?.hasSuffix("well.") == true, "\(width)x\(height)")
        }
    }

    @Test(arguments: Scene.allCases)
    func `keeps the task on the screen, at least 24 columns of it`(scene: Scene) {
        let task = String(Scenes.task.prefix(23))
        for (width, height) in [(30, 8), (40, 10), (80, 24), (100, 30), (120, 40), (200, 60)] {
            let stage = scene.stage(Size(width: width, height: height))
            guard stage.program.shown != nil else { continue }
            // A menu hides what lies under it, which on the smallest screens is all there is.
            if scene == .copying, width < 80 { continue }
            #expect(
                stage.rows.contains { $0.contains(task) && !$0.hasPrefix(">") }, "\(scene) at \(width)x\(height)")
        }
    }

    @Test func `changes nothing on the screen while nothing happens but time`() {
        var idle = Scene.accepted.stage(.small)
        let rows = idle.canvas
        for second in 30..<200 { idle.pass(.seconds(second)) }
        #expect(idle.canvas == rows)
        #expect(idle.program.tickInterval == nil)
    }

    @Test func `never shows a model's control characters`() {
        var script = SessionScript("4", "a\u{1B}[31mtask\u{7}")
        script.start(Tier("mo\u{1B}del"), at: 1, .warm)
        script.write("red \u{1B}[31m text\u{202E} and a bell \u{7}\r\nnext")
        script.fail(.server, "server said \u{1B}]0;title\u{7}")
        var stage = Stage(120, 40)
        stage.play(script)
        let scalars = stage.rows.joined().unicodeScalars
        #expect(!scalars.contains { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) || $0 == "\u{202E}" })
    }

    private static let keys: [Key] =
        KeyBindings.standard.bindings.flatMap(\.keys).flatMap(\.keys).filter { $0 != "Q" } + [
            "a", "é", "ctrl-k", "alt-b", "delete", .paste("one\ntwo\u{1B}"),
            .paste(String(repeating: "line\n", count: 40)),
        ]
}
