import Backends
import EscalationCore
import EscalationEngine
import Foundation
import Settings

/// A configuration put to work: backends that answer, probes that tell their state, verifiers that judge.
struct Workshop: Sendable {
    let configuration: Configuration
    let orchestrator: Orchestrator
    let clock: any Clock<Duration>
    let stopwatch: Stopwatch
    /// Where answers wait for a person.
    let desk = PersonDesk()
    /// What asks and steers the servers whose kind can tell what is loaded, by the backend's name.
    let servers: [String: ServerWatch]
    /// Where sessions run best, see `BackendClients.taskExecutor`.
    let taskExecutor: any TaskExecutor
    private let bench: VerifierBench

    /// - Parameters:
    ///   - variants: chains beside those of the configuration that `orchestrator(for:)` may be asked for.
    ///   - environment: where keys are.
    ///   - isSimulated: whether the backends are the built-in simulator.
    /// - Throws: `ConfigurationError` where a backend that a chain uses lacks its key.
    init(
        _ configuration: Configuration, clients: BackendClients, isSimulated: Bool = false,
        variants: [ChainSettings] = [],
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws {
        let clock = clients.clock
        let stopwatch = Stopwatch.on(ContinuousClock())
        self.configuration = configuration
        self.clock = clock
        self.stopwatch = stopwatch
        taskExecutor = clients.taskExecutor

        let used = (configuration.chains + variants).usedBackends
        var servers: [String: ServerWatch] = [:]
        for settings in configuration.backends where used.contains(settings.name) {
            servers[settings.name] = try configuration.server(
                settings, clients: clients, clock: clock, stopwatch: stopwatch, environment: environment)
        }
        self.servers = servers
        var backends: [String: Backend] = [:]
        for settings in configuration.backends where used.contains(settings.name) {
            backends[settings.name] = try configuration.backend(
                settings, clients: clients, server: servers[settings.name], environment: environment)
        }
        bench = VerifierBench(configuration, backends: backends, desk: desk, clock: clock, stopwatch: stopwatch)
        var verifiers: [String: [[any Verifier]]] = [:]
        for chain in configuration.chains { verifiers[chain.name] = try bench.verifiers(of: chain) }
        let byChain = verifiers
        orchestrator = Orchestrator(
            Equipment(
                backends: Array(backends.values), verifiers: { chain, tier in byChain[chain.name]?[tier - 1] ?? [] },
                isSimulated: isSimulated, version: Version.current, currentDate: currentDate),
            clock: clock, stopwatch: stopwatch)
    }

    /// What runs a chain that isn't as the configuration has it: a skill's, with the skill's verifiers.
    func orchestrator(for chain: ChainSettings) throws -> Orchestrator {
        let verifiers = try bench.verifiers(of: chain)
        var orchestrator = orchestrator
        orchestrator.equipment.verifiers = { _, tier in verifiers[tier - 1] }
        return orchestrator
    }

    /// One for each backend that can tell its state, in the order of the configuration.
    var monitors: [StatusMonitor] {
        configuration.backends.compactMap { settings in
            servers[settings.name].map { server in
                StatusMonitor(
                    backend: settings.name, probe: server, feed: server, interval: configuration.statusInterval,
                    clock: clock, stopwatch: stopwatch)
            }
        }
    }
}

/// Milliseconds since 1970 UTC.
@Sendable func currentDate() -> Int64 { Int64(Date().timeIntervalSince1970 * 1_000) }

extension [ChainSettings] {
    /// Names of the backends that a tier or a judge runs on.
    var usedBackends: Set<String> {
        Set(flatMap(\.chain.tiers).map(\.backend)).union(flatMap(\.usedVerifiers).flatMap(\.backends))
    }
}

extension Configuration {
    fileprivate func backend(
        _ settings: BackendSettings, clients: BackendClients, server: ServerWatch?, environment: [String: String]
    ) throws -> Backend {
        switch settings.kind.value {
        case .openai:
            return Backend(
                name: settings.name,
                executor: clients.chatExecutor(for: try endpoint(of: settings, in: environment)), probe: server,
                parallel: settings.parallel, prices: prices)
        case .claudeCLI:
            return Backend(
                name: settings.name,
                executor: ClaudeExecutor(
                    command: settings.command, tools: settings.tools, environment: settings.environment,
                    workingDirectory: settings.directory),
                parallel: settings.parallel, prices: prices)
        case .command:
            return Backend(
                name: settings.name,
                executor: CommandExecutor(
                    command: settings.command, environment: settings.environment,
                    workingDirectory: settings.directory),
                parallel: settings.parallel, prices: prices)
        case .anthropic:
            let endpoint = try endpoint(of: settings, in: environment)
            return Backend(
                name: settings.name, executor: clients.messagesExecutor(for: endpoint), parallel: settings.parallel,
                prices: prices)
        }
    }

    /// Nil for a backend that nobody can ask what is loaded, or is to ask.
    ///
    /// - Parameter patience: longest wait for the names of its models.
    func server(
        _ settings: BackendSettings, clients: BackendClients, clock: any Clock<Duration>, stopwatch: Stopwatch,
        patience: Duration = .milliseconds(100), environment: [String: String]
    ) throws -> ServerWatch? {
        guard settings.kind.value == .openai, settings.status != .none else { return nil }
        return clients.serverWatch(
            for: try endpoint(of: settings, in: environment), kind: ServerKind(rawValue: settings.status.rawValue),
            clock: clock, stopwatch: stopwatch, patience: patience)
    }

    private func endpoint(of settings: BackendSettings, in environment: [String: String]) throws -> BackendEndpoint {
        BackendEndpoint(
            name: settings.name, url: settings.url?.value ?? "", apiKey: try key(of: settings, in: environment),
            headers: settings.headers)
    }

    func key(of settings: BackendSettings, in environment: [String: String]) throws -> String? {
        guard let variable = settings.keyVariable else {
            // Servers of one's own may need none; the vendor's does, and would say so only after the whole climb to it.
            guard settings.url?.value != BackendSettings.anthropicURL else {
                throw error(
                    about: settings.kind, "\(BackendSettings.anthropicURL) needs a key",
                    remedy: "Name the variable that holds it: api_key_env: ANTHROPIC_API_KEY")
            }
            return nil
        }
        guard let key = environment[variable.value], !key.isEmpty else {
            throw error(
                about: variable, "the environment variable '\(variable.value)' is not set",
                remedy: "Export it before you start rung, or take the key out of the configuration.")
        }
        return key
    }
}
