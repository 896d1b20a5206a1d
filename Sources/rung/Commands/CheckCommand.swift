import ArgumentParser
import Backends
import EscalationCore
import Settings

struct CheckCommand: RungCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Whether all that a task needs is there: configuration, servers, models, journal, terminal.",
        discussion: """
            One line each, with what to do where something is wrong. Nothing is loaded, run or recorded.
            Exit codes: 0 a task can run, 69 a server or program can't be had, 78 the configuration or the journal has \
            to be corrected first.
            """)

    @Flag(help: "As one JSON object.") var json = false
    @OptionGroup var options: ConfigurationOptions

    func run() async throws {
        let (found, signal) = try await withCancellingSignals { try await findings() }
        let failure = found.compactMap(\.failure).max { $0.code < $1.code }
        if json {
            let report: JSONValue = ["ok": .bool(failure == nil), "findings": .array(found.map(\.json))]
            StandardStream.output.writeLine(report.text)
        } else {
            for finding in found { StandardStream.output.writeLine(finding.line) }
        }
        if let signal { throw CommandFailure(.signal(signal)) }
        if let failure { throw CommandFailure(failure) }
    }

    /// An example of a configuration has no room on one line: what is started without one prints it.
    private static func finding(for error: ConfigurationError) -> Finding {
        error.code == .notFound
            ? Finding(
                "configuration", .error, error.reason,
                remedy: "rung init writes one to begin with",
                failure: .configuration)
            : Finding("configuration", .error, error.description, failure: .configuration)
    }

    private func findings() async throws -> [Finding] {
        let configuration: Configuration
        do {
            configuration = try options.load()
        } catch let error as ConfigurationError {
            return [
                Self.finding(for: error),
                JournalCheck.finding(for: nil), TerminalCheckup.finding(for: nil),
            ]
        }
        let chains = configuration.chains.map(\.name).joined(separator: ", ")
        var findings = [
            Finding(
                "configuration", .ok,
                "\(configuration.file), \(configuration.chains.count == 1 ? "chain" : "chains") \(chains)")
        ]
        findings += ChainCheck(configuration: configuration).findings()
        findings += try await BackendClients.open(logger: ProgramLog.logger()) { clients in
            try await BackendCheck(configuration, clients: clients).findings()
        }
        return findings + [JournalCheck.finding(for: configuration), TerminalCheckup.finding(for: configuration)]
    }
}
