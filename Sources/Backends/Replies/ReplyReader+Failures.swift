import AsyncHTTPClient
import EscalationCore

extension ReplyReader {
    /// What a reply that reports an error says.
    func failure(of reply: HTTPClientResponse) async -> any Error {
        var body: [UInt8] = []
        do {
            for try await buffer in reply.body {
                body.append(contentsOf: buffer.readableBytesView.prefix(ReplyReading.longestComplaint - body.count))
                if body.count == ReplyReading.longestComplaint { break }
            }
        } catch {
            // What has come of the message still says more than that its rest is missing.
            if error is CancellationError || Task.isCancelled { return CancellationError() }
        }
        var complaint = ServerComplaint(body: body)
        if let location = reply.headers.first(name: "Location"), complaint.message.isEmpty {
            complaint.message = "moved to \(location)"
        }
        return error(
            for: complaint, status: Int(reply.status.code), retryAfter: RetryAfter.wait(in: reply.headers))
    }

    /// - Parameter usage: what the server told of it before.
    func error(for fault: ReplyFault, after usage: Usage?) -> BackendError {
        switch fault {
        case .complaint(let complaint): error(for: complaint, usage: usage)
        case .senseless(let bytes, let reason): error(.malformed, excerpt(of: bytes, because: reason), usage)
        case .cutOff(let how): error(.cutOff, how, usage)
        case .loadFailed(let why): error(.loadFailed, why, usage)
        case .declined(let word):
            error(.other, "declined to answer (\(word)). Rephrase the task, or let another tier answer.", usage)
        case .tooLong(let what): error(.malformed, what, usage)
        }
    }

    private func error(
        for complaint: ServerComplaint, status: Int? = nil, retryAfter: Duration? = nil, usage: Usage? = nil
    ) -> BackendError {
        backend.error(
            complaint.kind(httpStatus: status, request: request), model: request.model,
            status: status ?? complaint.status, text: complaint.message, retryAfter: retryAfter, usage: usage)
    }

    private func error(_ code: Failure.Kind, _ text: String, _ usage: Usage?) -> BackendError {
        backend.error(code, model: request.model, text: text, usage: usage)
    }

    private func excerpt(of bytes: [UInt8], because reason: String?) -> String {
        guard !bytes.isEmpty else { return "It sent nothing." }
        // Blotted out before it is cut: half a key is no longer known for one.
        let said = backend.withoutSecrets(
            String(decoding: bytes.prefix(ReplyReading.longestComplaint), as: UTF8.self))
        let excerpt = said.prefix(500) + (said.count > 500 ? "…" : "")
        return "It sent: \(excerpt)" + (reason.map { " (\($0))" } ?? "")
    }
}
