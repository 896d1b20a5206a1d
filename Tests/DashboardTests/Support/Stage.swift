import Dashboard
import EscalationCore
import Terminal

/// A dashboard driven by messages, drawn on a canvas of its size.
struct Stage {
    var program: DashboardProgram
    private(set) var effects: [DashboardProgram.Effect] = []
    private let symbols: Canvas.Symbols
    private(set) var size: Size

    init(
        _ width: Int = 80, _ height: Int = 24, setup: DashboardSetup = .demo, symbols: Canvas.Symbols = .unicode
    ) {
        size = Size(width: width, height: height)
        self.symbols = symbols
        var setup = setup
        setup.symbols = symbols
        program = DashboardProgram(setup)
        send(.resized(size))
        send(.time(.init(now: .zero, wallTime: 1_790_000_000_000)))
    }

    @discardableResult
    mutating func send(_ message: DashboardProgram.Message) -> [DashboardProgram.Effect] {
        if case .resized(let size) = message { self.size = size }
        let new = program.update(message)
        effects += new
        return new
    }

    @discardableResult
    mutating func press(_ keys: Key...) -> [DashboardProgram.Effect] {
        keys.flatMap { send(.key($0)) }
    }

    mutating func type(_ text: String) {
        for character in text { send(.key(.character(character))) }
    }

    /// Plays a session's events, and lets the clock show the moment of the last, or some seconds more.
    mutating func play(_ script: SessionScript, for seconds: Int = 0) {
        for event in script.events { send(.event(event)) }
        pass(script.now + .seconds(seconds))
    }

    /// Lets the clock show `now`, counted from its start.
    mutating func pass(_ now: Duration) {
        send(.time(.init(now: now, wallTime: 1_790_000_000_000 + Int64(now.milliseconds))))
    }

    var canvas: Canvas {
        var canvas = Canvas(size: size, symbols: symbols)
        program.view(on: &canvas)
        return canvas
    }

    var rows: [String] { canvas.plainRows }
}

extension DashboardSetup {
    static let demo = DashboardSetup(
        chains: [.ladder],
        samples: [
            SampleTask(title: "Accepted at once", prompt: "Write a haiku about the sea."),
            SampleTask(title: "Feedback helps", prompt: Scenes.task),
            SampleTask(title: "A load that fails", prompt: "Explain what an arena allocator is, with one example."),
            SampleTask(title: "To the top", prompt: "Prove that there are infinitely many primes."),
            SampleTask(title: "Nobody can", prompt: "Name the largest prime."),
        ],
        isSimulated: true, version: "1.0")

    static let plain = DashboardSetup(chains: [
        .ladder, Chain("fast", tiers: [Tier("qwen3-1.7b", backend: "llama-swap")]),
    ])
}

extension LiveUpdate {
    static let allWarm = LiveUpdate.backend(
        BackendStatus(
            backend: "llama-swap", reach: .reachable(latency: .milliseconds(3)),
            server: ServerStatus(
                serverKind: "llama-swap", tellsLoaded: true, starts: ["qwen3-1.7b": .warm, "qwen3-8b": .warm])))

    static let nothingWarm = LiveUpdate.backend(
        BackendStatus(
            backend: "llama-swap", reach: .reachable(latency: .milliseconds(3)),
            server: ServerStatus(serverKind: "llama-swap", tellsLoaded: true, starts: [:])))

    static let refused = LiveUpdate.backend(
        BackendStatus(
            backend: "llama-swap",
            reach: .refused(
                reason: "Backend 'llama-swap' refused the request (401).", since: .seconds(12), nextTry: .seconds(4)),
            server: nil))

    static let away = LiveUpdate.backend(
        BackendStatus(
            backend: "llama-swap",
            reach: .away(reason: "connection refused", since: .seconds(12), nextTry: .seconds(4)), server: nil))
}
