import CTerminal
import Foundation
import Terminal

/// What a display makes of what arrives on its terminal.
@TerminalActor
protocol TerminalInputReceiver: AnyObject {
    /// Whether another program has the terminal: then its keys are not ours to read.
    var isSuspended: Bool { get }
    /// Whether the terminal was given back for good.
    var isClosed: Bool { get }
    /// Whether a key that was read is to be reported.
    func wants(_ key: Key) -> Bool
    /// Signals that came, none of which ends the process.
    func receive(_ signals: Set<Int32>)
}

/// Keys and sizes as they arrive, in order: read from standard input as bytes, and from the pipe into which signal handlers
/// write.
@TerminalActor
final class TerminalInput {
    private var decoder: KeyDecoder
    private var inputs: [DisplayInput] = []
    private let signals: Int32
    /// Whether the terminal has hung up.
    private var isGone = false

    /// Most bytes read at once: a paste of a megabyte comes in pieces of this.
    private static let pieceSize = 64 << 10

    init(_ decoder: KeyDecoder, signals: Int32) {
        self.decoder = decoder
        self.signals = signals
    }

    /// The next input; nil once the terminal is gone or given back, or the task cancelled.
    func next(for receiver: some TerminalInputReceiver) async -> DisplayInput? {
        while !Task.isCancelled, !receiver.isClosed {
            if !inputs.isEmpty { return inputs.removeFirst() }
            if isGone { return nil }
            let descriptors = receiver.isSuspended ? [signals] : [signals, STDIN_FILENO]
            let timeout = decoder.isWaiting ? KeyDecoder.escapeDelay : nil
            let ready = await TerminalActor.readable(descriptors, timeout: timeout, for: .input)
            if receiver.isClosed { return nil }
            if ready.contains(signals) { receiver.receive(arrivedSignals()) }
            if ready.contains(STDIN_FILENO), !receiver.isSuspended {
                readKeys(for: receiver)
            } else if ready.isEmpty, decoder.isWaiting {
                inputs += decoder.flush().map(DisplayInput.key)
            }
        }
        return nil
    }

    /// The terminal has another size; of several that nobody has heard of yet, the last one counts.
    func resize(to size: Size) {
        if case .resized = inputs.last { inputs.removeLast() }
        inputs.append(.resized(size))
    }

    func discardSignals() {
        while !arrivedSignals().isEmpty {}
    }

    private func readKeys(for receiver: some TerminalInputReceiver) {
        var count = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: Self.pieceSize) { buffer, initialized in
            count = read(STDIN_FILENO, buffer.baseAddress, Self.pieceSize)
            initialized = max(0, count)
        }
        if count > 0 {
            inputs += decoder.feed(bytes).filter(receiver.wants).map(DisplayInput.key)
        } else if count == 0 || (errno != EINTR && errno != EAGAIN) {
            isGone = true
        }
    }

    private func arrivedSignals() -> Set<Int32> {
        var bytes = [UInt8](repeating: 0, count: 64)
        let count = read(signals, &bytes, bytes.count)
        return Set(bytes.prefix(max(0, count)).map(Int32.init))
    }
}
