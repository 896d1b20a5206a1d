import EscalationCore

/// What to replay, and how.
struct ReplayRequest: Sendable {
    var session: Session.ID
    /// Times real speed.
    var speed = 1.0
    /// Longest stretch without an event that is waited out; nil for any.
    var idleCap: Duration?
}
