import EscalationCore

/// Reads a judge's verdict: one JSON object `{"accept": true|false, "feedback": "…"}`, and nothing else.
///
/// `feedback` may be absent or `null`, which count as empty. Other members are ignored: models like to add a score or a
/// reason, and they change nothing. A member that occurs twice makes the verdict ambiguous, hence malformed. White space
/// around the object is fine and, where only the prompt asked for JSON, one Markdown fence (```` ```json ````) too.
enum VerdictReading {
    /// Longest part of a malformed verdict that an error quotes.
    static let excerptLength = 120

    /// - Returns: the verdict, and as its remark what the judge said beside an acceptance.
    /// - Throws: `VerifierError` for anything else, so that nothing is accepted by mistake.
    static func judgement(from answer: Answer, as form: VerdictForm, by verifier: String) throws(VerifierError)
        -> Judgement
    {
        func malformed(_ reason: String) -> VerifierError {
            VerifierError(
                .malformed, verifier: verifier, text: "\(reason) in \(excerpt(of: answer.text))", usage: answer.usage,
                cost: answer.cost)
        }
        // A verdict may look whole and lack its end.
        guard answer.finishReason != .length else {
            throw VerifierError(
                .cutOff, verifier: verifier, text: excerpt(of: answer.text), usage: answer.usage, cost: answer.cost)
        }
        let json: JSONValue
        do {
            json = try JSONValue(
                parsing: form == .text ? MarkdownFence.text(in: answer.text) ?? answer.text : answer.text)
        } catch {
            throw malformed(error.description)
        }
        guard let members = json.members else { throw malformed("no JSON object") }
        guard Set(members.map(\.name)).count == members.count else { throw malformed("a member twice") }
        guard let accept = json["accept"]?.bool else { throw malformed("no boolean 'accept'") }
        let feedback: String
        switch json["feedback"] {
        case nil, .null: feedback = ""
        case .string(let text): feedback = text
        case .bool, .int, .double, .array, .object: throw malformed("no text as 'feedback'")
        }
        return Judgement(
            accept ? .accept : .escalate(feedback: feedback), remark: accept ? feedback : "", usage: answer.usage,
            cost: answer.cost)
    }

    private static func excerpt(of text: String) -> String {
        let short = text.prefix(excerptLength)
        return "\"\(short)\(short.endIndex < text.endIndex ? "…" : "")\""
    }
}
