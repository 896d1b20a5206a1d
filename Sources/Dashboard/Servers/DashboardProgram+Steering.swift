import EscalationCore

/// What can be had done with the model of a tier, or seen of its server.
extension DashboardProgram {
    /// The number of the tier that is looked at: the one selected, else that of the attempt looked at, else the first.
    var lookedTier: Int { selectedTier ?? shownAttempt?.tier ?? 1 }

    private var steeredTier: Tier? {
        let tiers = (shown?.chain ?? chosenChain)?.tiers ?? []
        return tiers.indices.contains(lookedTier - 1) ? tiers[lookedTier - 1] : nil
    }

    mutating func warmUp() -> [Effect] { steer(.warmUp, orSay: "there is nothing to warm up") }

    mutating func unload() -> [Effect] { steer(.unload, orSay: "there is nothing to unload") }

    /// Asks once: what is under way is not asked for again before its end was heard of.
    private mutating func steer(_ wish: SteeredModel.Wish, orSay nothing: String) -> [Effect] {
        guard let tier = tierOnServer(nothing) else { return [] }
        let steered = SteeredModel(wish, tier.model, on: tier.backend)
        let isNew = steering.insert(steered).inserted
        let model = OneLine.folded(tier.model)
        notice =
            switch (wish, isNew) {
            case (.warmUp, true): "warming up \(model) on \(tier.backend) …"
            case (.warmUp, false): "\(model) is being warmed up on \(tier.backend) already"
            case (.unload, true): "unloading \(model) from \(tier.backend) …"
            case (.unload, false): "\(model) is being unloaded from \(tier.backend) already"
            }
        return isNew ? [.steer(steered)] : []
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
