import EscalationCore
import Foundation
import Settings

/// What chains ask for that not every way to run them has, or that their limits can't see. Nothing of it keeps a task from
/// running.
struct ChainCheck {
    let configuration: Configuration

    func findings() -> [Finding] { configuration.chains.flatMap { persons(in: $0) + prices(of: $0) } }

    /// A person is asked on the dashboard alone.
    private func persons(in chain: ChainSettings) -> [Finding] {
        let models = chain.chain.tiers.enumerated()
            .filter { index, tier in tier.isVerified && chain.verifiers(ofTier: index + 1).contains(where: \.asksPerson)
            }
            .map { "'\($1.model)'" }
        guard !models.isEmpty else { return [] }
        return [
            Finding(
                "chain \(chain.name)", .warning, "a person judges the answers of \(models.joined(separator: " and "))",
                remedy: "Send its tasks from the dashboard: 'rung run' has nobody to ask.")
        ]
    }

    /// A limit in dollars counts what is known of costs.
    private func prices(of chain: ChainSettings) -> [Finding] {
        guard chain.chain.limits.dollars != nil else { return [] }
        var places = chain.chain.tiers.map { ($0.model, $0.backend) }
        places += chain.usedVerifiers.flatMap(\.judges).map { ($0.model.value, $0.backend) }
        var seen: Set<String> = []
        return places.compactMap { model, backend in
            guard configuration.prices[model] == nil, seen.insert("\(backend) \(model)").inserted,
                configuration.backend(named: backend)?.mayCost ?? false
            else { return nil }
            return Finding(
                "chain \(chain.name)", .warning,
                "limits.dollars doesn't count '\(model)' on '\(backend)', which has no price and may report no cost",
                remedy: "Write its price under 'prices'.")
        }
    }
}

extension VerifierSettings {
    fileprivate var asksPerson: Bool { if case .human = self { true } else { false } }
}

extension BackendSettings {
    /// Whether somebody may want money for it who doesn't say how much: a server elsewhere that wants a key. The Claude CLI
    /// reports what it costs.
    fileprivate var mayCost: Bool {
        switch kind.value {
        case .anthropic: true
        case .openai: keyVariable != nil && !isOnThisMachine
        case .claudeCLI, .command: false
        }
    }

    private var isOnThisMachine: Bool {
        let host = url.flatMap { URLComponents(string: $0.value)?.host } ?? ""
        return host == "localhost" || host.hasPrefix("127.") || ["::1", "[::1]"].contains(host)
    }
}
