import EscalationCore

/// Why a backend gave no answer, or a probe no status.
public struct BackendError: Error, Sendable, Hashable {
    /// The kind of failure, to switch on.
    public var code: Failure.Kind
    /// The backend's name in the configuration.
    public var backend: String
    /// Where it was looked for, without user name or password.
    public var url: String
    /// The model that was asked for; nil where the question was about no model.
    public var model: String?
    /// The HTTP status; nil where no reply came, or the error stood inside a stream.
    public var status: Int?
    /// The server's own message verbatim, or what happened in our words where it said nothing. Of the code `other`, what
    /// became of the request, as the rest of a sentence about the backend.
    public var text: String
    /// How long the server asks to wait before the next request; nil where it doesn't say.
    public var retryAfter: Duration?
    /// Tokens that the server counted before it failed; nil where it didn't say.
    public var usage: Usage?

    public init(
        _ code: Failure.Kind, backend: String, url: String, model: String? = nil, status: Int? = nil, text: String,
        retryAfter: Duration? = nil, usage: Usage? = nil
    ) {
        self.code = code
        self.backend = backend
        self.url = url
        self.model = model
        self.status = status
        self.text = text
        self.retryAfter = retryAfter
        self.usage = usage
    }
}

extension BackendError: CustomStringConvertible {
    /// What happened, to which backend, the next step, and then the server's message to its last character.
    public var description: String {
        switch code {
        case .unreachable:
            "Can't reach \(place) (\(text)). Start the server or fix 'url' in the configuration."
        case .refused:
            quoting("\(subject) refused the request\(inStatus). Name the variable with its key in 'api_key_env'.")
        case .unknownModel:
            quoting("\(subject) doesn't know \(theModel)\(inStatus). Add it there or correct its name in the chain.")
        case .loadFailed:
            quoting("\(subject) could not load \(theModel)\(inStatus). Look into the server's log.")
        case .rateLimited:
            quoting("\(subject) has too many requests\(inStatus). \(nextTry) or lower 'parallel'.")
        case .contextTooLong:
            quoting("\(subject) finds the prompt too long for \(theModel)\(inStatus). Shorten it or raise the context.")
        case .formatRefused:
            quoting("\(subject) doesn't take the answer format asked for\(inStatus). Leave it out of 'params'.")
        case .cutOff:
            "\(subject) broke off before the answer was complete (\(text)). Try again, or look into the server's log."
        case .malformed:
            "\(subject) sent what can't be understood. Check that 'url' names a server of its 'kind'. \(text)"
        case .server where [301, 302, 303, 307, 308, 404, 405].contains(status):
            quoting("\(subject) serves something else there\(inStatus). Fix 'url' in the configuration.")
        case .server, .noFirstByte, .stalled, .cancelled, .timedOut:
            quoting("\(subject) failed\(inStatus). Look into the server's log.")
        case .other:
            "\(subject) \(text)"
        }
    }

    private var place: String { "backend '\(backend)' at \(url)" }
    private var subject: String { "Backend '\(backend)' at \(url)" }
    private var inStatus: String { status.map { " (\($0))" } ?? "" }
    private var theModel: String { model.map { "model '\($0)'" } ?? "the model" }
    private var nextTry: String {
        retryAfter.map { "Try again in \(Int($0.seconds.rounded(.up))) s" } ?? "Try again later"
    }

    private func quoting(_ sentences: String) -> String {
        text.isEmpty ? sentences : "\(sentences) It said: \(text)"
    }
}

extension BackendError: FailureDescribing {
    public var failure: Failure { Failure(code, description, retryAfter: retryAfter, usage: usage) }
}
