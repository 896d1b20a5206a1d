import EscalationCore
import Settings
import Terminal

/// Which servers can be reached and which models are warm, for people and for programs.
struct StatusReport {
    private let configuration: Configuration
    private let statuses: [String: BackendStatus]

    /// - Parameter statuses: by backend; one without a probe has none.
    init(_ configuration: Configuration, _ statuses: [String: BackendStatus]) {
        self.configuration = configuration
        self.statuses = statuses
    }

    private func start(of tier: Tier) -> Start {
        tier.label.isCloud ? .remote : statuses[tier.backend]?.start(of: tier.model) ?? .unknown
    }

    /// Whether the server says that the model's last load or process failed.
    private func hasFailed(_ tier: Tier) -> Bool {
        !tier.label.isCloud && statuses[tier.backend]?.server?.hasFailed(tier.model) ?? false
    }

    var json: JSONValue {
        .object([
            "backends": .array(
                configuration.backends.map { backend in
                    .object([
                        "name": .string(backend.name), "url": .string(backend.url?.value ?? ""),
                        "kind": .string(backend.kind.value.rawValue),
                        "reachable": statuses[backend.name].map { .bool($0.isReachable) } ?? .null,
                        "server": statuses[backend.name]?.server?.serverKind.map { .string($0) },
                        "refused": isRefused(statuses[backend.name]) ? true : nil,
                        "error": reason(statuses[backend.name]).map { .string($0) },
                    ])
                }),
            "tiers": .array(
                configuration.chains.flatMap { chain in
                    chain.chain.tiers.map { tier in
                        .object([
                            "chain": .string(chain.name), "model": .string(tier.model),
                            "backend": .string(tier.backend), "state": .string(start(of: tier).rawValue),
                            "failed": hasFailed(tier) ? true : nil,
                        ])
                    }
                }),
        ])
    }

    /// Nil where the backend answers, or nobody asked it.
    private func reason(_ status: BackendStatus?) -> String? {
        switch status?.reach {
        case .away(let reason, _, _), .refused(let reason, _, _): reason
        case .reachable, nil: nil
        }
    }

    private func isRefused(_ status: BackendStatus?) -> Bool {
        if case .refused? = status?.reach { true } else { false }
    }

    var text: String {
        var lines: [String] = []
        for backend in configuration.backends {
            let place = backend.url?.value ?? backend.command.joined(separator: " ")
            let state =
                switch statuses[backend.name]?.reach {
                case .reachable: "reachable" + (statuses[backend.name]?.server?.serverKind.map { " (\($0))" } ?? "")
                case .away(let reason, _, _): "away: " + VisibleText.escape(reason)
                case .refused(let reason, _, _): "refused: " + VisibleText.escape(reason)
                case nil: "not asked"
                }
            lines.append("\(backend.name)  \(place)  \(state)")
        }
        for chain in configuration.chains {
            lines += ["", "chain \(chain.name)"]
            for (index, tier) in chain.chain.tiers.enumerated() {
                let failed = hasFailed(tier) ? " (its last load failed)" : ""
                lines.append("  \(index + 1) \(tier.model)  \(start(of: tier).rawValue)\(failed)  on \(tier.backend)")
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
