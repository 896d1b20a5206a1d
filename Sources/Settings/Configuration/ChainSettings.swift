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
    /// What judges a tier instead of the chain's verifiers, by the tier's position from 1.
    public var ownVerifiers: [Int: [VerifierSettings]]

    public var name: String { chain.name }

    public init(
        _ chain: Chain, line: Int, tierLines: [Int], verifiers: [VerifierSettings],
        ownVerifiers: [Int: [VerifierSettings]] = [:]
    ) {
        self.chain = chain
        self.line = line
        self.tierLines = tierLines
        self.verifiers = verifiers
        self.ownVerifiers = ownVerifiers
    }

    /// What judges the answers of the tier at that position, from 1.
    public func verifiers(ofTier position: Int) -> [VerifierSettings] { ownVerifiers[position] ?? verifiers }

    /// Everything that judges an answer of some verified tier, tier by tier.
    public var usedVerifiers: [VerifierSettings] {
        chain.tiers.indices.filter { chain.tiers[$0].isVerified }.flatMap { verifiers(ofTier: $0 + 1) }
    }
}
