import EscalationCore
import Terminal
import Testing

@testable import Dashboard

/// What the first line keeps, and what the screen knows of time.
@Suite struct StatusTests {
    @Test(arguments: Array(stride(from: 60, through: 200, by: 7)))
    func `says in whole words that a backend is away`(width: Int) {
        let rows = Scene.away.stage(Size(width: width, height: 24)).rows
        #expect(rows[0].contains("simulator"))
        #expect(rows[0].contains("RUN 0:04"))
        #expect(rows[0].contains("llama-swap ✗ away 12s, next try 4s"))
    }

    @Test(arguments: [60, 80, 120, 200])
    func `says that a backend refuses the key, which is not being away`(width: Int) {
        var stage = Stage(width, 40)
        stage.send(.live(.refused))
        #expect(stage.rows[0].contains("llama-swap ✗ refuses the key, next try 4s"))
        #expect(!stage.rows.contains { $0.contains("away") })
        #expect(stage.rows.contains { $0.contains("✗ llama-swap refuses the key: see api_key_env") } == (width == 200))
    }

    @Test func `keeps the simulator and the outcome where there is room for nothing else`() {
        #expect(Scene.exhausted.stage(Size(width: 20, height: 5)).rows[0] == "sim      ✗ EXHAUSTED")
        #expect(Scene.streaming.stage(Size(width: 20, height: 5)).rows[0].hasPrefix("sim"))
        #expect(Scene.streaming.stage(Size(width: 20, height: 5)).rows[0].contains("RUN 0:"))
    }

    @Test func `shows the user's own time of day where there is room for a rail, and none in a replay`() {
        let moment = DashboardProgram.Moment(now: .zero, wallTime: 1_790_000_040_000, zone: .seconds(2 * 3_600))
        var stage = Stage(100, 30)
        #expect(!stage.rows[0].contains(":"))
        stage.send(.time(moment))
        #expect(stage.rows[0].hasSuffix(" · 16:14"))
        stage.send(.resized(Size(width: 99, height: 30)))
        #expect(!stage.rows[0].contains("16:14"))
        stage.send(.resized(Size(width: 120, height: 40)))
        let script = Scenes.accepted()
        stage.send(.replay(.began(ReplayState(session: script.id, events: script.events))))
        #expect(!stage.rows[0].contains("16:14"))
    }

    @Test func `says of each model of a backend that refuses the key that it is refused`() {
        var stage = Stage(200, 60)
        stage.send(.live(.refused))
        #expect(stage.rows.filter { $0.contains("✗ refused") }.count == 3)
    }

    @Test func `says that nothing is being recorded, and that the journal is off`() {
        #expect(Scene.notRecorded.stage(.small).rows[0].contains("! not recorded for 0s: 12 waiting"))
        var stage = Stage(120, 40)
        stage.send(.live(.journal(.off)))
        #expect(stage.rows[0].contains("journal off"))
    }

    @Test func `says that something else runs while another session is shown`() {
        var stage = Scene.streaming.stage(.small)
        stage.send(.loaded(SessionScript("9", "an old task").events))
        #expect(stage.rows[0].contains("+1 running"))
    }

    @Test func `shows the same for a latency that only trembles`() {
        var stage = Stage(80, 24)
        stage.send(.live(.allWarm))
        let rows = stage.rows
        for microseconds in [2_100, 2_500, 5_900, 1_600] {
            stage.send(
                .live(
                    .backend(
                        BackendStatus(
                            backend: "llama-swap", reach: .reachable(latency: .microseconds(microseconds)),
                            server: ServerStatus(
                                serverKind: "llama-swap", tellsLoaded: true,
                                starts: ["qwen3-1.7b": .warm, "qwen3-8b": .warm])))))
            #expect(stage.rows == rows)
        }
    }

    @Test func `counts a session's time from its events, however late the clock's last reading was`() {
        var script = SessionScript("4", Scenes.task)
        var stage = Stage(80, 24)
        stage.pass(.seconds(10))
        stage.send(.event(script.events[0]))
        stage.pass(.milliseconds(10_900))
        script.wait(0.8)
        script.start(Chain.ladder.tiers[0], at: 1, .warm)
        stage.send(.event(script.events[1]))
        stage.pass(.seconds(15))
        // It started at 10.1 s at the earliest, as its second event tells.
        #expect(stage.program.shownElapsed == .milliseconds(4_900))
    }

    @Test func `wants ticks while something runs, and none when all is quiet`() {
        #expect(Stage(80, 24).program.tickInterval == nil)
        var stage = Scene.streaming.stage(.small)
        #expect(stage.program.tickInterval == .seconds(1))
        #expect(stage.send(.secondPassed) == [.readTime])
        #expect(Scene.accepted.stage(.small).program.tickInterval == nil)
        #expect(Scene.replay.stage(.small).program.tickInterval == nil)
    }

    @Test func `shows servers' state of the moment, but not in a replay`() {
        var stage = Scene.replay.stage(.small)
        #expect(stage.rows[1].contains("▸3 qwen3-32b ● warm"))
        stage.send(.live(.away))
        #expect(!stage.rows.contains { $0.contains("away") })
    }

    @Test func `keeps names and words in their places while a model loads`() {
        var stage = Stage(80, 24)
        stage.send(.live(.allWarm))
        stage.play(Scenes.loading())
        let columns = (0..<99).map { second -> Int? in
            stage.pass(Scenes.loading().now + .seconds(second))
            return stage.rows[1].contains("4 claud…-4-6") ? second : nil
        }
        #expect(columns.allSatisfy { $0 != nil })
    }
}
