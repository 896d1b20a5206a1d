import EscalationCore

/// Accepts an answer in which every wanted pattern occurs, and no unwanted one.
public struct PatternVerifier: Verifier {
    public let name = "pattern"
    public let mayCost = false
    let wanted: [Pattern]
    let unwanted: [Pattern]
    let feedback: String?

    /// - Parameters:
    ///   - wanted: each has to occur somewhere in the answer.
    ///   - unwanted: none of them may.
    ///   - feedback: what a rejection says instead of naming the patterns; nil names them.
    public init(wanted: [Pattern], unwanted: [Pattern] = [], feedback: String? = nil) {
        self.wanted = wanted
        self.unwanted = unwanted
        self.feedback = feedback
    }

    /// - Throws: `CancellationError`.
    public func judgement(of answer: String, to task: JudgedTask) async throws -> Judgement {
        try Task.checkCancellation()
        let complaints = try await computing { try await faults(of: answer) }
        guard !complaints.isEmpty else { return Judgement(.accept) }
        return Judgement(.escalate(feedback: feedback ?? complaints.joined(separator: "\n")))
    }

    private func faults(of answer: String) async throws -> [String] {
        var complaints: [String] = []
        for pattern in wanted where try await !pattern.occurs(in: answer) {
            complaints.append("The answer must contain a match of the pattern \(pattern.source), and doesn't.")
        }
        for pattern in unwanted where try await pattern.occurs(in: answer) {
            complaints.append("The answer must not contain a match of the pattern \(pattern.source), and does.")
        }
        return complaints
    }
}
