/// Tiers in the order they are tried, cheapest first.
public struct Chain: Sendable, Hashable {
    /// The name in the configuration.
    public var name: String
    public var tiers: [Tier]
    public var limits: Limits

    public init(_ name: String = "default", tiers: [Tier], limits: Limits = Limits()) {
        self.name = name
        self.tiers = tiers
        self.limits = limits
    }
}
