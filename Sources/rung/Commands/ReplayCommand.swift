import ArgumentParser
import Dashboard
import EscalationCore
import Foundation
import Journal
import Settings
import TerminalCurses

struct ReplayCommand: RungCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay", abstract: "Watch a recorded session again, at its own pace.")

    @Argument(help: "The first digits of its id, four or more, or 'last'.") var id: String
    @Option(help: "Times real speed, 0.25 to 64.") var speed = 1.0
    @OptionGroup var screen: ScreenOptions
    @OptionGroup var options: JournalOptions

    func validate() throws {
        guard Playhead.speeds.contains(speed) else {
            throw ValidationError("--speed goes from 0.25 to 64.")
        }
    }

    func run() async throws {
        try ScreenOptions.requireTerminal()
        let configuration = try options.configuration.loadIfPresent()
        let reader = try options.reader()
        let recorded = try await reader.session(named: id)
        var setup = try screen.setup(for: configuration)
        setup.chains = []
        setup.isSimulated = recorded.isSimulated
        var session = DashboardSession(setup: setup, colorDepth: screen.colorDepth(configuration), reader: reader)
        session.replaying = (recorded.id, speed)
        if let signal = try await session.run() { TerminationSignals.raiseAgain(signal) }
    }
}
