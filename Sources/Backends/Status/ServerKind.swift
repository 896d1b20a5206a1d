import EscalationCore

/// Kinds of server whose way of telling what is loaded is known; the raw value is the name in the configuration.
public enum ServerKind: String, Sendable, Hashable, CaseIterable {
    case llamaSwap = "llama-swap"
    /// Alone with one model, or as a router of several.
    case llamaServer = "llama-server"
    case ollama
}

/// A way to ask, as narrow as a server's answers tell it.
enum KnownKind: Sendable, Hashable {
    case llamaSwap, llamaServer, router, ollama, other

    /// What the server is called; nil where it could be anything.
    var name: String? {
        switch self {
        case .llamaSwap: "llama-swap"
        case .llamaServer, .router: "llama-server"
        case .ollama: "ollama"
        case .other: nil
        }
    }
}

/// What kind of server answered last.
actor KindMemory {
    /// How long a kind counts as known that a server of another kind could be taken for. The others are noticed at once:
    /// their answers stop fitting.
    static let lifetime: Duration = .seconds(30)

    /// The kind that the configuration names; nil where it is to be found.
    nonisolated let fixed: ServerKind?
    private let stopwatch: Stopwatch
    private var kind: KnownKind?
    private var foundAt: Duration = .zero

    init(fixed: ServerKind?, stopwatch: Stopwatch) {
        self.fixed = fixed
        self.stopwatch = stopwatch
    }

    /// In which ways to ask a server of a kind yet unknown, in order: it answers in none of the ways before its own. A
    /// router answers as a single llama-server does, but for its list of models.
    nonisolated var ways: [KnownKind] {
        switch fixed {
        case .llamaSwap: [.llamaSwap]
        case .llamaServer: [.router, .llamaServer]
        case .ollama: [.ollama]
        case nil: [.llamaSwap, .router, .llamaServer, .ollama, .other]
        }
    }

    /// Nil where the kind is to be found.
    var current: KnownKind? {
        switch kind {
        case .llamaServer, .other: stopwatch.now() - foundAt < Self.lifetime ? kind : nil
        case .llamaSwap, .router, .ollama, nil: kind
        }
    }

    func remember(_ kind: KnownKind) {
        self.kind = kind
        foundAt = stopwatch.now()
    }
}
