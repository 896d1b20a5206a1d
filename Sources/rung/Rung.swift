import ArgumentParser
import EscalationEngine
import Foundation
import Journal
import LocatedYAML
import Settings
import Simulator
import Terminal
import TerminalCurses

@main
struct Rung: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rung",
        abstract: "Runs tasks up a chain of language models, cheapest first, and shows the climb.",
        discussion: "Without a subcommand it opens the dashboard.",
        version: "rung \(Version.current)",
        subcommands: [
            DashboardCommand.self, RunCommand.self, SessionsCommand.self, ShowCommand.self, ReplayCommand.self,
            ExportCommand.self, ImportCommand.self,
            StatsCommand.self, ReportCommand.self, StatusCommand.self, CheckCommand.self, SkillsCommand.self,
            InitCommand.self, DemoCommand.self, SimulateCommand.self,
        ],
        defaultSubcommand: DashboardCommand.self)

    static func main() async {
        StandardStream.fillGaps()
        StandardStream.outliveReaders()
        let subcommands = configuration.subcommands.compactMap { $0.configuration.commandName }
        if let complaint = ArgumentScreening.complaint(
            about: Array(CommandLine.arguments.dropFirst()), subcommands: subcommands)
        {
            end(CommandFailure(.usage, complaint))
        }
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
            try StandardStream.output.checkDelivered()
        } catch {
            end(error)
        }
    }

    /// Says what is wrong in one sentence, and ends with the exit code that other programs know it by.
    private static func end(_ error: any Error) -> Never {
        let failure: CommandFailure
        switch error {
        case let error as CommandFailure: failure = error
        case let error as ConfigurationError:
            failure = CommandFailure(error.code == .unreadable ? .noInput : .configuration, error.description)
        case let error as YAMLError: failure = CommandFailure(.configuration, error.description)
        case let error as EquipmentError: failure = CommandFailure(.configuration, error.description)
        case let error as CursesError: failure = CommandFailure(.usage, error.description)
        case let error as SimulatorError: failure = CommandFailure(.unreachable, error.description)
        case let error as SessionQueryError: failure = CommandFailure(.usage, error.description)
        case let error as JournalError: failure = CommandFailure(error.exitStatus, error.description)
        default: exit(withError: error)
        }
        if !failure.message.isEmpty {
            // It may repeat what was typed, or what a file or a server holds.
            let message = VisibleText.escape(failure.message, keepingNewlinesAndTabs: true)
            StandardStream.error.writeLine("rung: \(message)")
        }
        Foundation.exit(failure.status.code)
    }
}

/// A subcommand of `rung`.
protocol RungCommand: AsyncParsableCommand {}

enum Version {
    /// Of the program; sessions keep the one that ran them.
    static let current = "0.1.0"
}

extension JournalError {
    fileprivate var exitStatus: ExitStatus {
        switch code {
        case .badTag, .stillRunning: .usage
        case .unknownSession, .ambiguousSession, .missing: .noInput
        case .cannotOpen, .readOnly, .locked, .corrupt, .foreign, .newerVersion, .olderVersion, .full, .inputOutput:
            .journal
        }
    }
}
