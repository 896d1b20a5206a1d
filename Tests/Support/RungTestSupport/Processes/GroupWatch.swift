import Foundation

/// Tells whether any process of a group is left: each inherits the write end of a FIFO, and its reader sees the end
/// only when the last of them is gone. Unlike a look at process numbers, it isn't fooled by zombies.
public struct GroupWatch: Sendable {
    /// For the script: `exec 9>"$FIFO"` makes the shell and whoever it starts hold the write end.
    public let path: String
    private let reader: CInt

    public init() throws {
        path = NSTemporaryDirectory() + "group-watch-\(UUID().uuidString)"
        guard mkfifo(path, 0o600) == 0 else { throw CocoaError(.fileWriteUnknown) }
        // Without O_NONBLOCK, opening would wait for a writer.
        reader = open(path, O_RDONLY | O_NONBLOCK)
    }

    /// Returns once the script has written a byte, which says that it has come so far: `echo >&9` writes one. Holds up no
    /// thread that other tasks may need.
    public func waitForByte() async {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { [reader] in
                _ = fcntl(reader, F_SETFL, 0)
                var wait = pollfd(fd: reader, events: Int16(POLLIN), revents: 0)
                var byte: UInt8 = 0
                // Before a writer has opened the FIFO, reading from it would end at once.
                while poll(&wait, 1, -1) < 0 {}
                _ = read(reader, &byte, 1)
                continuation.resume()
            }
        }
    }

    /// Returns once nobody holds the write end any more; at once where nobody ever did.
    /// - Returns: how many bytes were written.
    @discardableResult
    public func waitUntilGone() -> Int {
        _ = fcntl(reader, F_SETFL, 0)
        var byte: UInt8 = 0
        var count = 0
        while read(reader, &byte, 1) > 0 { count += 1 }
        close(reader)
        unlink(path)
        return count
    }
}
