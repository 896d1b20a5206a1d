import ArgumentParser
import Dashboard
import EscalationCore
import Foundation
import Settings
import Simulator
import Terminal
import TerminalCurses

struct DemoCommand: RungCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "The dashboard on the built-in simulator: no model, key, network or configuration needed.")

    @OptionGroup var screen: ScreenOptions
    @Option(help: "Where to record sessions.") var journal: String?
    @Flag(help: "Record nothing.") var noJournal = false
    @OptionGroup var options: ConfigurationOptions

    func run() async throws {
        try screen.requireTerminal()
        // The demo has backends and chains of its own; looks and journal are the user's.
        let own = try options.loadIfPresent()
        let choice = noJournal ? .off : try JournalChoice(file: journal, configuration: own)
        var setup = try screen.look.setup(for: own)
        setup.isSimulated = true
        setup.samples = DemoScenario.sampleTasks.map { SampleTask(title: $0.title, prompt: $0.prompt) }
        let (style, display) = (screen.style, screen.display(own))
        let server = SimulatorServer(DemoScenario.scenario)
        let signal = try await server.serve { [setup] port in
            let configuration = try Configuration(
                parsing: DemoScenario.configurationYAML(port: port), file: "the demo's configuration", accepting: .all)
            var setup = setup
            setup.chains = configuration.chains.map(\.chain)
            setup.defaultChain = try configuration.chain().name
            return try await show(setup, configuration, choice, style, display)
        }
        if let signal { TerminationSignals.raiseAgain(signal) }
    }
}
