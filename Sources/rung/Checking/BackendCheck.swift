import Backends
import EscalationCore
import EscalationEngine
import Foundation
import Settings

/// Whether the backends can be had, and know the models that chains and judges name.
struct BackendCheck: Sendable {
    /// Longest wait for the list of a server's models: within what a monitor gives the whole answer.
    private static let patience: Duration = .milliseconds(1_500)

    private let configuration: Configuration
    private let clients: BackendClients
    private let environment: [String: String]

    init(
        _ configuration: Configuration, clients: BackendClients,
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) {
        self.configuration = configuration
        self.clients = clients
        self.environment = environment
    }

    /// All backends at once, and in the order of the configuration.
    func findings() async throws -> [Finding] {
        let found = try await withThrowingTaskGroup(of: (Int, [Finding]).self) { group in
            for (index, settings) in configuration.backends.enumerated() {
                group.addTask { (index, try await self.findings(about: settings)) }
            }
            return try await group.reduce(into: [Int: [Finding]]()) { $0[$1.0] = $1.1 }
        }
        return found.sorted { $0.key < $1.key }.flatMap(\.value)
    }

    private func findings(about settings: BackendSettings) async throws -> [Finding] {
        let subject = "backend \(settings.name)"
        guard configuration.chains.usedBackends.contains(settings.name) else {
            return [Finding(subject, .ok, "no chain uses it")]
        }
        do {
            switch settings.kind.value {
            case .openai: return try await server(settings, subject)
            case .anthropic: return try await hosted(settings, subject)
            case .claudeCLI, .command: return [program(settings, subject)]
            }
        } catch let error as ConfigurationError {
            return [Finding(subject, .error, error.description, failure: .configuration)]
        }
    }

    // MARK: Servers

    private func server(_ settings: BackendSettings, _ subject: String) async throws -> [Finding] {
        var asked = settings
        // Not to be asked what is warm, it is asked all the same whether it is there.
        if asked.status == .none { asked.status = .auto }
        let clock = ContinuousClock()
        let stopwatch = Stopwatch.on(clock)
        guard
            let probe = try configuration.server(
                asked, clients: clients, clock: clock, stopwatch: stopwatch, patience: Self.patience,
                environment: environment)
        else { return [] }
        let monitor = StatusMonitor(
            backend: settings.name, probe: probe, interval: configuration.statusInterval, clock: clock,
            stopwatch: stopwatch)
        let status = try await monitor.status()
        switch status.reach {
        case .away(let reason, _, _), .refused(let reason, _, _):
            return [Finding(subject, .error, reason, failure: .unreachable)]
        case .reachable: break
        }
        guard let server = status.server else { return [] }
        let models = configuration.models(on: settings.name)
        let unknown = models.filter { server.lacks($0) }
        var parts = ["reachable" + (server.serverKind.map { " (\($0))" } ?? "")]
        if settings.keyVariable != nil { parts.append("key accepted") }
        parts.append(
            server.listed == nil
                ? "doesn't list its models" : "\(models.count - unknown.count) of \(models.count) models known")
        let warm = models.filter { server.start(of: $0) == .warm }
        parts.append(server.tellsLoaded ? "\(warm.count) warm" : "can't tell which are warm")
        return [Finding(subject, .ok, parts.joined(separator: ", "))]
            + unknown.map { model in
                Finding(
                    subject, .warning, "doesn't list the model '\(model)'",
                    remedy: "Add it there, or correct its name in the chain.")
            } + (server.serverKind == "llama-swap" ? swaps(on: settings.name, server) : [])
    }

    /// Judges for which the server may unload the tier's model, and load it again for the next task.
    private func swaps(on backend: String, _ server: ServerStatus) -> [Finding] {
        // Another name of the same model is no other model.
        let swaps = configuration.judgeSwaps { _, model, other in server.id(of: model) == server.id(of: other) }
        return swaps.filter { $0.backend == backend }.map { swap in
            Finding("judge \(swap.judge.value) of chain \(swap.chain)", .warning, swap.description)
        }
    }

    private func hosted(_ settings: BackendSettings, _ subject: String) async throws -> [Finding] {
        let key = try configuration.key(of: settings, in: environment)
        var headers = settings.headers.merging(["anthropic-version": "2023-06-01"]) { own, _ in own }
        headers["x-api-key"] = key
        let endpoint = BackendEndpoint(name: settings.name, url: settings.url?.value ?? "", headers: headers)
        do {
            let listed = try await clients.listedModels(of: endpoint)
            let models = configuration.models(on: settings.name)
            let unknown = models.filter { !listed.contains($0) }
            let accepted = key == nil ? "" : ", key accepted"
            return [
                Finding(
                    subject, .ok,
                    "reachable\(accepted), \(models.count - unknown.count) of \(models.count) models known")
            ]
                + unknown.map { model in
                    Finding(
                        subject, .warning, "doesn't list the model '\(model)'", remedy: "Correct its name in the chain."
                    )
                }
        } catch let error as BackendError {
            return [Finding(subject, .error, error.description, failure: .unreachable)]
        }
    }

    // MARK: Programs

    private func program(_ settings: BackendSettings, _ subject: String) -> Finding {
        let name = settings.command.first ?? ""
        let path = settings.environment["PATH"] ?? environment["PATH"] ?? ""
        let places = name.contains("/") ? [name] : path.split(separator: ":").map { "\($0)/\(name)" }
        if let found = places.first(where: FileManager.default.isExecutableFile) {
            return Finding(subject, .ok, "the program is \(found)")
        }
        return Finding(
            subject, .error, "there is no program '\(name)'" + (name.contains("/") ? "" : " on the PATH"),
            remedy: "Install it, or correct 'command' in the configuration.", failure: .unreachable)
    }
}

extension Configuration {
    /// Names by which tiers and judges have models on a backend, each once, in the order of the chains.
    fileprivate func models(on backend: String) -> [String] {
        var names: [String] = []
        for chain in chains {
            names += chain.chain.tiers.filter { $0.backend == backend }.map(\.model)
            names += chain.usedVerifiers.flatMap(\.judges).filter { $0.backend == backend }.map(\.model.value)
        }
        var seen: Set<String> = []
        return names.filter { seen.insert($0).inserted }
    }
}

extension ServerStatus {
    fileprivate func id(of model: String) -> String { aliases[model] ?? model }

    /// Whether the server lists its models, and this one isn't among them by any name.
    fileprivate func lacks(_ model: String) -> Bool {
        guard let listed else { return false }
        return !listed.contains(id(of: model)) && starts[model] == nil
    }
}
