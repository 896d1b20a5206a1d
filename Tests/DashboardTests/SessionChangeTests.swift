import EscalationCore
import Journal
import RungTestSupport
import Terminal
import Testing

@testable import Dashboard

/// What is changed about a session from the list.
@Suite struct SessionChangeTests {
    private let past = Scenes.past

    /// The list over a running session, with the first past session selected.
    private func listing(_ sessions: [Session]? = nil) -> Stage {
        var stage = Scene.streaming.stage(Size(width: 120, height: 40))
        stage.press("b")
        stage.send(.listed(sessions ?? past, query: ""))
        stage.press("j")
        return stage
    }

    @Test func `deletes what is selected, after a question`() {
        var stage = listing()
        let rows = stage.rows
        #expect(stage.press("d").isEmpty)
        #expect(stage.rows.last?.contains("Delete 9f11 “explain the difference") == true)
        #expect(stage.rows.last?.contains("for good?  y yes  n no") == true)
        #expect(stage.press("n").isEmpty)
        #expect(stage.rows == rows)
        #expect(stage.press("d", "j", "esc").isEmpty, "the selection stays while it is asked")
        #expect(stage.rows == rows)

        #expect(stage.press("d", "y") == [.delete(past[0].id)])
        stage.send(.sessionChanged(past[0].id, nil))
        #expect(!stage.rows.contains { $0.contains("explain the difference") })
        #expect(stage.rows.contains { $0.contains("name the largest prime") })
        stage.send(.listed(Array(past.dropFirst()), query: ""))
        #expect(!stage.rows.contains { $0.contains("explain the difference") })
    }

    @Test func `doesn't delete what runs, or is being replayed`() {
        var stage = listing()
        #expect(stage.press("k", "d", "y").isEmpty)
        #expect(stage.press("d").isEmpty)
        #expect(stage.rows.last?.contains("still runs: x cancels it") == true)
        var elsewhere = past
        elsewhere[0].state = .running
        var other = listing(elsewhere)
        other.press("d")
        #expect(other.rows.last?.contains("9f11 still runs elsewhere") == true)

        var replaying = Scene.replay.stage(Size(width: 120, height: 40))
        replaying.press("b")
        replaying.send(.listed([], query: ""))
        while replaying.program.overlay.flatMap({ ($0 as? SessionsOverlay)?.selected(replaying.program) })?.id
            != replaying.program.replay?.state.session
        {
            replaying.press("j")
        }
        replaying.press("d")
        #expect(replaying.rows.last?.contains("is being replayed: leave the replay first") == true)
    }

    @Test func `takes a deleted session off the screen`() {
        var stage = Stage(80, 24)
        let script = SessionScript("9", "an old task")
        stage.send(.loaded(script.events))
        #expect(stage.rows.contains { $0.contains("an old task") })
        stage.send(.sessionChanged(script.id, nil))
        #expect(stage.rows == Stage(80, 24).rows)
    }

    @Test func `files under tags, and takes them away`() {
        var stage = listing()
        stage.press("t")
        stage.type("#good slow")
        #expect(stage.rows.contains { $0.hasPrefix(" tag 9f11 with: #good slow") })
        #expect(stage.press("enter") == [.tag(past[0].id, with: ["good", "slow"])])

        var tagged = past[0]
        tagged.tags = ["good", "slow"]
        stage.send(.sessionChanged(tagged.id, tagged))
        #expect(stage.rows.contains { $0.contains("#good #slow explain the difference") })
        stage.press("u")
        #expect(stage.rows.contains { $0.hasPrefix(" take from 9f11: good slow") })
        stage.press("backspace", "backspace", "backspace", "backspace")
        #expect(stage.press("enter") == [.untag(tagged.id, from: ["good"])])
    }

    @Test func `says so where there is no tag to take, and changes nothing for an empty one`() {
        var stage = listing()
        #expect(stage.press("u").isEmpty)
        #expect(stage.rows.last?.contains("9f11 has no tag") == true)
        #expect(stage.press("t", "space", "enter").isEmpty)
        #expect(stage.press("t", "a", "esc").isEmpty)
        #expect(stage.program.overlay is SessionsOverlay)
    }

    @Test func `gives a title, and takes it away`() {
        var stage = listing()
        stage.press("r")
        stage.type("lists")
        #expect(stage.press("enter") == [.rename(past[0].id, to: "lists")])
        var named = past[0]
        named.title = "lists"
        stage.send(.sessionChanged(named.id, named))
        #expect(stage.rows.contains { $0.hasSuffix("  lists") })
        #expect(stage.press("r", "enter").isEmpty, "the title as it is")
        #expect(stage.press("r", "ctrl-u", "enter") == [.rename(named.id, to: "")])
    }

    @Test func `shows what a session of this run is called`() {
        var stage = Scene.streaming.stage(Size(width: 120, height: 40))
        stage.press("b")
        var record = past[0]
        record.id = Scenes.streaming().id
        (record.title, record.tags) = ("my own", ["mine"])
        stage.send(.listed([record], query: ""))
        #expect(stage.rows.contains { $0.hasSuffix("#mine my own") })
    }

    @Test func `names every filter that the journal knows while one is typed`() {
        var stage = listing()
        stage.press("/")
        let hint = stage.rows.first { $0.contains("! inverts") }
        for filter in SessionQuery.filters { #expect(hint?.contains(filter + ":") == true) }
    }
}
