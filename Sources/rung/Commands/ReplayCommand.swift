import ArgumentParser
import Dashboard
import EscalationCore
import Foundation
import Journal
import Settings
import TerminalCurses

struct ReplayCommand: RungCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay", abstract: "Watch a recorded session again, at its own pace.",
        discussion: """
            '?' lists the keys. ':' goes to the next event that is as you say, 'since' instead of 'until' to the last one \
            before: until verdict=escalate tier>=2. All terms must hold: kind, verdict, outcome and phase take = and !=; \
            attempt and tier also < <= > >=; model = != and ~ for 'contains'; text ~.
            """)

    @Argument(help: "The first digits of its id, four or more, or 'last'.") var id: String
    @Option(help: "Times real speed, 0.25 to 64; with --plain also 0, for all at once.") var speed = 1.0
    @Option(help: "Longest rest in seconds; without it as long as it was.") var idle: Double?
    @Flag(help: "As lines of text, for a pipe or a terminal that can do no more.") var plain = false
    @OptionGroup var screen: ScreenOptions
    @OptionGroup var options: JournalOptions

    func validate() throws {
        guard Playhead.speeds.contains(speed) || isPlain && speed == 0 else {
            throw ValidationError("--speed goes from 0.25 to 64\(isPlain ? ", or is 0 for all at once" : "").")
        }
        if let idle, !(0.1...86_400).contains(idle) {
            throw ValidationError("--idle goes from 0.1 to 86400 seconds.")
        }
    }

    /// What is drawn on a screen can't be read out: --plain-ui asks for the lines too.
    private var isPlain: Bool { plain || screen.plainUi }

    private var idleCap: Duration? { idle.map { .milliseconds(Int($0 * 1_000)) } }

    func run() async throws {
        if isPlain { return try await print() }
        try ScreenOptions.requireTerminal(instead: "rung replay \(id) --plain")
        let configuration = try options.configuration.loadIfPresent()
        let reader = try options.reader()
        let recorded = try await reader.session(named: id)
        var setup = try screen.look.setup(for: configuration)
        setup.chains = []
        setup.isSimulated = recorded.isSimulated
        var session = DashboardSession(
            setup: setup, style: screen.inline ? .inline : .screen, options: screen.display(configuration),
            reader: reader)
        session.replaying = ReplayRequest(session: recorded.id, speed: speed, idleCap: idleCap)
        if let signal = try await session.run() { TerminationSignals.raiseAgain(signal) }
    }

    /// To standard output, and no further than its reader wants.
    private func print() async throws {
        let reader = try options.reader()
        let recorded = try await reader.session(named: id)
        let (_, signal) = try await withCancellingSignals {
            let printer = PlainReplayPrinter()
            guard speed > 0 else {
                for try await events in reader.eventChunks(of: recorded.id) {
                    for event in events { await printer.print(event) }
                    try StandardStream.output.checkDelivered()
                }
                return
            }
            let clock = ContinuousClock()
            let player = ReplayPlayer(
                try await SessionTape(of: recorded.id, in: reader), speed: speed, idleCap: idleCap, clock: clock,
                stopwatch: .on(clock))
            try await player.run(staysAtEnd: false) { step in
                if case .event(let event) = step { await printer.print(event) }
                try StandardStream.output.checkDelivered()
            }
        }
        if let signal { throw CommandFailure(.signal(signal)) }
    }
}
