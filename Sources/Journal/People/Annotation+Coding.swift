import EscalationCore

extension Annotation {
    /// As other programs read it: `attempt`, `verdict`, `feedback` and `made_at_ms`, since 1970 UTC.
    public var json: JSONValue {
        .object([
            "attempt": .int(attempt), "verdict": .string(RecordedVerdict(verdict).rawValue),
            "feedback": .string(verdict.feedback), "made_at_ms": .int(Int(madeAt)),
        ])
    }

    /// Reads what `json` wrote.
    ///
    /// - Returns: nil where it is something else.
    public init?(json: JSONValue) {
        guard let attempt = json["attempt"]?.int, attempt >= 1, let madeAt = json["made_at_ms"]?.int else { return nil }
        switch (json["verdict"]?.string, json["feedback"]?.string) {
        case (RecordedVerdict.accept.rawValue, _):
            self.init(attempt: attempt, verdict: .accept, madeAt: Int64(madeAt))
        case (RecordedVerdict.escalate.rawValue, let feedback):
            self.init(attempt: attempt, verdict: .escalate(feedback: feedback ?? ""), madeAt: Int64(madeAt))
        default: return nil
        }
    }
}

extension [Annotation] {
    /// The member of a session's last line that they stand in.
    private static let member = "annotations"

    /// A session's last line with them. Where nobody said anything it stays as it is.
    func adding(to line: JSONValue) -> JSONValue {
        guard !isEmpty, let members = line.members else { return line }
        return .object(members + [.init(Self.member, .array(map(\.json)))])
    }

    /// Those that stand in a line: none in most. What is none is passed over, as every member is that nobody knows.
    init(in line: JSONValue) {
        self = line[Self.member]?.array?.compactMap { Annotation(json: $0) } ?? []
    }
}
