import EscalationCore

/// Lets several verifiers judge at once, and does as most of them say.
///
/// - More than half accept: accepted. Half or more reject: rejected with what they said, so that a tie escalates.
/// - A verifier that can't judge has no vote, but counts: where the votes that are missing could have decided, nobody can
///   judge.
///
/// As soon as the rest can't change the result, it is cancelled, unless votes cost dollars: what a judgement cost that was
/// broken off nobody says, and what a session cost is to be the whole sum. Tokens and dollars are those of all judgements
/// that came to an end, failures and those that were no longer needed included.
public struct VoteVerifier: Verifier {
    public let name: String
    let voters: [any Verifier]

    public var mayCost: Bool { voters.contains(where: \.mayCost) }

    /// - Parameter voters: asked at once; a backend's queue may make them wait. The same one may stand there several times.
    public init(_ voters: [any Verifier]) {
        self.voters = voters
        var counts: [(name: String, count: Int)] = []
        for voter in voters {
            if let index = counts.firstIndex(where: { $0.name == voter.name }) {
                counts[index].count += 1
            } else {
                counts.append((voter.name, 1))
            }
        }
        name = "vote of " + counts.map { $0.count == 1 ? $0.name : "\($0.count) × \($0.name)" }.joined(separator: ", ")
    }

    /// - Throws: `VerifierError` where too many votes are missing, `CancellationError`.
    public func judgement(of answer: String, to task: JudgedTask) async throws -> Judgement {
        let count = await withTaskGroup(of: (Int, Vote?).self) { group in
            for (index, voter) in voters.enumerated() {
                group.addTask {
                    do {
                        return (index, .given(try await voter.judgement(of: answer, to: task)))
                    } catch is CancellationError {
                        return (index, nil)
                    } catch {
                        return (index, .missing(Failure(error)))
                    }
                }
            }
            var count = VoteCount(voters: voters.count)
            for await (index, vote) in group {
                if let vote { count.add(vote, of: index) }
                if count.result != nil, count.cost == nil { group.cancelAll() }
            }
            return count
        }
        try Task.checkCancellation()
        switch count.result {
        case .accepted:
            return Judgement(.accept, remark: count.words, usage: count.usage, cost: count.cost)
        case .rejected:
            return Judgement(.escalate(feedback: count.feedback), usage: count.usage, cost: count.cost)
        case .undecided, nil:
            let failure = VerifierError(.noMajority, verifier: name, text: "\(count.words). \(count.reasons)").failure
            throw Failure(failure.kind, failure.text, usage: count.usage, cost: count.cost)
        }
    }
}

/// One verifier's word.
private enum Vote: Sendable {
    case given(Judgement)
    case missing(Failure)
}

/// The votes that are in.
private struct VoteCount: Sendable {
    private var votes: [Vote?]

    enum Result { case accepted, rejected, undecided }

    init(voters: Int) { votes = Array(repeating: nil, count: voters) }

    mutating func add(_ vote: Vote, of voter: Int) { votes[voter] = vote }

    private var judgements: [Judgement] {
        votes.compactMap { if case .given(let judgement) = $0 { judgement } else { nil } }
    }
    private var failures: [Failure] { votes.compactMap { if case .missing(let failure) = $0 { failure } else { nil } } }
    private var accepting: Int { judgements.count { $0.verdict == .accept } }
    private var rejecting: Int { judgements.count - accepting }

    /// Nil while votes that are still to come can change it.
    var result: Result? {
        if 2 * accepting > votes.count { return .accepted }
        if 2 * rejecting >= votes.count { return .rejected }
        let open = votes.count - judgements.count - failures.count
        let canDecide = 2 * (accepting + open) > votes.count || 2 * (rejecting + open) >= votes.count
        return canDecide ? nil : .undecided
    }

    /// As in `2 of 3 accept, 1 rejects, 0 can't judge`.
    var words: String {
        "\(accepting) of \(votes.count) accept, \(rejecting) reject"
            + (failures.isEmpty ? "" : ", \(failures.count) can't judge")
    }

    /// What the rejecting said, in their order, each thing once.
    var feedback: String { Self.each(judgements.map(\.verdict.feedback)) }

    /// Why votes are missing, each reason once.
    var reasons: String { Self.each(failures.map(\.text)) }

    private static func each(_ texts: [String]) -> String {
        var lines: [String] = []
        for text in texts where !text.isEmpty && !lines.contains(text) { lines.append(text) }
        return lines.joined(separator: "\n")
    }

    var cost: Double? {
        let costs = judgements.compactMap(\.cost) + failures.compactMap(\.cost)
        return costs.isEmpty ? nil : costs.reduce(0, +)
    }

    var usage: Usage? {
        let usages = judgements.compactMap(\.usage) + failures.compactMap(\.usage)
        guard !usages.isEmpty else { return nil }
        let sum = { (part: (Usage) -> Int?) in
            let numbers = usages.compactMap(part)
            return numbers.isEmpty ? nil : numbers.reduce(0, +)
        }
        return Usage(
            promptTokens: sum(\.promptTokens), answerTokens: sum(\.answerTokens), cachedTokens: sum(\.cachedTokens))
    }
}
