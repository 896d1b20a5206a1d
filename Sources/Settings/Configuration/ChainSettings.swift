import EscalationCore

/// A chain with its verifiers, every name resolved.
public struct ChainSettings: Sendable, Hashable {
    /// Each tier has its backend's name, its label, and whether its answers are verified.
    public var chain: Chain
    /// The line the chain's name stands on.
    public var line: Int
    /// Where each tier stands, in the order of `chain.tiers`.
    public var tierLines: [Int]
    /// In the order they are asked; empty where answers are taken as they come.
    public var verifiers: [VerifierSettings]

    public var name: String { chain.name }

    public init(_ chain: Chain, line: Int, tierLines: [Int], verifiers: [VerifierSettings]) {
        self.chain = chain
        self.line = line
        self.tierLines = tierLines
        self.verifiers = verifiers
    }
}
