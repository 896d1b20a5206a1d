import EscalationCore

/// A judge that makes its server swap models: it shares the backend of a tier, but not its model.
///
/// A server that has one model loaded at a time, as llama-swap's groups do, then loads the judge after each answer of the
/// tier, and the tier before its next.
public struct JudgeSwap: Sendable, Hashable {
    public var chain: String
    public var backend: String
    /// The judge's model, and where it stands.
    public var judge: Located<String>
    /// Models of the tiers it judges in turn with, in their order, each once; never empty.
    public var models: [String]

    public init(chain: String, backend: String, judge: Located<String>, models: [String]) {
        self.chain = chain
        self.backend = backend
        self.judge = judge
        self.models = models
    }
}

extension JudgeSwap: CustomStringConvertible {
    /// What happens and what to do, in two sentences.
    public var description: String {
        """
        The judge '\(judge.value)' of chain '\(chain)' runs on '\(backend)' like \(models.map { "'\($0)'" }.joined(separator: " and ")), \
        which may make that server swap models twice an attempt. Judge on another backend or with the tier's own model, or \
        put both into a llama-swap group with 'swap: false'.
        """
    }
}

extension Configuration {
    /// The judges that may make a server swap, in the order of the chains.
    ///
    /// - Parameter staysLoaded: whether a backend is known to keep two models loaded together; nobody knows by default.
    /// - Returns: one a judge, votes included. Whether its backend has one model at a time is for the caller to know.
    public func judgeSwaps(
        staysLoaded: (_ backend: String, _ model: String, _ other: String) -> Bool = { _, _, _ in false }
    ) -> [JudgeSwap] {
        chains.flatMap { chain in
            chain.judges.compactMap { judge in
                guard backend(named: judge.backend)?.kind.value == .openai else { return nil }
                var models: [String] = []
                for (index, tier) in chain.chain.tiers.enumerated()
                where tier.isVerified && tier.backend == judge.backend
                    && chain.verifiers(ofTier: index + 1).flatMap(\.judges).contains(judge)
                {
                    let model = tier.model
                    guard model != judge.model.value, !models.contains(model),
                        !staysLoaded(judge.backend, model, judge.model.value)
                    else { continue }
                    models.append(model)
                }
                guard !models.isEmpty else { return nil }
                return JudgeSwap(chain: chain.name, backend: judge.backend, judge: judge.model, models: models)
            }
        }
    }
}

extension ChainSettings {
    /// The judges of all its tiers, each once.
    fileprivate var judges: [JudgeSettings] {
        usedVerifiers.flatMap(\.judges).reduce(into: []) { judges, judge in
            if !judges.contains(judge) { judges.append(judge) }
        }
    }
}

extension VerifierSettings {
    /// The judges among it, those that vote included.
    public var judges: [JudgeSettings] {
        switch self {
        case .judge(let judge): [judge]
        case .vote(let vote): vote.voters.flatMap(\.judges)
        case .pattern, .json, .command, .human: []
        }
    }
}
