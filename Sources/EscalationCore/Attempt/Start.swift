/// What is known of a model when it is asked: it explains the wait for the first word.
public enum Start: String, Sendable, Hashable, CaseIterable {
    /// Ready to answer.
    case warm
    /// Being loaded.
    case loading
    /// Not loaded.
    case cold
    /// Nobody can say.
    case unknown
    /// Hosted elsewhere; never probed.
    case remote
}
