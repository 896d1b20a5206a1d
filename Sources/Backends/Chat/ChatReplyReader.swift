import AsyncHTTPClient
import EscalationCore
import NIOConcurrencyHelpers

/// Reads the reply to one chat completion request and reports it piece by piece.
struct ChatReplyReader {
    /// Most bytes that are read of a reply that reports an error; a longer message is cut there.
    static let longestComplaint = 64 << 10

    let backend: BackendEndpoint
    let request: Request
    let report: ExecutorReport.Sink
    let clock: any Clock<Duration>

    func answer(from reply: HTTPClientResponse) async throws -> Answer {
        guard (200..<300).contains(reply.status.code) else { throw await failure(of: reply) }
        // A cold llama-swap sends no head before the model is ready, so from here on the model reads the prompt.
        await report(.phase(.prompt))
        let type = reply.headers.first(name: "Content-Type")?.lowercased() ?? ""
        return type.hasPrefix("application/json") ? try await whole(reply.body) : try await stream(reply.body)
    }

    // MARK: A stream of chunks

    private func stream(_ body: HTTPClientResponse.Body) async throws -> Answer {
        var decoder = EventStreamDecoder()
        var transcript = ChatTranscript()
        do {
            var buffers = body.makeAsyncIterator()
            while let buffer = try await buffers.next() {
                let isDone = Result { try take(decoder.decode(Array(buffer.readableBytesView)), into: &transcript) }
                for news in transcript.takeReports() { await report(news) }
                if try isDone.get() {
                    await readToEnd(buffers)
                    return transcript.answer
                }
            }
            let isDone = Result { try take(decoder.finish(), into: &transcript) }
            for news in transcript.takeReports() { await report(news) }
            if try isDone.get() { return transcript.answer }
        } catch let error as BackendError {
            throw error
        } catch is EventStreamDecoder.TooLong {
            throw backend.error(.malformed, model: request.model, text: "A line of its stream is longer than 16 MiB.")
        } catch {
            guard transcript.isFinished, !Task.isCancelled else { throw error }
        }
        try Task.checkCancellation()
        guard transcript.isFinished else { throw cutOff(transcript) }
        return transcript.answer
    }

    /// Longest wait for the end of a stream whose answer is complete. The end comes with the last event or right after
    /// it; only a server that doesn't close its stream makes anybody wait.
    static let patienceForEnd: Duration = .milliseconds(20)

    /// Reads on to the end of the stream, so that its connection can be used again: a new one costs more than the engine's
    /// whole share of a short attempt.
    private func readToEnd(_ buffers: HTTPClientResponse.Body.AsyncIterator) async {
        // Unsafe only in name: from here on the child task alone touches the iterator, which its maker has given up.
        nonisolated(unsafe) var buffers = buffers
        await withTaskGroup { group in
            let isAtEnd = NIOLockedValueBox(false)
            group.addImmediateTask {
                while (try? await buffers.next()) ?? nil != nil {}
                isAtEnd.withLockedValue { $0 = true }
            }
            // Mostly the end has come by now, and no timer is needed.
            if isAtEnd.withLockedValue({ $0 }) { return }
            group.addImmediateTask { [clock] in try? await clock.sleep(for: Self.patienceForEnd) }
            await group.next()
            group.cancelAll()
        }
    }

    /// - Returns: whether the completion is complete.
    private func take(_ items: [EventStreamDecoder.Item], into transcript: inout ChatTranscript) throws -> Bool {
        for item in items {
            switch item {
            case .event(_, let data) where data.elementsEqual("[DONE]".utf8):
                guard transcript.hasModelSpoken else { throw cutOff(transcript) }
                return true
            case .event("error", let data):
                throw failure(ServerComplaint(body: data))
            case .event(_, let data):
                try take(data, into: &transcript)
            case .stray(let line):
                // Old llama-servers wrote `error: {…}` for an error in a stream.
                let text = line.starts(with: "error:".utf8) ? Array(line.dropFirst(6)) : line
                guard let json = try? JSONValue(parsing: text) else { throw notACompletion(line) }
                throw failure(ServerComplaint(reported: json) ?? ServerComplaint(error: json))
            }
        }
        return false
    }

