/// A display that keeps what it is shown, and whose keys are sent by a test.
public actor RecordingDisplay: Display {
    /// One frame as it was shown.
    public struct Frame: Sendable, Equatable {
        public var canvas: Canvas
        public var styleSheet: StyleSheet
    }

    public private(set) var size: Size
    /// Every frame shown, in order.
    public private(set) var frames: [Frame] = []
    public private(set) var bells = 0
    public private(set) var repaints = 0
    public private(set) var isSuspended = false

    // Unbounded capacity would do no harm in a test, but a bound shows a program that never reads.
    private let inputs = Mailbox<DisplayInput>(capacity: 256)
    private var waiters: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []

    public init(size: Size = Size(width: 80, height: 24)) {
        self.size = size
    }

    /// Sends keys, one after the other.
    public func press(_ keys: Key...) async {
        for key in keys { await inputs.post(.key(key)) }
    }

    /// Changes the size of the screen.
    public func resize(to size: Size) async {
        self.size = size
        await inputs.post(.resized(size))
    }

    /// Takes the display away: `nextInput` returns nil after what was sent.
    public func disconnect() {
        inputs.close()
    }

    /// Waits until `count` frames have been shown since the start, and returns the last of them.
    public func waitForFrames(_ count: Int) async -> Frame? {
        if frames.count < count {
            await withCheckedContinuation { waiters.append((count, $0)) }
        }
        return frames.indices.contains(count - 1) ? frames[count - 1] : nil
    }

    public nonisolated func nextInput() async -> DisplayInput? {
        await inputs.next()
    }

    public func show(_ canvas: Canvas, _ styleSheet: StyleSheet) {
        frames.append(Frame(canvas: canvas, styleSheet: styleSheet))
        let ready = waiters.filter { $0.count <= frames.count }
        waiters.removeAll { $0.count <= frames.count }
        for waiter in ready { waiter.continuation.resume() }
    }

    public func suspend() { isSuspended = true }

    public func resume() { isSuspended = false }

    public func repaint() { repaints += 1 }

    public func bell() { bells += 1 }
}
