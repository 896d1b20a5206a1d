import Foundation
import Terminal

/// Standard output or standard error.
struct StandardStream: Sendable {
    private let descriptor: Int32
    /// Whether somebody's screen is at the other end.
    let isTerminal: Bool
    private let failure = FirstFailure()

    static let output = StandardStream(descriptor: STDOUT_FILENO)
    static let error = StandardStream(descriptor: STDERR_FILENO)

    private init(descriptor: Int32) {
        self.descriptor = descriptor
        isTerminal = isatty(descriptor) == 1
    }

    /// Writes the bytes as they are, all of them.
    ///
    /// Nothing is thrown where that fails: a session goes on and is recorded, whoever reads along. See `checkDelivered`.
    func write(_ text: String) {
        var text = text
        text.withUTF8 { bytes in
            var rest = UnsafeRawBufferPointer(bytes)
            while !rest.isEmpty {
                let count = Foundation.write(descriptor, rest.baseAddress, rest.count)
                if count > 0 {
                    rest = UnsafeRawBufferPointer(rebasing: rest[count...])
                } else if errno == EAGAIN {
                    var descriptors = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                    poll(&descriptors, 1, -1)
                } else if errno != EINTR {
                    failure.note(errno)
                    return
                }
            }
        }
    }

    /// - Throws: `CommandFailure` where something could not be written: wordless, as after SIGPIPE, where the reader has
    ///   gone, for it wanted no more.
    func checkDelivered() throws {
        switch failure.number {
        case nil: return
        case EPIPE: throw CommandFailure(.signal(SIGPIPE))
        case let number?:
            throw CommandFailure(
                .output,
                "Can't write to standard output (\(String(cString: strerror(number)).lowercased())). "
                    + "Make room, or send it elsewhere.")
        }
    }

    /// Opens what the parent left closed of the three standard streams, before a file or a connection takes its number and
    /// gets what was meant for people. Nothing can be read from them or written to standard output; errors go nowhere.
    static func fillGaps() {
        for (descriptor, mode) in [(STDIN_FILENO, O_RDONLY), (STDOUT_FILENO, O_RDONLY), (STDERR_FILENO, O_WRONLY)]
        where fcntl(descriptor, F_GETFD) < 0 && errno == EBADF {
            // The lowest free number, and those below are open by now.
            _ = open("/dev/null", mode)
        }
    }

    /// Lets a write to a reader that has gone fail, rather than end the program in the middle of a session.
    ///
    /// By a handler that does nothing: commands that are started get the signal's default back, which they would not if it
    /// were ignored.
    static func outliveReaders() { signal(SIGPIPE) { _ in } }

    func writeLine(_ text: String) { write(text + "\n") }

    /// Writes text that a model or a server wrote: as it is into a pipe, with control characters made visible on a
    /// terminal.
    func writeForeign(_ text: String) {
        write(isTerminal ? VisibleText.escape(text, keepingNewlinesAndTabs: true) : text)
    }
}
