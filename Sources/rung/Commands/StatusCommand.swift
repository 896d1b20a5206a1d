import ArgumentParser
import Backends
import EscalationCore
import EscalationEngine
import Settings

struct StatusCommand: RungCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Which servers can be reached, and which models are warm.")

    @Flag(help: "Go on, one report a change, until interrupted.") var watch = false
    @Flag(help: "As one JSON object.") var json = false
    @OptionGroup var options: ConfigurationOptions

    func run() async throws {
        let configuration = try options.load()
        let logger = ProgramLog.logger()
        let (_, signal) = try await withCancellingSignals {
            try await BackendClients.open(logger: logger) { clients in
                let workshop = try Workshop(configuration, clients: clients)
                try await report(workshop)
            }
        }
        if let signal { throw CommandFailure(.signal(signal)) }
    }

    /// Prints what the monitors say: once all have spoken, and then, watching, whenever the report changes.
    private func report(_ workshop: Workshop) async throws {
        let monitors = workshop.monitors
        try await withThrowingTaskGroup(of: Void.self) { group in
            let board = StatusBoard(expected: monitors.count)
            for monitor in monitors {
                group.addTask {
                    guard watch else {
                        await board.put(try await monitor.status()) { text($0, workshop) }
                        return
                    }
                    try await monitor.run { status in await board.put(status) { text($0, workshop) } }
                }
            }
            if monitors.isEmpty { StandardStream.output.write(text([:], workshop)) }
            try await group.waitForAll()
        }
    }

    private func text(_ statuses: [String: BackendStatus], _ workshop: Workshop) -> String {
        let report = StatusReport(workshop.configuration, statuses)
        return json ? report.json.text + "\n" : report.text
    }
}

/// The newest word of each backend.
private actor StatusBoard {
    private let expected: Int
    private var statuses: [String: BackendStatus] = [:]
    private var last: String?

    init(expected: Int) { self.expected = expected }

    /// Prints the report once every backend has spoken, where it says something new.
    func put(_ status: BackendStatus, text: @Sendable ([String: BackendStatus]) -> String) {
        statuses[status.backend] = status
        guard statuses.count == expected else { return }
        let next = text(statuses)
        if next != last { StandardStream.output.write(next) }
        last = next
    }
}
