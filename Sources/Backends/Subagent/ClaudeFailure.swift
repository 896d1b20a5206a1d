import EscalationCore
import Subprocesses

/// Says why a call of the Claude CLI gave no answer, in words that end with the CLI's own.
struct ClaudeFailure {
    /// The executable as it is named in the configuration.
    var executable: String
    var model: String

    /// The CLI ended with a result that reports an error.
    func failure(of result: ClaudeResult, after complaint: ClaudeTranscript.Complaint?) -> Failure {
        let status = result.apiStatus ?? complaint?.status
        let kind =
            Self.kind(ofStatus: status, text: result.text)
            ?? Self.kind(ofWord: result.apiErrorType ?? complaint?.word ?? "")
            ?? Self.kind(ofText: result.text) ?? .server
        let sign = status.map(String.init) ?? (result.subtype == "success" ? "" : result.subtype)
        return Failure(
            kind, sentences(for: kind, sign: sign) + quoting(result.text), usage: result.usage, cost: result.cost)
    }

    /// The CLI ended without a result.
    func failure(of ending: CommandEnding, _ transcript: ClaudeTranscript) -> Failure {
        let errors = ending.errorOutput.text.trimmingLineEnds
        let said = errors.isEmpty ? transcript.stray.text.trimmingLineEnds : errors
        let sign = ending.status.description
        if transcript.hasSpoken {
            return Failure(.cutOff, sentences(for: .cutOff, sign: sign) + quoting(said))
        }
        switch ending.status {
        case .exited(0) where transcript.stray.bytes.isEmpty, .signalled:
            return Failure(.cutOff, sentences(for: .cutOff, sign: sign) + quoting(said))
        case .exited(0):
            return Failure(.malformed, sentences(for: .malformed, sign: sign) + quoting(said))
        case .exited:
            let kind = Self.kind(ofText: said) ?? .server
            return Failure(kind, sentences(for: kind, sign: sign) + quoting(said))
        }
    }

    // MARK: Words

    private func sentences(for kind: Failure.Kind, sign: String) -> String {
        let sign = sign.isEmpty ? "" : " (\(sign))"
        return switch kind {
        case .refused: "'\(executable)' was refused\(sign). Run it once by hand to log in."
        case .unknownModel: "'\(executable)' doesn't know model '\(model)'\(sign). Correct its name in the chain."
        case .rateLimited: "'\(executable)' has reached a limit\(sign). Try again later."
        case .contextTooLong: "'\(executable)' finds the prompt too long for model '\(model)'\(sign). Shorten it."
        case .cutOff: "'\(executable)' ended before its answer did\(sign). Try again."
        case .malformed:
            "'\(executable)' sent what is no stream-json\(sign). Check that 'command' names the Claude CLI."
        default: "'\(executable)' failed\(sign)."
        }
    }

    private func quoting(_ text: String) -> String {
        text.isEmpty ? "" : " It said: \(text)"
    }

    // MARK: Kinds

    private static func kind(ofStatus status: Int?, text: String) -> Failure.Kind? {
        switch status {
        case 401, 403: .refused
        case 404: .unknownModel
        case 413: .contextTooLong
        case 429, 529: .rateLimited
        case 400: isAboutLength(text) ? .contextTooLong : nil
        default: nil
        }
    }

    /// The API's own words for its errors, and the CLI's.
    private static func kind(ofWord word: String) -> Failure.Kind? {
        switch word {
        case "authentication_error", "authentication_failed", "permission_error", "billing_error": .refused
        case "not_found_error", "model_not_found": .unknownModel
        case "rate_limit_error", "rate_limit", "overloaded_error", "overloaded": .rateLimited
        case "request_too_large": .contextTooLong
        default: nil
        }
    }

    /// For CLIs that report an error in words alone.
    private static func kind(ofText text: String) -> Failure.Kind? {
        let text = text.lowercased()
        if text.contains("/login") || text.contains("invalid api key") { return .refused }
        if isAboutLength(text) { return .contextTooLong }
        return nil
    }

    private static func isAboutLength(_ text: String) -> Bool {
        text.lowercased().contains("prompt is too long")
    }
}

extension String {
    /// Without line ends at its end.
    var trimmingLineEnds: String {
        var text = self[...]
        while text.last?.isNewline ?? false { text.removeLast() }
        return String(text)
    }
}
