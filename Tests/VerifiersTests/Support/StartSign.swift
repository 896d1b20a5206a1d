import Foundation

/// A FIFO by which a script says that it has come so far: `echo > "$path"`.
struct StartSign: Sendable {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "start-sign-\(UUID().uuidString)"
        guard mkfifo(path, 0o600) == 0 else { throw CocoaError(.fileWriteUnknown) }
    }

    /// Returns when it was said; not before. On a thread that may block, unlike those of tasks.
    func wait() async {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                let reader = open(path, O_RDONLY)
                var byte: UInt8 = 0
                while read(reader, &byte, 1) > 0 {}
                close(reader)
                unlink(path)
                continuation.resume()
            }
        }
    }
}
