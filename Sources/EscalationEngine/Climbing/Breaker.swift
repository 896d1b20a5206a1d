import EscalationCore

/// Keeps a tier that fails again and again from being asked for a while.
///
/// It opens at the fifth failure running. 30 s later one attempt may try: if it answers the breaker closes, else it stays
/// open for another 30 s.
struct Breaker {
    /// Failures running that open it.
    static let mostFailures = 5
    /// How long it stays open.
    static let rest: Duration = .seconds(30)

    private var failures = 0
    /// On the orchestrator's stopwatch; nil while it is closed.
    private var openUntil: Duration?
    /// Whether an attempt is finding out if the tier works again.
    private var isTrying = false

    var isOpen: Bool { openUntil != nil }

    enum Admission: Hashable {
        /// `isTrial` where the attempt finds out whether the tier works again.
        case admitted(isTrial: Bool)
        case refused(reason: String)
    }

    /// Asks to make attempts; `note` is to be told how each has ended.
    mutating func admit(at now: Duration) -> Admission {
        guard let openUntil else { return .admitted(isTrial: false) }
        let failed = "it failed \(failures) times running"
        if now < openUntil {
            let left = Duration.seconds(((openUntil - now).milliseconds + 999) / 1_000)
            return .refused(reason: "\(failed); it is asked again in \(left.inSeconds)")
        }
        if isTrying { return .refused(reason: "\(failed); another session is trying it") }
        isTrying = true
        return .admitted(isTrial: true)
    }

    /// - Parameter success: nil where the attempt's end says nothing about the tier.
    mutating func note(_ success: Bool?, isTrial: Bool, at now: Duration) {
        if isTrial { isTrying = false }
        switch success {
        case true?: self = Breaker()
        case false?:
            failures += 1
            if failures >= Self.mostFailures { openUntil = now + Self.rest }
        case nil: break
        }
    }
}

/// The breakers of all tiers, for as long as their orchestrator lives.
final class Breakers: Sendable {
    struct Key: Hashable {
        var chain: String
        /// Position in the chain, from 1.
        var tier: Int
        var model: String
    }

    private let breakers = Locked([Key: Breaker]())

    func admit(_ key: Key, at now: Duration) -> Breaker.Admission {
        breakers.withLock { $0[key, default: Breaker()].admit(at: now) }
    }

    func note(_ success: Bool?, of key: Key, isTrial: Bool, at now: Duration) {
        breakers.withLock { $0[key, default: Breaker()].note(success, isTrial: isTrial, at: now) }
    }

    func isOpen(_ key: Key) -> Bool { breakers.withLock { $0[key]?.isOpen ?? false } }
}

extension Failure.Kind {
    /// Whether it speaks against the tier, and not only against the prompt or the session.
    var blamesTier: Bool {
        switch self {
        case .contextTooLong, .cancelled, .timedOut: false
        case .unreachable, .refused, .unknownModel, .loadFailed, .rateLimited, .formatRefused, .noFirstByte, .stalled,
            .cutOff, .malformed, .server, .other:
            true
        }
    }
}
