import EscalationCore

/// A judge that shares a backend with tiers of other models: where that has one model loaded at a time, it swaps twice an
/// attempt.
public struct SwapWarning: Sendable, Hashable {
    public var chain: String
    public var backend: String
    /// The judge's model.
    public var judge: String
    /// The tiers' models, in their order; never empty.
    public var models: [String]

    public init(chain: String, backend: String, judge: String, models: [String]) {
        self.chain = chain
        self.backend = backend
        self.judge = judge
        self.models = models
    }

    /// Kinds of server that have one model loaded at a time unless told otherwise.
    static let swappingKinds: Set = ["llama-swap"]
}

extension DashboardProgram {
    /// The warnings that hold for a chain, on what its backends have told of themselves.
    func swapWarnings(of chain: Chain?) -> [SwapWarning] {
        guard replay == nil, let chain else { return [] }
        return setup.swaps.filter { swap in
            let kind = backends[swap.backend]?.server?.serverKind
            return swap.chain == chain.name && kind.map(SwapWarning.swappingKinds.contains) == true
        }
    }
}
