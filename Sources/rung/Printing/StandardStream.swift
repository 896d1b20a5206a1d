import Foundation
import Terminal

/// Standard output or standard error.
struct StandardStream: Sendable {
    private let descriptor: Int32
    /// Whether somebody's screen is at the other end.
    let isTerminal: Bool

    static let output = StandardStream(descriptor: STDOUT_FILENO)
    static let error = StandardStream(descriptor: STDERR_FILENO)

    private init(descriptor: Int32) {
        self.descriptor = descriptor
        isTerminal = isatty(descriptor) == 1
    }

    /// Writes the bytes as they are, all of them.
    ///
    /// Nothing is thrown where the reader has gone: the signal for a broken pipe ends the program, as it should.
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
                    return
                }
            }
        }
    }

    func writeLine(_ text: String) { write(text + "\n") }

    /// Writes text that a model or a server wrote: as it is into a pipe, with control characters made visible on a
    /// terminal.
    func writeForeign(_ text: String) {
        write(isTerminal ? VisibleText.escape(text, keepingNewlinesAndTabs: true) : text)
    }
}
