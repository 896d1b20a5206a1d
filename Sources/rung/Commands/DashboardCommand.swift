import ArgumentParser
import Backends
import Dashboard
import EscalationCore
import Foundation
import Journal
import Logging
import Settings
import Terminal
import TerminalCurses

struct DashboardCommand: RungCommand {
    static let configuration = CommandConfiguration(
        commandName: "dashboard", abstract: "Open the dashboard (the default).", shouldDisplay: false)

    @Option(help: "The chain that new tasks climb.") var chain: String?
    @OptionGroup var screen: ScreenOptions
    @Option(help: "Where to record sessions.") var journal: String?
    @Flag(help: "Record nothing.") var noJournal = false
    @OptionGroup var options: ConfigurationOptions

    func run() async throws {
        try screen.requireTerminal()
        let configuration = try options.load()
        let chain = try configuration.chain(named: chain)
        var setup = try screen.look.setup(for: configuration)
        setup.defaultChain = chain.name
        let skills = SkillShelf(options.skills(), configuration)
        setup.skills = skills.choices
        setup.swaps = configuration.judgeSwaps().map { swap in
            SwapWarning(chain: swap.chain, backend: swap.backend, judge: swap.judge.value, models: swap.models)
        }
        let choice = noJournal ? .off : try JournalChoice(file: journal, configuration: configuration)
        let signal = try await show(
            setup, configuration, choice, screen.style, screen.display(configuration), skills: skills)
        if let signal { TerminationSignals.raiseAgain(signal) }
    }
}

/// Shows the dashboard on a configuration's servers.
///
/// - Returns: the signal that ended it; nil where the user did.
func show(
    _ setup: DashboardSetup, _ configuration: Configuration, _ choice: JournalChoice, _ style: DashboardSession.Style,
    _ options: CursesDisplay.Options, skills: SkillShelf? = nil
) async throws -> Int32? {
    let logger = ProgramLog.logger()
    return try await BackendClients.open(logger: logger) { clients in
        let workshop = try Workshop(
            configuration, clients: clients, isSimulated: setup.isSimulated, variants: skills?.chains ?? [])
        var session = DashboardSession(
            setup: setup, style: style, options: options, workshop: workshop, skills: skills)
        guard case .file(let path) = choice else { return try await session.run() }
        // The journal's thread only leaves word; the newest few say it all.
        let (statuses, report) = AsyncStream.makeStream(of: JournalStatus.self, bufferingPolicy: .bufferingNewest(8))
        session.journalStatus = statuses
        let notice = RecordingNotice(saysChanges: false)
        defer { notice.sayWhatIsLost() }
        let listen: @Sendable (JournalStatus) -> Void = { status in
            notice.take(status)
            report.yield(status)
        }
        return try await withSessionJournal(at: path, logger: logger, report: listen) { journal in
            session.journal = journal
            session.reader = journal.reader
            return try await session.run()
        }
    }
}
