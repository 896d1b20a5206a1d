import EscalationCore
import Terminal
import Testing

@testable import Dashboard

/// What servers load, what they can be had to do, and what they write.
@Suite struct ServersTests {
    private func status(_ starts: [String: Start], progress: [String: Double] = [:]) -> DashboardProgram.Message {
        var server = ServerStatus(serverKind: "llama-swap", tellsLoaded: true, starts: starts)
        server.loadProgress = progress
        return .live(
            .backend(
                BackendStatus(
                    backend: "llama-swap", reach: .reachable(latency: .milliseconds(3)), server: server)))
    }

    // MARK: Loads

    @Test func `says how long a model has been loading, and how long that took before`() {
        var stage = Stage(200, 60)
        stage.pass(.seconds(90))
        let effects = stage.send(status(["qwen3-8b": .loading]))
        #expect(effects == [.readTime, .recallLoads(of: "qwen3-8b")])
        stage.pass(.seconds(100))
        stage.send(.recalledLoads(of: "qwen3-8b", .milliseconds(19_200)))
        stage.pass(.seconds(112))
        #expect(stage.rows.contains { $0.contains("qwen3-8b           ◐ loading 12s of ~20s") })
        #expect(stage.program.tickInterval == .seconds(1))
        // What is told again is no new load.
        #expect(stage.send(status(["qwen3-8b": .loading])) == [])
        stage.send(status(["qwen3-8b": .warm]))
        #expect(stage.rows.contains { $0.contains("qwen3-8b           ● warm") })
        #expect(stage.program.tickInterval == nil)
    }

    @Test func `says the same in fewer columns where there are fewer, and only the time where there is no more room`() {
        func row(_ width: Int, _ height: Int) -> String? {
            var stage = Stage(width, height)
            stage.send(status(["qwen3-8b": .loading]))
            stage.pass(.seconds(1))
            stage.send(.recalledLoads(of: "qwen3-8b", .seconds(5)))
            stage.pass(.seconds(4))
            return stage.rows.first { $0.contains("loading") }
        }
        #expect(row(120, 40)?.contains("◐ loading 3s/~5s") == true)
        #expect(row(100, 24)?.contains("◐ loading 3s") == true)
        // Where words give way to glyphs nothing is left of it.
        #expect(row(80, 24) == nil)
    }

    @Test func `prefers how much the server says it has loaded`() {
        var stage = Stage(200, 60)
        stage.send(status(["qwen3-8b": .loading], progress: ["qwen3-8b": 0.45]))
        stage.pass(.seconds(1))
        stage.send(.recalledLoads(of: "qwen3-8b", .seconds(5)))
        stage.pass(.seconds(4))
        #expect(stage.rows.contains { $0.contains("◐ loading 3s, 45%") })
    }

    @Test func `asks how long a load takes when an attempt begins with one, and expects nothing in a replay`() {
        var stage = Stage(200, 60)
        stage.play(Scenes.loading(), for: 3)
        #expect(stage.effects.contains(.recallLoads(of: "qwen3-1.7b")))
        stage.send(.recalledLoads(of: "qwen3-1.7b", .seconds(5)))
        #expect(stage.rows.contains { $0.contains("loading 3s of ~5s") })
        stage.send(.recalledLoads(of: "qwen3-1.7b", nil))
        #expect(!stage.rows.contains { $0.contains("of ~") })

        var replay = Scene.replay.stage(Size(width: 200, height: 60))
        replay.send(.recalledLoads(of: "qwen3-32b", .seconds(5)))
        #expect(!replay.rows.contains { $0.contains("~") })
    }

    // MARK: Steering

