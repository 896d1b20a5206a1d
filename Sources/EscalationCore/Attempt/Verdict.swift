/// A verifier's conclusion about an answer.
public enum Verdict: Sendable, Hashable {
    case accept
    /// The next tier is asked, and is told the feedback (which may be empty).
    case escalate(feedback: String)

    /// Empty for an accepted answer.
    public var feedback: String {
        switch self {
        case .accept: ""
        case .escalate(let feedback): feedback
        }
    }
}

extension Verdict {
    /// From the reference implementation.
    private static let verifierErrorHeading = "verifier error: "

    /// What becomes of an answer that a verifier could not judge. The next attempt is told nothing of it.
    public static func verifierError(_ failure: Failure) -> Verdict {
        .escalate(feedback: verifierErrorHeading + failure.text)
    }

    /// Whether it is such a one.
    public var isVerifierError: Bool { feedback.hasPrefix(Self.verifierErrorHeading) }
}

/// A verdict with what it took to reach it.
public struct Judgement: Sendable, Hashable {
    public var verdict: Verdict
    /// What the verifier said beside an acceptance; shown, never recorded as feedback.
    public var remark: String
    /// Nil where no model was asked, or the server reported none.
    public var usage: Usage?
    /// In dollars; nil where unknown.
    public var cost: Double?

    public init(_ verdict: Verdict, remark: String = "", usage: Usage? = nil, cost: Double? = nil) {
        self.verdict = verdict
        self.remark = remark
        self.usage = usage
        self.cost = cost
    }
}

/// Who decided about an answer.
public enum Judge: String, Sendable, Hashable, CaseIterable {
    case verifiers
    case person
    /// Taken as it came: a cloud tier, or a chain that says `verify: none`.
    case nobody
}
