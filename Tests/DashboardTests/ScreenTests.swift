import EscalationCore
import RungTestSupport
import Terminal
import Testing

@testable import Dashboard

/// What the user sees, as golden files: `<scene>-<width>x<height>.txt`.
@Suite struct ScreenTests {
    static let sizes = [Size(width: 80, height: 24), Size(width: 120, height: 40)]

    @Test(arguments: Scene.allCases, sizes)
    func `draws the scene as it was reviewed`(scene: Scene, size: Size) {
        expectScreen(
            scene.stage(size).canvas, named: "\(scene.rawValue)-\(size.width)x\(size.height)", letters: Role.letters)
    }

    @Test(arguments: [(1, 1), (20, 5), (30, 8), (40, 12), (60, 16), (100, 30), (200, 60)])
    func `draws a running session at any size`(width: Int, height: Int) {
        let stage = Scene.streaming.stage(Size(width: width, height: height))
        expectScreen(stage.canvas, named: "streaming-\(width)x\(height)", letters: Role.letters)
    }

    @Test func `has no glyph beyond ASCII where the terminal shows none`() {
        let stage = Scene.streaming.stage(Size(width: 80, height: 24), symbols: .ascii)
        #expect(stage.rows.allSatisfy { $0.allSatisfy(\.isASCII) })
        expectScreen(stage.canvas, named: "streaming-ascii-80x24", letters: Role.letters)
    }

    /// Dark is the look of all the others.
    @Test(arguments: ["house-light", "mono", "high-contrast"])
    func `looks as it was reviewed`(name: String) throws {
        var setup = DashboardSetup.demo
        setup.theme = try ShippedTheme.named(name, on: .dark)
        setup.colorDepth = name == "mono" ? .mono : .truecolor
        let stage = Scene.exhausted.stage(.small, setup: setup)
        expectScreen(
            stage.canvas, named: "exhausted-\(name)-80x24", letters: Role.letters, looks: stage.program.styleSheet)
    }
}

/// A state worth looking at.
enum Scene: String, CaseIterable, Sendable {
    case empty
    case noSamples = "no-samples"
    case composing, loading, streaming, rejected, verifying, accepted, exhausted
    case loadFailure = "load-failure"
    case away, verdict, zoomed, help, palette, themes, sessions, filtering, chains, replay
    case quitQuestion = "quit-question"
    case interrupted
    case notRecorded = "not-recorded"
    case awaitingPerson = "awaiting-person"
    case rejecting
    case awayAtStart = "away-at-start"
    case nothingWarm = "nothing-warm"
    case noSessions = "no-sessions"
    case noMatch = "no-match"
    case larger

    func stage(_ size: Size, setup: DashboardSetup? = nil, symbols: Canvas.Symbols = .unicode) -> Stage {
        let usual: DashboardSetup =
            switch self {
            case .noSamples, .chains, .awayAtStart: .plain
            default: .demo
            }
        var stage = Stage(size.width, size.height, setup: setup ?? usual, symbols: symbols)
        stage.send(.live(.allWarm))
        act(on: &stage)
        return stage
    }

    private func act(on stage: inout Stage) {
        switch self {
        case .empty, .noSamples: break
        case .composing:
            stage.press("i")
            stage.type("reverse a linked list")
            stage.press("ctrl-j")
            stage.type("in place, without recursion")
        case .loading: stage.play(Scenes.loading(), for: 3)
        case .streaming: stage.play(Scenes.streaming())
        case .rejected: stage.play(Scenes.firstRejected())
        case .verifying: stage.play(Scenes.verifying(), for: 1)
        case .accepted: stage.play(Scenes.accepted())
        case .exhausted: stage.play(Scenes.exhausted())
        case .loadFailure: stage.play(Scenes.loadFailure(), for: 2)
        case .away:
            stage.play(Scenes.loadFailure(), for: 2)
            stage.send(.live(.away))
        case .verdict:
            stage.play(Scenes.exhausted())
            stage.press("2", "g", "3")
        case .zoomed:
            stage.play(Scenes.streaming())
            stage.press("4", "z")
        case .help:
            stage.play(Scenes.streaming())
            stage.press("?")
        case .palette:
            stage.play(Scenes.streaming())
            stage.press(":")
            stage.type("an")
        case .themes:
            stage.play(Scenes.streaming())
            stage.press("T")
            stage.send(.themes([ThemeChoice(name: "base", theme: .builtIn), ThemeChoice(name: "dusk", theme: nil)]))
        case .sessions, .filtering:
            stage.play(Scenes.streaming())
            stage.press("b")
            stage.send(.listed(Scenes.past, query: ""))
            guard self == .filtering else { return }
            stage.press("/")
            stage.type("list")
            stage.send(.listed(Scenes.past.filter { $0.task.contains("list") }, query: "list"))
        case .chains: stage.press("c", "j")
        case .replay:
            let script = Scenes.exhausted()
            stage.play(script)
            var replay = ReplayState(session: script.id, events: script.events, speed: 2)
            stage.send(.replay(.began(replay)))
            for event in Scenes.streaming().events { stage.send(.event(event)) }
            replay.position = .seconds(25)
            stage.send(.replay(.moved(replay)))
        case .quitQuestion:
            stage.play(Scenes.streaming())
            stage.press("q")
        case .interrupted:
            stage.play(Scenes.streaming())
            stage.press("ctrl-c")
        case .awaitingPerson: stage.play(Scenes.awaitingPerson(), for: 5)
        case .rejecting:
            stage.play(Scenes.awaitingPerson(), for: 5)
            stage.press("e")
            stage.type(" Cover it.")
        case .awayAtStart: stage.send(.live(.away))
        case .nothingWarm: stage.send(.live(.nothingWarm))
        case .noSessions:
            stage.press("b")
            stage.send(.listed([], query: ""))
        case .noMatch:
            stage.press("b", "/")
            stage.type("tomatoes")
            stage.send(.listed([], query: "tomatoes"))
        case .larger:
            stage.play(Scenes.streaming())
            stage.press("2", "+")
        case .notRecorded:
            stage.play(Scenes.streaming())
            stage.send(.live(.journal(.failing(reason: "disk full", waiting: 12))))
        }
    }
}
