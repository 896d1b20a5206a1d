import EscalationCore

/// Why a verifier could not judge an answer. The answer is then not accepted.
public struct VerifierError: Error, Sendable, Hashable {
    public var code: Code
    /// As `Verifier.name` has it.
    public var verifier: String
    /// What was wrong, with an excerpt of the verdict where there was one.
    public var text: String
    /// What a verdict that was of no use has taken all the same; nil where unknown.
    public var usage: Usage?
    /// In dollars; nil where unknown.
    public var cost: Double?

    public enum Code: String, Sendable, Hashable, CaseIterable {
        /// The token limit cut the verdict off.
        case cutOff
        /// What the judge wrote is no verdict.
        case malformed
        /// No marker could be found that the judged texts don't hold.
        case noMarker
        /// The command could not be run; the text says why, and what to do.
        case cannotRun
        /// The command was ended after its timeout, which the text tells.
        case tookTooLong
        /// Too many votes are missing.
        case noMajority
        /// There is nobody to ask.
        case noPerson
    }

    public init(_ code: Code, verifier: String, text: String, usage: Usage? = nil, cost: Double? = nil) {
        self.code = code
        self.verifier = verifier
        self.text = text
        self.usage = usage
        self.cost = cost
    }
}

extension VerifierError: CustomStringConvertible {
    public var description: String {
        switch code {
        case .cutOff:
            "The verdict of \(verifier) was cut off by its token limit. Raise 'max_tokens' in its 'params'. It began: \(text)"
        case .malformed:
            "The verdict of \(verifier) can't be read: \(text). Try a larger model as judge."
        case .noMarker:
            "\(verifier) found no marker to fence the answer with: \(text)."
        case .cannotRun: text
        case .tookTooLong:
            "\(verifier) had not judged after \(text), and was ended. Make it faster, or raise its 'timeout'."
        case .noMajority: "The \(verifier) has no majority: \(text)"
        case .noPerson:
            "Nobody can be asked: \(text)."
        }
    }
}

extension VerifierError: FailureDescribing {
    public var failure: Failure {
        switch code {
        case .cutOff: Failure(.cutOff, description, usage: usage, cost: cost)
        case .malformed: Failure(.malformed, description, usage: usage, cost: cost)
        case .noMarker, .cannotRun, .tookTooLong, .noMajority, .noPerson: Failure(.other, description)
        }
    }
}
