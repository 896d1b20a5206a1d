import EscalationCore

/// What an orchestrator works with: backends by name, verifiers, and what stands in a session's first event.
public struct Equipment: Sendable {
    /// By the name that tiers use.
    public var backends: [String: Backend]
    /// What judges the answers of a chain's tier, in the order it is asked; a tier that isn't verified needs none. The
    /// tier is named by its position, from 1.
    public var verifiers: @Sendable (Chain, Int) -> [any Verifier]
    /// Whether the models are scripted ones.
    public var isSimulated: Bool
    /// Of the program, as the journal keeps it.
    public var version: String
    /// Milliseconds since 1970 UTC; asked once a session.
    public var currentDate: @Sendable () -> Int64

    public init(
        backends: [Backend], verifiers: @escaping @Sendable (Chain, Int) -> [any Verifier],
        isSimulated: Bool = false, version: String = "", currentDate: @escaping @Sendable () -> Int64
    ) {
        self.backends = Dictionary(backends.map { ($0.name, $0) }, uniquingKeysWith: { _, last in last })
        self.verifiers = verifiers
        self.isSimulated = isSimulated
        self.version = version
        self.currentDate = currentDate
    }

    /// - Throws: where a tier of the chain could not be run.
    func check(_ chain: Chain) throws(EquipmentError) {
        for (index, tier) in chain.tiers.enumerated() {
            if backends[tier.backend] == nil { throw .noBackend(name: tier.backend, model: tier.model) }
            if tier.isVerified, verifiers(chain, index + 1).isEmpty {
                throw .noVerifier(model: tier.model, chain: chain.name)
            }
        }
    }

    /// Names of all verifiers of a chain, each once, in the order the tiers need them.
    func verifierNames(of chain: Chain) -> [String] {
        var names: [String] = []
        for (index, tier) in chain.tiers.enumerated() where tier.isVerified {
            names += verifiers(chain, index + 1).map(\.name).filter { !names.contains($0) }
        }
        return names
    }
}

/// A chain that can't be run with what there is.
public enum EquipmentError: Error, Hashable, CustomStringConvertible {
    case noBackend(name: String, model: String)
    case noVerifier(model: String, chain: String)

    public var description: String {
        switch self {
        case .noBackend(let name, let model):
            "Tier '\(model)' needs backend '\(name)', and nothing runs it. Declare it under 'backends'."
        case .noVerifier(let model, let chain):
            "Chain '\(chain)' verifies '\(model)' but has no verifier. Add one under 'verify', or say 'verify: none'."
        }
    }
}