    private func take(_ data: [UInt8], into transcript: inout ChatTranscript) throws {
        let json: JSONValue
        do {
            json = try JSONValue(parsing: data)
        } catch {
            throw notACompletion(data, because: error.description)
        }
        if let complaint = ServerComplaint(reported: json) { throw failure(complaint) }
        guard let chunk = ChatChunk(json) else { throw notACompletion(data) }
        do {
            try transcript.take(chunk)
        } catch {
            throw backend.error(.malformed, model: request.model, text: "Its answer is longer than 64 MiB.")
        }
    }

    /// How a stream that ended without an end is to be called.
    private func cutOff(_ transcript: ChatTranscript) -> BackendError {
        guard !transcript.hasModelSpoken, !transcript.loadingText.isEmpty else {
            return backend.error(.cutOff, model: request.model, text: "the stream ended without [DONE]")
        }
        // llama-swap up to v217 says why a load failed only in the middle of its loading messages.
        let lines = transcript.loadingText.split(separator: "\n")
        let reason = lines.first { $0.contains("Unable to swap model") }.map(String.init)
        return backend.error(
            .loadFailed, model: request.model, text: reason ?? "the stream ended before the model's first word")
    }

    // MARK: One object

    private func whole(_ body: HTTPClientResponse.Body) async throws -> Answer {
        let bytes = Array(try await body.collect(upTo: ChatTranscript.limit).readableBytesView)
        var transcript = ChatTranscript()
        try take(bytes, into: &transcript)
        guard transcript.hasModelSpoken else { throw notACompletion(bytes) }
        for news in transcript.takeReports() { await report(news) }
        return transcript.answer
    }

    // MARK: Failures

    private func failure(of reply: HTTPClientResponse) async -> any Error {
        var body: [UInt8] = []
        do {
            for try await buffer in reply.body {
                body.append(contentsOf: buffer.readableBytesView.prefix(Self.longestComplaint - body.count))
                if body.count == Self.longestComplaint { break }
            }
        } catch {
            // What has come of the message still says more than that its rest is missing.
            if error is CancellationError || Task.isCancelled { return CancellationError() }
        }
        var complaint = ServerComplaint(body: body)
        if let location = reply.headers.first(name: "Location"), complaint.message.isEmpty {
            complaint.message = "moved to \(location)"
        }
        return failure(complaint, status: Int(reply.status.code), retryAfter: Self.wait(in: reply))
    }

    /// The seconds in `Retry-After`. A date there, or more than a day, is of no use to a session.
    private static func wait(in reply: HTTPClientResponse) -> Duration? {
        guard let text = reply.headers.first(name: "Retry-After"), let seconds = Double(text),
            (0...86_400).contains(seconds)
        else { return nil }
        return .seconds(seconds)
    }

    private func failure(
        _ complaint: ServerComplaint, status: Int? = nil, retryAfter: Duration? = nil
    ) -> BackendError {
        backend.error(
            complaint.kind(httpStatus: status, request: request), model: request.model,
            status: status ?? complaint.status, text: complaint.message, retryAfter: retryAfter)
    }

    private func notACompletion(_ bytes: [UInt8], because reason: String? = nil) -> BackendError {
        guard !bytes.isEmpty else { return backend.error(.malformed, model: request.model, text: "It sent nothing.") }
        // Blotted out before it is cut: half a key is no longer known for one.
        let said = backend.withoutSecrets(String(decoding: bytes.prefix(Self.longestComplaint), as: UTF8.self))
        let excerpt = said.prefix(500) + (said.count > 500 ? "…" : "")
        return backend.error(
            .malformed, model: request.model, text: "It sent: \(excerpt)" + (reason.map { " (\($0))" } ?? ""))
    }
}
