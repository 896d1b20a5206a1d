import EscalationCore
import Terminal

@testable import Dashboard

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
    case larger, statistics, comparing
    case deleting, tagging
    case serverLog = "server-log"
    case told, skills, copying, searching
    case searchingHistory = "searching-history"
    case piping
    case findingEvent = "finding-event"
    case begunKeys = "begun-keys"

    func stage(_ size: Size, setup: DashboardSetup? = nil, symbols: Canvas.Symbols = .unicode) -> Stage {
        let usual: DashboardSetup =
            switch self {
            case .noSamples, .chains, .awayAtStart: .plain
            case .skills: .withSkills
            case .begunKeys: .withLongerKeys
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
        case .deleting, .tagging:
            stage.play(Scenes.streaming())
            stage.press("b")
            stage.send(.listed(Scenes.past, query: ""))
            stage.send(.counted(matching: 4, of: 5, unsearchable: 0, query: ""))
            stage.press("j", self == .deleting ? "d" : "t")
            if self == .tagging { stage.type("lists") }
        case .larger:
            stage.play(Scenes.streaming())
            stage.press("2", "+")
        case .statistics:
            stage.press("S")
            stage.send(.figures(Self.figures))
        case .comparing:
            stage.play(Scenes.exhausted())
            let (old, new) = (Scenes.exhausted(), Scenes.acceptedElsewhere())
            stage.send(.compared(old.state(after: old.events.count), new.state(after: new.events.count)))
        case .serverLog:
            stage.play(Scenes.loadFailure(), for: 2)
            stage.press("L")
            stage.send(
                .log("[INFO] <qwen3-8b> starting\n[WARN] <qwen3-8b> exited: out of memory\n", backend: "llama-swap"))
        case .told:
            stage.play(Scenes.exhausted())
            stage.press("t")
        case .skills: stage.press("s")
        case .copying:
            stage.play(Scenes.accepted())
            stage.press("y")
        case .searching:
            stage.play(Scenes.accepted())
            stage.press("/")
            stage.type("empty")
            stage.press("enter")
        case .searchingHistory:
            stage.send(.historyRestored(["write a haiku", "explain this regex", "reverse a linked list"]))
            stage.press("i", "ctrl-r")
            stage.type("re")
        case .piping:
            stage.play(Scenes.accepted())
            stage.press("|")
            stage.type("wc -w")
        case .findingEvent:
            Scene.replay.act(on: &stage)
            stage.press(":")
            stage.type("verdict=escalate tier>=2")
        case .begunKeys:
            stage.play(Scenes.accepted())
            stage.press("ctrl-x")
        case .notRecorded:
            stage.play(Scenes.streaming())
            stage.send(.live(.journal(.failing(reason: "disk full", waiting: 12))))
        }
    }

    private static let figures = [
        FigureTable(
            "By tier", heading: ["tier", "attempts", "accepted", "first token p95"],
            rows: [["qwen3-1.7b", "412", "61 %", "0.9 s"], ["qwen3-8b", "160", "74 %", "2.1 s"]]),
        FigureTable("By day", heading: ["day", "sessions"], rows: [["2026-09-21", "38"], ["2026-09-22", "41"]]),
    ]
}

extension DashboardSetup {
    fileprivate static var withSkills: DashboardSetup {
        var setup = DashboardSetup.demo
        setup.skills = [
            SkillChoice("tests", description: "Writes tests.", prompt: "Write tests.", chain: "default"),
            SkillChoice("broken", problem: "s/SKILL.md:2: key 'nme': unknown key"),
        ]
        return setup
    }

    fileprivate static var withLongerKeys: DashboardSetup {
        var setup = DashboardSetup.demo
        setup.keys.rebind(.zoom, to: ["ctrl-x z"])
        setup.keys.rebind(.quit, to: ["ctrl-x ctrl-c"])
        return setup
    }
}
