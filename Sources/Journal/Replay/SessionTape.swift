import EscalationCore

/// A recorded session that can be entered at any moment, in either direction.
///
/// The events stay where they are and are read a few hundred at a time. Kept are one offset an event, the landmarks, each
/// attempt's text once, and snapshots of the fold without those texts: a snapshot says how much of a text there was, so
/// that a thousand of them cost no more than their numbers.
public struct SessionTape: Sendable {
    /// Gives the events after a sequence, in order: the first so many of them.
    public typealias Source = @Sendable (_ after: Int, _ limit: Int) async throws -> [SessionEvent]

    public let session: Session.ID
    /// Events that say where attempts and the session began and ended, in order.
    public private(set) var landmarks: [SessionEvent] = []
    private let source: Source
    /// Milliseconds since the session's start, never falling; that of the event numbered n stands at n - 1.
    private var offsets: [Int] = []
    private var snapshots: [FoldSnapshot] = []
    private var texts = FoldTexts()
    /// Events from one snapshot to the next.
    private var stride: Int

    /// Snapshots kept; where there would be more, every other one is dropped. A thousand take a few megabytes.
    private static let mostSnapshots = 4_096
    /// Events read at once.
    static let chunk = 1_024

    /// Reads a session once, from its first event to its last.
    ///
    /// - Parameters:
    ///   - stride: events from one snapshot to the next, 1 or more: so many at most are applied to reach a moment.
    ///   - progress: told after each chunk how many events are read.
    /// - Throws: what the source throws.
    public init(
        of session: Session.ID, stride: Int = 256, from source: @escaping Source,
        progress: @Sendable (Int) async -> Void = { _ in }
    ) async throws {
        self.session = session
        self.source = source
        self.stride = max(1, stride)
        var state = SessionState(id: session)
        while case let events = try await source(offsets.count, Self.chunk), !events.isEmpty {
            for event in events { take(event, into: &state) }
            await progress(offsets.count)
        }
        texts.close(state)
    }

    private mutating func take(_ event: SessionEvent, into state: inout SessionState) {
        offsets.append(max(offsets.last ?? 0, event.offset.milliseconds))
        if event.isLandmark { landmarks.append(event) }
        texts.note(event, before: state)
        state.apply(event)
        guard event.sequence.isMultiple(of: stride) else { return }
        snapshots.append(FoldSnapshot(state, texts))
        guard snapshots.count > Self.mostSnapshots else { return }
        stride *= 2
        snapshots.removeAll { !$0.sequence.isMultiple(of: stride) }
    }

    /// How many events there are.
    public var count: Int { offsets.count }

    /// The offset of the last event.
    public var length: Duration { offset(of: count) }

    /// When the event of that sequence happened; zero before the first.
    public func offset(of sequence: Int) -> Duration {
        offsets.indices.contains(sequence - 1) ? .milliseconds(offsets[sequence - 1]) : .zero
    }

    /// The last event that had happened by then; 0 before the first.
    public func sequence(at position: Duration) -> Int {
        var (low, high) = (0, offsets.count)
        while low < high {
            let middle = (low + high) / 2
            if .milliseconds(offsets[middle]) <= position { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The session as it was at that moment: what playing or watching up to then would have shown.
    public func state(at position: Duration) async throws -> SessionState {
        try await state(afterSequence: sequence(at: position))
    }

    /// The session after the event of that sequence; the empty one for 0 or less, the whole one beyond the last.
    public func state(afterSequence sequence: Int) async throws -> SessionState {
        let target = min(max(0, sequence), count)
        var state =
            snapshots.last(atOrBefore: target)?.state(with: texts) ?? SessionState(id: session)
        for event in try await source(state.sequence, target - state.sequence) { state.apply(event) }
        return state
    }

    /// Events after a sequence, the first so many of them.
    public func events(after sequence: Int, limit: Int) async throws -> [SessionEvent] {
        try await source(sequence, limit)
    }
}

extension SessionTape {
    /// A tape of a journal's session.
    public init(
        of session: Session.ID, in reader: JournalReader, progress: @Sendable (Int) async -> Void = { _ in }
    ) async throws {
        try await self.init(
            of: session, from: { try await reader.events(of: session, after: $0, limit: $1) }, progress: progress)
    }
}

extension SessionEvent {
    /// Whether it says where an attempt or the session began or ended.
    fileprivate var isLandmark: Bool {
        switch kind {
        case .sessionStarted, .attemptStarted, .attemptFailed, .verdictReached, .overruled, .sessionFinished: true
        case .phaseEntered, .outputReceived, .waiting, .retryScheduled, .answerCompleted, .verifierAnswered,
            .verifierFailed, .tierSkipped, .escalated:
            false
        }
    }
}

extension [FoldSnapshot] {
    /// The newest that is not after `sequence`.
    fileprivate func last(atOrBefore sequence: Int) -> FoldSnapshot? {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if self[middle].sequence <= sequence { low = middle + 1 } else { high = middle }
        }
        return low > 0 ? self[low - 1] : nil
    }
}
