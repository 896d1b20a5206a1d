import EscalationCore

/// What an event must be for a replay to stop at it: `verdict=escalate tier>=2`.
///
/// Terms stand between blanks, and all must hold. A term is a name, an operator and a value:
///
/// | name | what it looks at | operators |
/// |---|---|---|
/// | `kind` | the kind of event, in snake_case | `=` `!=` |
/// | `verdict` | `accept`, `escalate`, or `error` for an attempt that failed | `=` `!=` |
/// | `outcome` | how the session ended: `accepted`, `exhausted`, … | `=` `!=` |
/// | `phase` | `queued`, `loading`, `prompt`, `answer` | `=` `!=` |
/// | `model` | the model of the event's attempt | `=` `!=` `~` |
/// | `attempt`, `tier` | numbers from 1 | `=` `!=` `<` `<=` `>` `>=` |
/// | `text` | all that the event says: the task, output, feedback, failures | `~` |
///
/// `~` asks whether the value occurs, whatever its case. An event that doesn't have what a term asks for, such as a
/// verdict, doesn't match, also for `!=`.
public struct EventCondition: Sendable, Hashable {
    private(set) var terms: [Term]

    struct Term: Sendable, Hashable {
        var name: Name
        var relation: Relation
        var value: String
    }

    enum Name: String, Sendable, CaseIterable {
        case kind, verdict, outcome, phase, model, attempt, tier, text

        /// The operators it takes.
        var relations: [Relation] {
            switch self {
            case .kind, .verdict, .outcome, .phase: [.equal, .unequal]
            case .model: [.equal, .unequal, .contains]
            case .attempt, .tier: [.equal, .unequal, .less, .lessOrEqual, .greater, .greaterOrEqual]
            case .text: [.contains]
            }
        }

        /// The values it can have; nil for any, or any number.
        var values: [String]? {
            switch self {
            case .kind: SessionEvent.Kind.names
            case .verdict: RecordedVerdict.allCases.map(\.rawValue)
            case .outcome: Outcome.allCases.map(\.rawValue)
            case .phase: Phase.allCases.map(\.rawValue)
            case .model, .attempt, .tier, .text: nil
            }
        }
    }

    /// Longer ones first, so that `>=` isn't read as `>`.
    enum Relation: String, Sendable, CaseIterable {
        case unequal = "!="
        case lessOrEqual = "<="
        case greaterOrEqual = ">="
        case equal = "="
        case less = "<"
        case greater = ">"
        case contains = "~"
    }

    /// Why a text is no condition: what is wrong, and what is known.
    public struct ParsingError: Error, Hashable, CustomStringConvertible {
        public var description: String

        public init(_ description: String) { self.description = description }
    }

    public init(parsing text: String) throws(ParsingError) {
        terms = []
        for word in text.split(whereSeparator: \.isWhitespace) { terms.append(try Self.term(String(word))) }
        guard !terms.isEmpty else {
            throw ParsingError("There is no condition. Say what to look for, such as verdict=escalate tier>=2.")
        }
    }

    private static func term(_ word: String) throws(ParsingError) -> Term {
        let head = word.prefix { $0.isLetter || $0 == "_" }
        let rest = word.dropFirst(head.count)
        guard let name = Name(rawValue: head.lowercased()) else {
            throw ParsingError("'\(word)' begins with no known name. There are \(list(Name.allCases.map(\.rawValue))).")
        }
        guard !rest.isEmpty else {
            throw ParsingError(
                "'\(word)' is compared with nothing. After it comes a value behind \(list(name.relations.map(\.rawValue)))."
            )
        }
        guard let relation = Relation.allCases.first(where: { rest.hasPrefix($0.rawValue) }),
            name.relations.contains(relation)
        else {
            throw ParsingError(
                "'\(word)' compares in no way that '\(name)' knows. It takes \(list(name.relations.map(\.rawValue)))."
            )
        }
        let value = String(rest.dropFirst(relation.rawValue.count))
        try check(value, of: name, in: word)
        return Term(name: name, relation: relation, value: value)
    }

    private static func check(_ value: String, of name: Name, in word: String) throws(ParsingError) {
        guard !value.isEmpty else {
            throw ParsingError("'\(word)' has no value behind it.")
        }
        switch name {
        case .attempt, .tier:
            guard Int(value) == nil else { return }
            throw ParsingError("'\(word)' needs a number, such as \(name)=2.")
        case .kind, .verdict, .outcome, .phase:
            guard let values = name.values, !values.contains(value) else { return }
            throw ParsingError("'\(value)' is no \(name). There are \(list(values)).")
        case .model, .text: return
        }
    }

    private static func list(_ words: [String]) -> String { words.joined(separator: ", ") }
}
