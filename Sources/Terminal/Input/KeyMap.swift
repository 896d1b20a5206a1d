/// Which keys do what, where. Help and the look-up read the same list, so help can't lie.
///
/// A context is a name the application chooses (a pane, a mode). A binding without a context holds everywhere; one with a
/// context wins over it there.
public struct KeyMap<Action: Hashable & Sendable>: Sendable {
    /// One line of help: the keys that do one thing.
    public struct Binding: Sendable, Hashable {
        /// In the order help shows them.
        public var keys: [Key]
        public var action: Action
        /// What it does, in a few words.
        public var help: String
        /// Where it holds; nil for everywhere.
        public var context: String?

        public init(_ keys: [Key], _ action: Action, _ help: String, in context: String? = nil) {
            self.keys = keys
            self.action = action
            self.help = help
            self.context = context
        }
    }

    /// A key bound to two actions in one context; the earlier binding wins.
    public struct Conflict: Sendable, Hashable {
        public var key: Key
        public var context: String?
        public var kept: Action
        public var ignored: Action
    }

    public private(set) var bindings: [Binding]
    private var table: [String?: [Key: Action]] = [:]

    /// What is bound twice, in the order of the bindings.
    public private(set) var conflicts: [Conflict] = []

    public init(_ bindings: [Binding]) {
        self.bindings = bindings
        rebuild()
    }

    /// What `key` does in the first of `contexts` that binds it, and then everywhere; nil if nothing does.
    public func action(for key: Key, in contexts: [String] = []) -> Action? {
        for context in contexts {
            if let action = table[context]?[key] { return action }
        }
        return table[nil]?[key]
    }

    /// The bindings of a context in their order, then those that hold everywhere: what its help lists. Keys that the
    /// context binds otherwise are left out of the latter, and so are bindings left without a key.
    public func help(in context: String? = nil) -> [Binding] {
        let own = bindings.filter { $0.context == context && !$0.keys.isEmpty }
        guard let context else { return own }
        let taken = Set(table[context].map { Array($0.keys) } ?? [])
        let everywhere = bindings.filter { $0.context == nil }.compactMap { binding -> Binding? in
            var binding = binding
            binding.keys.removeAll(where: taken.contains)
            return binding.keys.isEmpty ? nil : binding
        }
        return own + everywhere
    }

    /// The first key of an action in a context (or everywhere), for hints; nil if it has none.
    public func key(for action: Action, in context: String? = nil) -> Key? {
        let matching = bindings.filter { $0.action == action && !$0.keys.isEmpty }
        return (matching.first { $0.context == context } ?? matching.first { $0.context == nil })?.keys.first
    }

    /// Gives an action other keys, in one context or (nil) wherever it is bound; an empty list takes all of them away.
    ///
    /// Look at `conflicts` afterwards. An action that is bound nowhere stays so.
    /// - Returns: whether there was such a binding.
    @discardableResult
    public mutating func rebind(_ action: Action, to keys: [Key], in context: String? = nil) -> Bool {
        var found = false
        for index in bindings.indices where bindings[index].action == action {
            guard context == nil || bindings[index].context == context else { continue }
            bindings[index].keys = keys
            found = true
        }
        rebuild()
        return found
    }

    private mutating func rebuild() {
        table = [:]
        conflicts = []
        for binding in bindings {
            for key in binding.keys {
                if let kept = table[binding.context]?[key] {
                    guard kept != binding.action else { continue }
                    conflicts.append(
                        Conflict(key: key, context: binding.context, kept: kept, ignored: binding.action))
                } else {
                    table[binding.context, default: [:]][key] = binding.action
                }
            }
        }
    }
}
