/// What a model's tokens cost, in dollars a million.
public struct Price: Sendable, Hashable {
    /// Tokens of the prompt, from 0.
    public var input: Double
    /// Tokens written, reasoning included, from 0.
    public var output: Double
    /// Tokens of the prompt that came from a cache, from 0; nil where they cost as much as the others.
    public var cached: Double?

    public init(input: Double, output: Double, cached: Double? = nil) {
        self.input = input
        self.output = output
        self.cached = cached
    }

    /// Dollars for that many tokens; nil where the server reported none.
    public func cost(of usage: Usage) -> Double? {
        guard usage.promptTokens != nil || usage.answerTokens != nil else { return nil }
        let prompt = usage.promptTokens ?? 0
        let fromCache = min(prompt, usage.cachedTokens ?? 0)
        let perMillion =
            Double(prompt - fromCache) * input + Double(fromCache) * (cached ?? input)
            + Double(usage.answerTokens ?? 0) * output
        return perMillion / 1_000_000
    }
}

extension Double {
    /// An amount in dollars, as in `$12.50`, `$0.042` or `<$0.0001`: to the cent from a dollar on, to a hundredth of a
    /// cent below.
    public var inDollars: String {
        guard isFinite, self > 0, self < 1e12 else { return self > 0 ? ">$1e12" : "$0" }
        let parts = (self * 10_000).rounded()
        guard parts >= 1 else { return "<$0.0001" }
        let decimals = self >= 1 ? 2 : 4
        let scaled = decimals == 2 ? Int((self * 100).rounded()) : Int(parts)
        let unit = decimals == 2 ? 100 : 10_000
        var fraction = String(scaled % unit)
        fraction = String(repeating: "0", count: decimals - fraction.count) + fraction
        while fraction.count > 2, fraction.hasSuffix("0") { fraction.removeLast() }
        return "$\(scaled / unit).\(fraction)"
    }
}
