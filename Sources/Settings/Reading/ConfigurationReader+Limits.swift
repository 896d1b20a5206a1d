import EscalationCore
import LocatedYAML

/// What sessions may take and cost.
extension ConfigurationReader {
    /// - Parameter base: what holds where nothing is written: the top-level limits for a chain's own.
    func limits(_ node: YAMLNode, over base: Limits = Limits()) throws(YAMLError) -> Limits {
        let mapping = try node.mapping()
        try mapping.allowOnly(ConfigurationKeys.limits)
        var limits = base
        if let value = mapping["session_timeout"] { limits.sessionTimeout = try value.duration() }
        if let value = mapping["first_byte_timeout"] { limits.firstByteTimeout = try value.duration() }
        if let value = mapping["idle_timeout"] { limits.idleTimeout = try value.duration() }
        if let value = mapping["attempts"] { limits.attempts = try value.int(in: 1...Int.max) }
        if let value = mapping["dollars"] { limits.dollars = try budget(value) }
        return limits
    }

    /// Prices by model.
    func prices(_ node: YAMLNode) throws(YAMLError) -> [String: Price] {
        var prices: [String: Price] = [:]
        for entry in try node.mapping("models with their prices").entries {
            let mapping = try entry.value.mapping("a mapping with the keys input and output")
            try mapping.allowOnly(ConfigurationKeys.price)
            let expected = "dollars a million tokens"
            prices[entry.name] = Price(
                input: try dollars(mapping.required("input", expected)),
                output: try dollars(mapping.required("output", expected)),
                cached: try mapping["cached"].map(dollars))
        }
        return prices
    }

    private func budget(_ node: YAMLNode) throws(YAMLError) -> Double {
        let amount = try dollars(node)
        // Nothing at all could be asked, not even a model that costs nothing.
        guard amount > 0 else { throw node.error(expected: "an amount of dollars above 0, such as 0.5") }
        return amount
    }

    private func dollars(_ node: YAMLNode) throws(YAMLError) -> Double {
        guard let amount = try? node.double(), amount >= 0 else {
            throw node.error(expected: "an amount of dollars from 0, such as 0.5")
        }
        return amount
    }
}
