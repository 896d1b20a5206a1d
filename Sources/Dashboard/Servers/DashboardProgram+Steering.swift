import EscalationCore

/// What can be had done with the model of a tier, or seen of its server.
extension DashboardProgram {
    /// The number of the tier that is looked at: the one selected, else that of the attempt looked at, else the first.
    var lookedTier: Int { selectedTier ?? shownAttempt?.tier ?? 1 }

    private var steeredTier: Tier? {
        let tiers = (shown?.chain ?? chosenChain)?.tiers ?? []
        return tiers.indices.contains(lookedTier - 1) ? tiers[lookedTier - 1] : nil
    }

    mutating func warmUp() -> [Effect] {
        guard let tier = tierOnServer("there is nothing to warm up") else { return [] }
        notice = "warming up \(OneLine.folded(tier.model)) on \(tier.backend) …"
        return [.warmUp(model: tier.model, backend: tier.backend)]
    }

    mutating func unload() -> [Effect] {
        guard let tier = tierOnServer("there is nothing to unload") else { return [] }
        notice = "unloading \(OneLine.folded(tier.model)) from \(tier.backend) …"
        return [.unload(model: tier.model, backend: tier.backend)]
    }

    mutating func openServerLog() -> [Effect] {
        guard let tier = tierOnServer("there is no log to see") else { return [] }
        overlay = ServerLogOverlay(backend: tier.backend)
        followedLog = tier.backend
        return [.followLog(backend: tier.backend)]
    }

    /// Ends what is followed once nobody looks at it any more, whatever closed it.
    mutating func leaveUnseenLog() -> [Effect] {
        guard let followed = followedLog, (overlay as? ServerLogOverlay)?.backend != followed else { return [] }
        followedLog = nil
        return [.stopLog]
    }

    /// The tier looked at, unless it has no server of one's own; then a notice says so.
    private mutating func tierOnServer(_ nothing: String) -> Tier? {
        guard replay == nil else {
            notice = "a replay has no servers: leave it first"
            return nil
        }
        guard let tier = steeredTier else {
            notice = "no chain is configured, so \(nothing)"
            return nil
        }
        guard !tier.label.isCloud else {
            notice = "\(OneLine.folded(tier.model)) is hosted elsewhere: \(nothing)"
            return nil
        }
        return tier
    }
}
