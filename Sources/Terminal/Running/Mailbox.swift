import Foundation

/// A bounded queue from many posters to one reader.
///
/// No message is dropped: when the queue is full a poster waits for its turn. Messages of one poster arrive in the order
/// posted.
// Unchecked: `state` is the only stored variable, and every access to it holds `lock`.
public final class Mailbox<Message: Sendable>: @unchecked Sendable {
    private let capacity: Int
    private let lock = NSLock()
    private var state = State()

    private struct State {
        var queue: [Message] = []
        var posters: [Poster] = []
        var reader: CheckedContinuation<Void, Never>?
        var isClosed = false
        var nextPoster = 0
    }

    /// Somebody waiting for room, with what they want to post.
    private struct Poster {
        let id: Int
        let message: Message
        let continuation: CheckedContinuation<Void, Never>
    }

    /// - Parameter capacity: messages held before posters wait, at least 1.
    public init(capacity: Int) {
        self.capacity = max(1, capacity)
    }

    /// Puts a message at the end of the queue, after waiting for room in it.
    ///
    /// A poster whose task is cancelled doesn't wait: its message goes in beyond the capacity, for a fact is not lost
    /// because somebody stopped waiting. Once the mailbox is closed nobody reads any more, and messages are let go.
    public func post(_ message: Message) async {
        guard let id = lock.withLock({ enqueue(message) }) else { return }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isDone = lock.withLock { waitForRoom(Poster(id: id, message: message, continuation: continuation)) }
                if isDone { continuation.resume() }
            }
        } onCancel: {
            lock.withLock { admit(id) }?.resume()
        }
    }

    /// The first message, as soon as there is one.
    ///
    /// - Returns: nil once the mailbox is closed and empty, or when the reader's task is cancelled.
    public func next() async -> Message? {
        await nextBatch(limit: 1).first
    }

    /// The first messages, at most `limit` of them, as soon as there is one.
    ///
    /// - Returns: an empty array once the mailbox is closed and empty, or when the reader's task is cancelled.
    public func nextBatch(limit: Int) async -> [Message] {
        await withTaskCancellationHandler {
            while !Task.isCancelled {
                let (batch, admitted, isClosed) = lock.withLock { take(limit) }
                for poster in admitted { poster.resume() }
                if !batch.isEmpty || isClosed { return batch }
                await withCheckedContinuation { continuation in
                    let isReady = lock.withLock { waitForMessage(continuation) }
                    if isReady { continuation.resume() }
                }
            }
            return []
        } onCancel: {
            lock.withLock { takeReader() }?.resume()
        }
    }

    /// Ends reading: whoever waits to post goes on, and what they post from now on is let go. What the queue holds can still
    /// be read.
    public func close() {
        let (posters, reader) = lock.withLock {
            state.isClosed = true
            defer { state.posters = [] }
            return (state.posters, takeReader())
        }
        for poster in posters { poster.continuation.resume() }
        reader?.resume()
    }

    // MARK: Under the lock

    /// Queues a message where there is room.
    /// - Returns: nil if that is done, otherwise the number of a poster that has to wait.
    private func enqueue(_ message: Message) -> Int? {
        if state.isClosed { return nil }
        if state.queue.count < capacity && state.posters.isEmpty {
            append(message)
            return nil
        }
        state.nextPoster += 1
        return state.nextPoster
    }

    /// - Returns: whether the message has been dealt with after all.
    private func waitForRoom(_ poster: Poster) -> Bool {
        if state.isClosed { return true }
        // Cancelled before it could wait: the cancellation handler has run already and found nobody.
        if Task.isCancelled || (state.queue.count < capacity && state.posters.isEmpty) {
            append(poster.message)
            return true
        }
        state.posters.append(poster)
        return false
    }

    /// Queues the message of a waiting poster beyond the capacity.
    private func admit(_ id: Int) -> CheckedContinuation<Void, Never>? {
        guard let index = state.posters.firstIndex(where: { $0.id == id }) else { return nil }
        let poster = state.posters.remove(at: index)
        append(poster.message)
        return poster.continuation
    }

    private func append(_ message: Message) {
        state.queue.append(message)
        // Resuming only schedules the reader, so that doing it under the lock can't come back here.
        takeReader()?.resume()
    }

    private func take(_ limit: Int) -> ([Message], [CheckedContinuation<Void, Never>], isClosed: Bool) {
        let count = min(max(1, limit), state.queue.count)
        var batch: [Message] = []
        if count == state.queue.count {
            // All there is, as mostly: nothing is copied.
            swap(&batch, &state.queue)
        } else {
            batch += state.queue.prefix(count)
            state.queue.removeFirst(count)
        }
        let room = max(0, min(capacity - state.queue.count, state.posters.count))
        guard room > 0 else { return (batch, [], state.isClosed) }
        let admitted = state.posters.prefix(room)
        state.posters.removeFirst(room)
        // Closures: in generic code a key path is built anew, from names, each time.
        state.queue += admitted.map { $0.message }
        return (batch, admitted.map { $0.continuation }, state.isClosed)
    }

    /// - Returns: whether there is no need to wait.
    private func waitForMessage(_ continuation: CheckedContinuation<Void, Never>) -> Bool {
        if !state.queue.isEmpty || state.isClosed || Task.isCancelled { return true }
        precondition(state.reader == nil, "a mailbox has one reader")
        state.reader = continuation
        return false
    }

    private func takeReader() -> CheckedContinuation<Void, Never>? {
        defer { state.reader = nil }
        return state.reader
    }
}
