import Foundation

/// What the server writes about itself, for whoever follows it: the last lines at first, then each as it comes.
///
/// `@unchecked Sendable`: everything that changes is only touched with `lock` held.
final class ServerLines: @unchecked Sendable {
    /// Lines that are kept for those who come later.
    static let kept = 200

    private let lock = NSLock()
    private var lines: [String] = []
    private var followers: [Int: AsyncStream<String>.Continuation] = [:]
    private var lastNumber = 0
    private var isClosed = false

    func write(_ line: String) {
        lock.withLock {
            lines.append(line)
            lines.removeFirst(max(0, lines.count - Self.kept))
            for follower in followers.values { follower.yield(line) }
        }
    }

    /// A reader that falls behind by more lines than are kept misses the oldest.
    func follow() -> AsyncStream<String> {
        let (stream, continuation) = AsyncStream.makeStream(
            of: String.self, bufferingPolicy: .bufferingNewest(Self.kept))
        lock.withLock {
            for line in lines { continuation.yield(line) }
            guard !isClosed else { return continuation.finish() }
            lastNumber += 1
            let number = lastNumber
            followers[number] = continuation
            continuation.onTermination = { [weak self] _ in self?.leave(number) }
        }
        return stream
    }

    /// Ends every stream.
    func close() {
        let ended = lock.withLock {
            isClosed = true
            defer { followers = [:] }
            return Array(followers.values)
        }
        // Outside of the lock, for the end of a stream takes it.
        for follower in ended { follower.finish() }
    }

    private func leave(_ number: Int) { _ = lock.withLock { followers.removeValue(forKey: number) } }
}
