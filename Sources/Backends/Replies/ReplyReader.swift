import AsyncHTTPClient
import EscalationCore
import NIOConcurrencyHelpers

/// Reads the reply to one request and reports it piece by piece.
struct ReplyReader<Transcript: ReplyTranscript> {
    let backend: BackendEndpoint
    let request: Request
    let report: ExecutorReport.Sink
    /// Measures how long a stream may take to end once its answer is complete.
    let clock: any Clock<Duration>

    /// - Throws: `BackendError`, `CancellationError`, or what the connection throws.
    func answer(from reply: HTTPClientResponse) async throws -> Answer {
        guard (200..<300).contains(reply.status.code) else { throw await failure(of: reply) }
        // A cold llama-swap sends no head before the model is ready, so from here on the model reads the prompt.
        await report(.phase(.prompt))
        let type = reply.headers.first(name: "Content-Type")?.lowercased() ?? ""
        return type.hasPrefix("application/json") ? try await whole(reply.body) : try await stream(reply.body)
    }

    // MARK: A stream of events

    private func stream(_ body: HTTPClientResponse.Body) async throws -> Answer {
        var stream = ReplyStream<Transcript>()
        do {
            var buffers = body.makeAsyncIterator()
            while let buffer = try await buffers.next() {
                let isDone = Result { try stream.take(Array(buffer.readableBytesView)) }
                for news in stream.takeReports() { await report(news) }
                if try isDone.get() {
                    await readToEnd(buffers)
                    return stream.answer
                }
            }
            try Task.checkCancellation()
            let end = Result { try stream.finish() }
            for news in stream.takeReports() { await report(news) }
            try end.get()
        } catch let fault as ReplyFault {
            throw error(for: fault, after: stream.answer.usage)
        } catch {
            guard stream.isFinished, !Task.isCancelled else {
                throw backend.error(for: error, at: .reading, model: request.model, usage: stream.answer.usage)
            }
        }
        return stream.answer
    }

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
            group.addImmediateTask { [clock] in try? await clock.sleep(for: ReplyReading.patienceForEnd) }
            await group.next()
            group.cancelAll()
        }
    }

    // MARK: One object

    private func whole(_ body: HTTPClientResponse.Body) async throws -> Answer {
        let bytes = Array(try await body.collect(upTo: ReplyFault.longestAnswer).readableBytesView)
        var transcript = Transcript()
        do {
            try transcript.take(whole: bytes)
        } catch {
            throw self.error(for: error, after: transcript.answer.usage)
        }
        for news in transcript.takeReports() { await report(news) }
        return transcript.answer
    }
}

/// Bounds of what is read beside an answer.
enum ReplyReading {
    /// Most bytes that are read of a reply that reports an error; a longer message is cut there.
    static let longestComplaint = 64 << 10
    /// Longest wait for the end of a stream whose answer is complete. The end comes with the last event or right after
    /// it; only a server that doesn't close its stream makes anybody wait.
    static let patienceForEnd: Duration = .milliseconds(20)
}
