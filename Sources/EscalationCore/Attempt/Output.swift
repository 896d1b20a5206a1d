/// What a stretch of streamed text is.
public enum OutputChannel: String, Sendable, Hashable, CaseIterable {
    case answer
    /// Thoughts of the model; shown, never judged, never part of the answer.
    case reasoning
    /// What a server says while it works, such as the state of a load.
    case progress
}

/// A piece of streamed text, and when it came.
public struct OutputPiece: Sendable, Hashable {
    /// Since the session started, in whole milliseconds.
    public var offset: Duration
    public var text: String

    public init(offset: Duration, text: String) {
        self.offset = offset
        self.text = text
    }
}

/// What an attempt is doing.
public enum Phase: String, Sendable, Hashable, CaseIterable {
    /// Waiting for a place at the backend.
    case queued
    /// The model is being loaded.
    case loading
    /// The model reads the prompt.
    case prompt
    /// Text is coming.
    case answer
}
