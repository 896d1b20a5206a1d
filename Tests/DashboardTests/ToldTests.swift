import EscalationCore
import RungTestSupport
import Terminal
import Testing

@testable import Dashboard

@Suite struct `The difference of two prompts` {
    private func difference(_ old: String, _ new: String) -> [PromptDifference.Line] {
        PromptDifference(from: old, to: new).lines
    }

    @Test func `is what was added at the end, under the line before it`() {
        #expect(
            difference("a\nb\nc", "a\nb\nc\n\nfeedback: x")
                == [.skipped(2), .same("c"), .added(""), .added("feedback: x")])
    }

    @Test func `shows what took another's place`() {
        #expect(
            difference("task\n\nfeedback: old\nmore", "task\n\nfeedback: new")
                == [
                    .skipped(1), .same(""), .removed("feedback: old"), .removed("more"), .added("feedback: new"),
                ])
    }

    @Test func `keeps what stands between two changes`() {
        #expect(
            difference("1\n2\n3\n4\n5\n6", "1\nx\n3\n4\n5\ny")
                == [
                    .same("1"), .removed("2"), .added("x"), .same("3"), .skipped(1), .same("5"), .removed("6"),
                    .added("y"),
                ]
        )
    }

    @Test func `is the whole text where nothing has changed`() {
        #expect(difference("a\nb", "a\nb") == [.same("a"), .same("b")])
        #expect(difference("", "") == [.same("")])
    }

    @Test func `gives back both texts, whatever they are`() {
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<200 {
            func text() -> [String] {
                (0..<Int.random(in: 1...8, using: &generator)).map { _ in "\(Int.random(in: 0...2, using: &generator))"
                }
            }
            let (old, new) = (text(), text())
            guard old != new else { continue }
            var (before, after) = (0, 0)
            for line in difference(old.joined(separator: "\n"), new.joined(separator: "\n")) {
                switch line {
                case .same(let text):
                    #expect(old[before] == text && new[after] == text)
                    (before, after) = (before + 1, after + 1)
                case .removed(let text):
                    #expect(old[before] == text)
                    before += 1
                case .added(let text):
                    #expect(new[after] == text)
                    after += 1
                case .skipped(let count):
                    #expect(old[before..<before + count] == new[after..<after + count])
                    (before, after) = (before + count, after + count)
                }
            }
            #expect((before, after) == (old.count, new.count))
        }
    }
}

@Suite struct `What a tier was told` {
    @Test(arguments: [(80, 24), (120, 40), (40, 12)])
    func `is one key away at any size`(_ width: Int, _ height: Int) {
        var stage = Stage(width, height)
        stage.play(Scenes.secondRejected())
        stage.press("t")
        #expect(stage.rows.contains { $0.contains("Told #2") })
        #expect(stage.rows.contains { $0.contains("+ Prior attempt feedback: Misses") })
        let panes = stage
        stage.press("t")
        #expect(stage.program.overlay == nil)
        #expect(stage.rows != panes.rows)
    }

    @Test func `is the task alone for the first attempt`() {
        var stage = Stage()
        stage.play(Scenes.loading())
        stage.press("t")
        #expect(stage.rows.contains { $0.contains("  " + Scenes.task) })
        #expect(!stage.rows.contains { $0.hasPrefix(" + ") })
    }

    @Test func `shows what was left out where older feedback was dropped`() {
        var script = Scenes.secondRejected()
        let latest = "\n\nPrior attempt feedback: Crashes on one element."
        script.add(
            .attemptStarted(
                .init(
                    attempt: 3, tier: 3, model: "m", label: .local, start: .warm, addedPrompt: latest,
                    taskPrompt: Scenes.task + latest)))
        var stage = Stage()
        stage.play(script)
        stage.press("t")
        #expect(stage.rows.contains { $0.hasPrefix(" - Prior attempt feedback: Misses the empty list.") })
        #expect(stage.rows.contains { $0.hasPrefix(" - A test must also cover") })
        #expect(stage.rows.contains { $0.hasPrefix(" + Prior attempt feedback: Crashes on one element.") })
    }
}
