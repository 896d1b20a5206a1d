import EscalationCore

/// What a person wants to see of the list of sessions: terms that must all hold.
///
/// Without any it is every session. See `init(_:now:timeZone:)` for how it is written.
public struct SessionQuery: Sendable, Hashable {
    public var terms: [Term]

    public struct Term: Sendable, Hashable {
        public var condition: Condition
        /// Whether the condition must not hold.
        public var isInverse: Bool

        public init(_ condition: Condition, isInverse: Bool = false) {
            self.condition = condition
            self.isInverse = isInverse
        }
    }

    public enum Condition: Sendable, Hashable {
        /// A word of the task, the title, the chain's name, an answer or feedback begins so, whatever its case and accents.
        case word(String)
        /// These words stand there one after the other, the last at least begun.
        case phrase(String)
        case outcome(Outcome)
        /// An attempt was made on such a tier.
        case tier(Tier.Label)
        /// An attempt was made with a model of that name.
        case model(NamePattern)
        case chain(NamePattern)
        case skill(NamePattern)
        case tag(NamePattern)
        /// It started at that moment or later; milliseconds since 1970 UTC.
        case since(Int64)
        /// It started before that moment; milliseconds since 1970 UTC.
        case before(Int64)
        case state(State)
    }

    public enum State: String, Sendable, Hashable, CaseIterable { case running, interrupted, simulated }

    public init(_ terms: [Term] = []) { self.terms = terms }

    public static let everything = SessionQuery()

    /// Whether words or phrases are searched for.
    public var asksForText: Bool { terms.contains { $0.condition.text != nil } }
}

/// A name in which `*` stands for any characters, whatever the case.
public struct NamePattern: Sendable, Hashable, CustomStringConvertible {
    public var description: String

    public init(_ text: String) { description = text }

    public func matches(_ name: String) -> Bool {
        let parts = description.lowercased().split(separator: "*", omittingEmptySubsequences: false)
        var rest = Substring(name.lowercased())
        guard let first = parts.first, rest.hasPrefix(first) else { return false }
        rest = rest.dropFirst(first.count)
        guard parts.count > 1, let last = parts.last else { return rest.isEmpty }
        for part in parts.dropFirst().dropLast() where !part.isEmpty {
            guard let range = rest.firstRange(of: part) else { return false }
            rest = rest[range.upperBound...]
        }
        return rest.hasSuffix(last)
    }
}
