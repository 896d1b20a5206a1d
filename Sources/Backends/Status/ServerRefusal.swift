import EscalationCore

/// What a kind of server can't do for anybody, however it is asked.
public struct ServerRefusal: Error, Sendable, Hashable, CustomStringConvertible {
    /// What was wanted.
    public enum Wish: Sendable, Hashable {
        case warmUp, unload
        /// One model of several.
        case unloadOne
        case log
    }

    public var wish: Wish
    /// The backend's name in the configuration.
    public var backend: String
    /// What the server is called; nil where it could be anything.
    public var server: String?
    /// Whether the server has one model for as long as it runs.
    private var hasOneModel: Bool

    init(_ wish: Wish, backend: String, kind: KnownKind?) {
        self.wish = wish
        self.backend = backend
        server = kind?.name
        hasOneModel = kind == .llamaServer
    }

    public var description: String {
        switch wish {
        case .warmUp where hasOneModel, .unload where hasOneModel:
            "\(subject) holds the one model it was started with: there is nothing to load or unload."
        case .warmUp, .unload:
            "\(subject) has no way to load or unload a model on demand. Send it a task, or see its own tools."
        case .unloadOne:
            "\(subject) is too old to unload one model of several. Update it to v161 or later, or unload all by its own page."
        case .log: "\(subject) offers no log to follow. Look where it was started."
        }
    }

    private var subject: String { "Backend '\(backend)'" + (server.map { " (\($0))" } ?? "") }
}