    @Test func `warms up and unloads the model of the tier that is looked at`() {
        var stage = Stage(120, 40)
        #expect(stage.press("w") == [.steer(.init(.warmUp, "qwen3-1.7b", on: "llama-swap"))])
        #expect(stage.rows.last?.contains("warming up qwen3-1.7b on llama-swap …") == true)
        // Without a session too there is a chain to go down.
        stage.press("1", "j", "j", "k")
        #expect(stage.press("u") == [.steer(.init(.unload, "qwen3-8b", on: "llama-swap"))])
        #expect(stage.rows.last?.contains("unloading qwen3-8b from llama-swap …") == true)
        stage.press("G")
        #expect(stage.press("w") == [])
        #expect(
            stage.rows.last?.contains("claude-sonnet-4-6 is hosted elsewhere: there is nothing to warm up") == true)
    }

    @Test func `looks at the tier of the attempt that is looked at, until another is chosen`() {
        var stage = Scene.streaming.stage(Size(width: 120, height: 40))
        #expect(stage.press("w") == [.steer(.init(.warmUp, "qwen3-32b", on: "llama-swap"))])
        stage.press("2", "k")
        #expect(stage.press("w") == [.steer(.init(.warmUp, "qwen3-8b", on: "llama-swap"))])
        stage.press("1", "g")
        #expect(stage.press("w") == [.steer(.init(.warmUp, "qwen3-1.7b", on: "llama-swap"))])
        #expect(stage.program.shownAttempt?.number == 1)
        stage.press("esc")
        #expect(stage.press("u") == [.steer(.init(.unload, "qwen3-32b", on: "llama-swap"))])
    }

    @Test(
        arguments: [
            ("w", .warmUp, "warmed up on"), ("u", .unload, "unloaded from"),
        ] as [(Key, SteeredModel.Wish, String)])
    func `asks once, and again only when it has heard how that ended`(
        _ key: Key, _ wish: SteeredModel.Wish, _ words: String
    ) {
        var stage = Stage(120, 40)
        let steered = SteeredModel(wish, "qwen3-1.7b", on: "llama-swap")
        #expect(stage.press(key) == [.steer(steered)])
        #expect(stage.press(key, key) == [])
        #expect(stage.rows.last?.contains("qwen3-1.7b is being \(words) llama-swap already") == true)
        // Another model, and the other wish, are no repetition.
        stage.press("1", "j")
        #expect(stage.press(key) == [.steer(.init(wish, "qwen3-8b", on: "llama-swap"))])
        stage.press("k")
        let other: (Key, SteeredModel.Wish) = wish == .warmUp ? ("u", .unload) : ("w", .warmUp)
        #expect(stage.press(other.0) == [.steer(.init(other.1, "qwen3-1.7b", on: "llama-swap"))])
        stage.send(.steered(steered, notice: "that is how it ended"))
        #expect(stage.rows.last?.contains("that is how it ended") == true)
        #expect(stage.press(key) == [.steer(steered)])
    }

    @Test func `steers no server from a replay`() {
        var stage = Scene.replay.stage(Size(width: 120, height: 40))
        for key: Key in ["w", "u", "L"] { #expect(stage.press(key) == []) }
        #expect(stage.rows.contains { $0.contains("a replay has no servers: leave it first") })
    }

    // MARK: The log

    private func withLog(_ width: Int = 80, _ height: Int = 24, _ pieces: String...) -> Stage {
        var stage = Stage(width, height)
        stage.press("L")
        for piece in pieces { stage.send(.log(piece, backend: "llama-swap")) }
        return stage
    }

    @Test func `follows the server's log while it is open, and no longer`() {
        var stage = Stage(80, 24)
        #expect(stage.press("L") == [.followLog(backend: "llama-swap")])
        #expect(stage.rows.contains { $0.contains("nothing yet") })
        stage.send(.log("[INFO] <qwen3-8b> load", backend: "llama-swap"))
        stage.send(.log("ing\n[WARN] out of memory\n", backend: "llama-swap"))
        stage.send(.log("elsewhere\n", backend: "other"))
        #expect(stage.rows.contains { $0.hasPrefix(" [INFO] <qwen3-8b> loading") })
        #expect(stage.rows.contains { $0.hasPrefix(" [WARN] out of memory") })
        #expect(!stage.rows.contains { $0.contains("elsewhere") })
        for (opening, closing) in [("L", "esc"), ("L", "q"), ("L", "L"), ("L", "i")] as [(Key, Key)] {
            if stage.program.overlay == nil {
                #expect(stage.press(opening) == [.followLog(backend: "llama-swap")])
            }
            #expect(stage.press(closing) == [.stopLog])
            #expect(stage.program.overlay == nil)
            if closing == "i" { stage.press("esc") }
        }
    }

    @Test func `shows what would command the terminal as glyphs`() {
        let stage = withLog(80, 24, "\u{1B}[31mred\u{1B}[0m\u{7} \u{202E}x\r\n")
        #expect(stage.rows.contains { $0.hasPrefix(" ␛[31mred␛[0m␇ �x") })
    }

    @Test func `keeps the reader's place while more comes, and the newest line once followed again`() {
        var stage = withLog(80, 24, (1...50).map { "line \($0)\n" }.joined())
        #expect(stage.rows.contains { $0.hasPrefix(" line 50") })
        stage.press("k", "k")
        #expect(stage.rows.contains { $0.contains("2 lines below") })
        stage.send(.log("line 51\nline 52\n", backend: "llama-swap"))
        #expect(stage.rows.contains { $0.contains("4 lines below") })
        #expect(stage.rows.contains { $0.hasPrefix(" line 48") })
        #expect(!stage.rows.contains { $0.hasPrefix(" line 49") })
        stage.press("F")
        #expect(stage.rows.contains { $0.hasPrefix(" line 52") })
        stage.press("g")
        #expect(stage.rows[2].hasPrefix(" line 1"))
        #expect(stage.rows[3].hasPrefix(" line 2"))
    }

    @Test func `says why nothing more comes`() {
        var stage = withLog(80, 24, "last words\n")
        stage.send(.logEnded("the server ended its log", backend: "llama-swap"))
        #expect(stage.rows.contains { $0.hasPrefix(" last words") })
        #expect(stage.rows.contains { $0.hasPrefix(" the server ended its log") })
    }

    @Test func `keeps no more than the last lines, and no more than the start of a long one`() {
        var log = LogLines()
        for index in 0..<(LogLines.kept + 10) { log.append("\(index)\n") }
        #expect(log.lines.count == LogLines.kept)
        #expect(log.lines.first == "10")
        for _ in 0..<10 { log.append(String(repeating: "x", count: LogLines.longest / 2)) }
        #expect(log.open.count == LogLines.longest)
    }

    @Test(arguments: [(1, 1), (3, 2), (20, 5), (39, 9)])
    func `draws the log at any size`(width: Int, height: Int) {
        let stage = withLog(width, height, "some line\n")
        #expect(stage.rows.count == height)
    }

    @Test func `points to the log where a load failed`() {
        var stage = Scene.loadFailure.stage(Size(width: 120, height: 40))
        #expect(stage.rows.contains { $0.contains("L shows the server's log") })
        stage = Scene.exhausted.stage(Size(width: 120, height: 40))
        #expect(!stage.rows.contains { $0.contains("server's log") })
    }
}
