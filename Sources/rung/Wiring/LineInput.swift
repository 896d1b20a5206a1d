@preconcurrency import Dispatch
import Foundation

/// The lines of standard input as they are typed or piped; the stream ends where the input does.
enum LineInput {
    /// Lines that may wait to be looked at. What is typed or piped beyond that is lost, and nobody types so fast.
    private static let mostWaiting = 65_536

    /// One reader at a time may iterate.
    static func lines(of descriptor: Int32 = STDIN_FILENO) -> AsyncStream<String> {
        let (stream, continuation) = AsyncStream.makeStream(
            of: String.self, bufferingPolicy: .bufferingOldest(mostWaiting))
        // A source rather than a read: cancelling whoever waits must not wait for the next line.
        let source = DispatchSource.makeReadSource(fileDescriptor: descriptor)
        let pending = PendingLine()
        source.setEventHandler {
            // All there is now: the end of a pipe that comes with its last bytes is not reported a second time.
            repeat {
                for line in pending.take(from: descriptor) { continuation.yield(line) }
            } while !pending.isOver && isReadable(descriptor)
            if pending.isOver {
                continuation.finish()
                source.cancel()
            }
        }
        continuation.onTermination = { _ in source.cancel() }
        source.resume()
        return stream
    }

    private static func isReadable(_ descriptor: Int32) -> Bool {
        var polled = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&polled, 1, 0) > 0
    }

    /// Bytes of a line that has not ended.
    // Unchecked: only the source's handler touches it, and that never runs twice at once.
    private final class PendingLine: @unchecked Sendable {
        private var bytes: [UInt8] = []
        private(set) var isOver = false

        /// - Returns: the lines that what can be read now completes; at the end of the input, its last one too.
        func take(from descriptor: Int32) -> [String] {
            var chunk = [UInt8](repeating: 0, count: 64 << 10)
            let count = read(descriptor, &chunk, chunk.count)
            if count < 0, errno == EINTR || errno == EAGAIN { return [] }
            isOver = count <= 0
            bytes += chunk.prefix(max(0, count))
            var lines: [String] = []
            while let end = bytes.firstIndex(of: UInt8(ascii: "\n")) {
                lines.append(String(decoding: bytes[..<end], as: UTF8.self))
                bytes.removeFirst(end + 1)
            }
            if isOver, !bytes.isEmpty { lines.append(String(decoding: bytes, as: UTF8.self)) }
            return lines
        }
    }
}
